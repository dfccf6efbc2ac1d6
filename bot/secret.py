"""The secret between app and engine: made once, readable by its owner only."""

import os
from pathlib import Path
from secrets import token_urlsafe


def engine_secret(data_dir: Path) -> str:
    """Return the secret of this installation, making it the first time."""
    file = data_dir / "engine.secret"
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text("ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as written:
        secret = token_urlsafe(32)
        written.write(secret)
    return secret
