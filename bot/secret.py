"""The secret between app and engine: made once, readable by its owner only."""

import contextlib
import os
from pathlib import Path
from secrets import token_urlsafe
from tempfile import NamedTemporaryFile


def engine_secret(data_dir: Path) -> str:
    """Return the secret of this installation, making it the first time."""
    file = data_dir / "engine.secret"
    if not file.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        _make(file)
    return file.read_text("ascii").strip()


def _make(file: Path) -> None:
    """Make it whole or not at all; the first of two processes wins."""
    with NamedTemporaryFile(dir=file.parent, prefix=".secret-") as draft:  # mode 0600
        draft.write(token_urlsafe(32).encode("ascii"))
        draft.flush()
        with contextlib.suppress(FileExistsError):
            os.link(draft.name, file)
