"""Runs Rasa as a child process, and starts it again when it dies."""

import asyncio
import contextlib
import logging
import os
import signal
import subprocess
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path
from typing import IO

from bot.engine_client import EngineClient
from bot.errors import EngineNotStarted

START_SECONDS = 180.0
STOP_SECONDS = 8.0
LOG_BYTES = 5_000_000  # a longer log is set aside at the next start
LOOK_SECONDS = 0.2
RESTART_SECONDS = (1.0, 2.0, 5.0, 10.0, 30.0)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class EngineCommand:
    """What it takes to start Rasa.

    Attributes:
        root: the project's root; Rasa's working directory.
        model: the trained model.
        port: where it listens on loopback.
        secret: what a request to it must carry.
        actions_url: where it asks for actions, secret included.
        log: the file that gets all it prints.
    """

    root: Path
    model: Path
    port: int
    secret: str
    actions_url: str
    log: Path

    def arguments(self) -> list[str]:
        return [
            str(self.root / "engine/.venv/bin/rasa"),
            "run",
            "-i",
            "127.0.0.1",
            "-p",
            str(self.port),
            "-m",
            str(self.model),
            "--endpoints",
            "endpoints.yml",
            "--credentials",
            "credentials.yml",
        ]

    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "MOTCUA_ENGINE_SECRET": self.secret,
            "MOTCUA_ACTIONS_URL": self.actions_url,
            "MOTCUA_PARENT_PID": str(os.getpid()),
            "RASA_TELEMETRY_ENABLED": "false",
            "TF_CPP_MIN_LOG_LEVEL": "3",
        }


class EngineProcess:
    """One Rasa process."""

    def __init__(self, command: EngineCommand, client: EngineClient) -> None:
        """Start nothing yet."""
        self._command, self._client = command, client
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process id, while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def start(self) -> None:
        """Start it in a process group of its own, so that all of it can be stopped.

        Raises:
            EngineNotStarted: its environment is not installed.
        """
        self._command.log.parent.mkdir(parents=True, exist_ok=True)
        if self._command.log.exists() and self._command.log.stat().st_size > LOG_BYTES:
            self._command.log.replace(self._command.log.with_suffix(".log.1"))
        with self._command.log.open("ab") as output:
            self._process = self._spawn(output)

    async def ready(self, seconds: float = START_SECONDS) -> None:
        """Wait until it serves its model; Rasa takes another one when it cannot find it.

        Raises:
            EngineNotStarted: it ended, or did not serve the model in time.
        """
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self.pid:
                    if await self._client.model() == self._command.model.name:
                        return
                    await asyncio.sleep(LOOK_SECONDS)
        raise EngineNotStarted(
            f"Rasa không khởi động được; lý do ở cuối tệp {self._command.log}. Nếu mô hình hỏng, "
            f"hãy xóa {self._command.model} rồi chạy lại: make run"
        )

    async def keep_running(self) -> None:
        """Start it again, with growing pauses, whenever it ends; until cancelled."""
        for pause in chain(RESTART_SECONDS, repeat(RESTART_SECONDS[-1])):
            while self.pid:
                await asyncio.sleep(LOOK_SECONDS)
            log.error("the engine ended; starting it again in %s s", pause)
            await asyncio.sleep(pause)
            self.start()

    def stop(self, seconds: float = STOP_SECONDS) -> None:
        """Stop it and all it started; after ``seconds`` without asking."""
        if self._process is None:
            return
        _signal(self._process, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        _signal(self._process, signal.SIGKILL)  # also what it may have left behind
        self._process.wait()

    def _spawn(self, output: IO[bytes]) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                self._command.arguments(),
                cwd=self._command.root,
                env=self._command.environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except FileNotFoundError:
            raise EngineNotStarted("Chưa cài môi trường của Rasa. Hãy chạy: make setup") from None


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)
