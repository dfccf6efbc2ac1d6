"""A message as the classifier sees it: as written, without accents, and what it asks alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import numpy as np
from bot.understanding.abbreviations import read
from bot.understanding.aspect_words import subject

SUBJECT = "§"
FOLDED = 1  # the place of the reading without accents
_WORD = re.compile(r"\w+")
Columns = tuple[str, str, str]


def columns(text: str) -> Columns:
    """Return the readings of ``text``; « and » mark where it begins and ends.

    >>> columns("Lệ phí làm khai sinh bn ạ")
    ('« lệ phí làm khai sinh bao nhiêu ạ »', '« le phi lam khai sinh bao nhieu a »', \
'« le phi lam § bao nhieu a »')
    """
    reading = read(text)
    asked = _without_subject(reading.folded, subject(text).folded)
    return f"« {reading.text} »", f"« {reading.folded} »", f"« {asked} »"


def rows_of(texts: Iterable[str]) -> np.ndarray[Any, Any]:
    """Return the readings as the column transformer wants them."""
    return np.array([columns(text) for text in texts], dtype=object)


def _without_subject(folded: str, about: str) -> str:
    """Put one sign for each run of words that say what a message is about."""
    left, kept = about.split()[::-1], []
    for word in _WORD.findall(folded):
        if left and left[-1] == word:
            left.pop()
            word = SUBJECT
        if word != SUBJECT or kept[-1:] != [SUBJECT]:
            kept.append(word)
    return " ".join(kept)
