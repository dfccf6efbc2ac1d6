"""Trains with Rasa in the engine's environment, and tells how far it has got."""

import os
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from bot.errors import TrainingFailed

Progress = Callable[[float], None]
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
    finally:
        draft.unlink(missing_ok=True)
    progress(1.0)


def is_sound(model: Path) -> bool:
    """Whether the archive can be read to its end."""
    try:
        with tarfile.open(model) as archive:
            return all(_readable(archive, member) for member in archive)
    except (OSError, EOFError, tarfile.TarError, ValueError):
        return False


def _readable(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bool:
    content = archive.extractfile(member) if member.isfile() else None
    while content and content.read(1 << 20):
        pass
    return True


def _run(root: Path, draft: Path, log: Path, progress: Progress) -> None:
    steps = len(yaml.safe_load((root / "config.yml").read_text("utf-8")).get("pipeline", ())) + 2
    with log.open("w", encoding="utf-8") as copy:
        done = 0
        for line in _output(root, draft):
            copy.write(line)
            done += STEP in line
            progress(min(done / steps, 0.95))
    if not draft.exists():
        tail = " / ".join(log.read_text("utf-8").split("\n")[-6:]).strip(" /")
        raise TrainingFailed(f"Rasa không huấn luyện được mô hình: {tail} Xem đầy đủ trong {log}.")


def _output(root: Path, draft: Path) -> Iterator[str]:
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
        yield from process.stdout or ()
