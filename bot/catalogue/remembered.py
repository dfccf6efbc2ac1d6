"""Vectors of phrases, computed once and kept in the data folder.

A file belongs to one model, a vector in it to one text, by hash; so what is found there is always
right, and a changed record costs only its new phrases. The files may be deleted at any time.
"""

import logging
import os
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from bot.catalogue.index import Scores
from bot.catalogue.meaning import Encoder, Vectors

log = logging.getLogger(__name__)
MANY = 500  # phrases; as many take long enough that somebody may wonder


class Remembered:
    """An encoder that knows the phrases it has seen."""

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        """Keep the vectors of ``encoder`` in ``folder``."""
        self._encoder = encoder
        self._file = folder / f"meaning-{encoder.fingerprint[:16]}.npz"

    @property
    def fingerprint(self) -> str:
        return self._encoder.fingerprint

    def message(self, text: str) -> Scores:
        """Return the vector of what a citizen says; it is kept nowhere."""
        return self._encoder.message(text)

    def phrases(self, texts: Sequence[str]) -> Vectors:
        """Return a vector for each of a record's phrases."""
        known, keys = self._read(), [_key(text) for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if new:
            if len(new) >= MANY:
                log.warning("Đang tính ngữ nghĩa của %d cụm từ, chỉ một lần.", len(new))
            known |= zip(new, self._encoder.phrases([*new.values()]), strict=True)
            self._write(known)
        return np.stack([known[key] for key in keys])

    def _read(self) -> dict[str, Scores]:
        try:
            with np.load(self._file) as kept:
                return dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):  # none yet, or none any more
            return {}

    def _write(self, known: Mapping[str, Scores]) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        whole = self._file.with_suffix(f".{os.getpid()}.tmp")
        with whole.open("wb") as stream:
            np.savez(stream, keys=np.array([*known]), vectors=np.stack([*known.values()]))
        whole.replace(self._file)


def _key(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()
