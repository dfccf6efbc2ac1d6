"""A whole system only for the measurement: ``motcua up`` with ports and a folder of its own."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from bench.machine import listener
from bot.serving import free_port

MOTCUA = str(Path(sys.executable).with_name("motcua"))
READY = "đã sẵn sàng"
STOP_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Running:
    """A system that serves; ``pid`` is the app's, ``started_in`` how many seconds it took."""

    pid: int
    started_in: float
    web_port: int
    engine_port: int
    actions_port: int
    data_dir: Path

    @property
    def web_url(self) -> str:
        """Where the web chat is."""
        return f"http://127.0.0.1:{self.web_port}"

    @property
    def engine_pid(self) -> int | None:
        """The process that listens at the engine's port."""
        return listener(self.engine_port)

    @property
    def secret(self) -> str:
        """What engine and actions ask for."""
        return (self.data_dir / "engine.secret").read_text("ascii")


@contextmanager
def running_system() -> Iterator[Running]:
    """Start a system for the second time, when model and tables are there, and stop it."""
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        with _started(Path(folder)):
            pass
        with _started(Path(folder)) as running:
            yield running


@contextmanager
def stopping(process: subprocess.Popen[str], number: signal.Signals) -> Iterator[None]:
    """End a process and its group when the context is left."""
    try:
        yield
    finally:
        process.send_signal(number)
        try:
            process.communicate(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


@contextmanager
def _started(data_dir: Path) -> Iterator[Running]:
    ports = {f"{part}_port": free_port() for part in ("web", "engine", "actions")}
    settings = {"data_dir": data_dir, "database_url": "", "web_pace": 0, "telegram_token": ""}
    ours = {f"MOTCUA_{name.upper()}": str(value) for name, value in (settings | ports).items()}
    start = perf_counter()
    process = subprocess.Popen(
        [MOTCUA, "up"],
        env={**os.environ, **ours},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
    )
    with stopping(process, signal.SIGINT):
        _wait(process)
        yield Running(process.pid, perf_counter() - start, data_dir=data_dir, **ports)


def _wait(process: subprocess.Popen[str]) -> None:
    printed = ""
    for line in process.stdout or ():
        printed += line
        if READY in line:
            return
    raise RuntimeError(f"motcua up ended before it was ready:\n{printed}")
