"""Which model belongs to the training inputs as they are now?"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

# All that changes what Rasa learns or how it runs the model.
INPUTS = ("config.yml", "domain", "data", "engine/components", "engine/requirements.lock")
CODE = "bot/understanding"
SUFFIXES = {".yml", ".py", ".txt", ".lock"}


def fingerprint(root: Path) -> str:
    """Return twelve hexadecimal digits that change with any training input below ``root``."""
    digest = hashlib.sha256()
    for file in sorted(_files(root)):
        digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


def model_file(root: Path, models: Path) -> Path:
    """Return where the model for the present inputs is, or would be."""
    return models / f"motcua-{fingerprint(root)}.tar.gz"


def _files(root: Path) -> Iterator[Path]:
    for name in (*INPUTS, CODE):
        place = root / name
        found = [place] if place.is_file() else place.rglob("*")
        yield from (f for f in found if f.suffix in SUFFIXES and f.is_file())
