"""What people and offices of this domain write, and the keys with which it is typed."""

import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.understanding.normalise import normalise
from bot.understanding.syllable import TONES, is_syllable, parted

ROOT = Path(__file__).parents[2]
TELEX = dict(zip("ăâêôơưđ", ["aw", "aa", "ee", "oo", "ow", "uw", "dd"], strict=True))
VNI = dict(zip("ăâêôơưđ", ["a8", "a6", "e6", "o6", "o7", "u7", "d9"], strict=True))
TELEX_TONES = {mark: key for key, mark in TONES.items()}
VNI_TONES = {mark: digit for (_, mark), digit in zip(TONES.items(), "12345", strict=True)}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str) and "http" not in value:
        yield from (line.removeprefix("- ") for line in value.splitlines())


@cache
def phrases() -> list[str]:
    """Return all that the catalogue and the training sentences say, normalised."""
    files = [*ROOT.glob("procedures/*/*.yml"), *ROOT.glob("data/nlu/*.yml")]
    read = (yaml.safe_load(file.read_text("utf-8")) for file in sorted(files))
    return sorted({normalise(text) for text in _texts(list(read)) if not text.isascii()})


@cache
def sentences() -> list[list[str]]:
    """Return the words of the phrases that are made of Vietnamese syllables only."""
    split = (phrase.split() for phrase in phrases())
    return [words for words in split if len(words) > 3 and all(map(is_syllable, words))]


def typed_in_telex(word: str, tone_last: bool) -> str:
    """Return the keys of a syllable, its tone after its vowel or at the end."""
    return _keys(word, TELEX, TELEX_TONES, tone_last)


def typed_in_vni(word: str, tone_last: bool) -> str:
    """Return the keys of a syllable, its tone after its vowel or at the end."""
    return _keys(word, VNI, VNI_TONES, tone_last)


def _keys(word: str, shapes: dict[str, str], tones: dict[str, str], tone_last: bool) -> str:
    if tone_last:
        bare, mark = parted(word)
        return "".join(shapes.get(c, c) for c in bare) + tones.get(mark, "")
    composed = unicodedata.normalize("NFC", word)
    return "".join(_keys(char, shapes, tones, True) for char in composed)
