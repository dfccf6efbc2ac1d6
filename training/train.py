"""Trains with Rasa in the engine's environment, and tells how far it has got."""

import contextlib
import gzip
import os
import subprocess
import tarfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from bot.errors import TrainingFailed

Progress = Callable[[float], None]
KEPT = 5  # models; enough to go back a few changes
STEP = "Starting to train component"


def train(root: Path, model: Path, log: Path, progress: Progress = lambda _: None) -> None:
    """Train the model of ``root`` into ``model``; ``progress`` gets 0…1.

    The model appears under its name only when it is complete.

    Raises:
        TrainingFailed: with the end of what Rasa printed, and where all of it is.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    model.parent.mkdir(parents=True, exist_ok=True)
    draft = model.with_name(f"draft-{os.getpid()}.tar.gz")
    try:
        _run(root, draft, log, progress)
        draft.replace(model)
        prune(model.parent)
    finally:
        draft.unlink(missing_ok=True)
    progress(1.0)


def prune(models: Path, keep: int = KEPT) -> None:
    """Remove the oldest of our models."""
    ours = sorted(models.glob("motcua-*.tar.gz"), key=lambda m: m.stat().st_mtime, reverse=True)
    for old in ours[keep:]:
        old.unlink(missing_ok=True)


def is_sound(model: Path) -> bool:
    """Whether the archive can be read to its end and its checksum holds."""
    try:
        with gzip.open(model) as whole, tarfile.open(fileobj=whole) as archive:
            members = archive.getnames()
            while whole.read(1 << 20):
                pass
    except (OSError, EOFError, tarfile.TarError, zlib.error):
        return False
    return bool(members)


def _run(root: Path, draft: Path, log: Path, progress: Progress) -> None:
    steps = len(yaml.safe_load((root / "config.yml").read_text("utf-8")).get("pipeline", ())) + 2
    with log.open("w", encoding="utf-8") as copy, _rasa(root, draft) as process:
        done = 0
        for line in process.stdout or ():
            copy.write(line)
            done += STEP in line
            progress(min(done / steps, 0.95))
    if process.returncode or not is_sound(draft):
        tail = " / ".join(log.read_text("utf-8").split("\n")[-6:]).strip(" /")
        raise TrainingFailed(f"Rasa không huấn luyện được mô hình: {tail} Xem đầy đủ trong {log}.")


@contextlib.contextmanager
def _rasa(root: Path, draft: Path) -> Iterator[subprocess.Popen[str]]:
    command = [
        str(root / "engine/.venv/bin/rasa"),
        "train",
        "--domain",
        "domain",
        "--out",
        str(draft.parent),
        "--fixed-model-name",
        draft.name.removesuffix(".tar.gz"),
        "-vv",
    ]
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "PYTHONUNBUFFERED": "1"}
    try:
        process = subprocess.Popen(
            command,
            cwd=root,
            env=environment,
            text=True,
            errors="replace",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
    except FileNotFoundError:
        raise TrainingFailed("Chưa cài môi trường của Rasa. Hãy chạy: make setup") from None
    with process:
        try:
            yield process
        except BaseException:
            process.kill()
            raise
