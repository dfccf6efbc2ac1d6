"""Secrets of one installation: each made once, in a file readable by its owner only."""

import contextlib
import os
from pathlib import Path
from secrets import token_urlsafe
from tempfile import NamedTemporaryFile


def engine_secret(data_dir: Path) -> str:
    """Return the secret between app and engine, making it the first time."""
    return _secret(data_dir / "engine.secret")


def zalo_key(data_dir: Path) -> str:
    """Return the key that Zalo's tokens are encrypted with, making it the first time."""
    return _secret(data_dir / "zalo.secret")


def console_key(data_dir: Path) -> str:
    """Return the key that the staff's second factors are encrypted with, making it once."""
    return _secret(data_dir / "console.secret")


def metrics_token(data_dir: Path) -> str:
    """Return the token that measuring needs, making it the first time."""
    return _secret(data_dir / "metrics.secret")


def telegram_secret(data_dir: Path) -> str:
    """Return what Telegram shows when it posts to us, making it the first time."""
    return _secret(data_dir / "telegram.secret")


def _secret(file: Path) -> str:
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        _make(file)
    return file.read_text("ascii").strip()


def _make(file: Path) -> None:
    """Make it whole or not at all; the first of two processes wins."""
    with NamedTemporaryFile(dir=file.parent, prefix=".secret-") as draft:  # mode 0600
        draft.write(token_urlsafe(32).encode("ascii"))
        draft.flush()
        with contextlib.suppress(FileExistsError):
            os.link(draft.name, file)
