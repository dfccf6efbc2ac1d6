"""The same sentence as hurried people type it: shortened, misspelt, with accents left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from random import Random

from bot.understanding.fold import fold
from bot.understanding.short_forms import EXPANSIONS

Variant = Callable[[str, Random], str]

TONES = "\u0300\u0301\u0303\u0309\u0323"
_ALIKE = (
    ("gi", "d"), ("d", "gi"), ("r", "d"), ("d", "r"), ("gi", "r"), ("v", "d"),
    ("s", "x"), ("x", "s"), ("ch", "tr"), ("tr", "ch"), ("l", "n"), ("n", "l"),
    ("qu", "w"), ("ph", "f"), ("c", "k"), ("k", "c"), ("ngh", "ng"),
)  # fmt: skip
_ENDINGS = (("n", "ng"), ("ng", "n"), ("t", "c"), ("c", "t"), ("i", "y"), ("y", "i"))
_MERGED = {"\u0303": "\u0309", "\u0309": "\u0303"}  # the south has one of the two
_KEPT = 0.35  # of the words that could be shortened


def _short_forms() -> dict[str, list[str]]:
    forms: dict[str, list[str]] = {}
    for short, full in EXPANSIONS.items():
        forms.setdefault(full, []).append(short)
    return forms


_SHORT = _short_forms()
_LONG = re.compile(
    r"\b(?:" + "|".join(map(re.escape, sorted(_SHORT, key=len, reverse=True))) + r")\b"
)


def abbreviate(text: str, choose: Random) -> str:
    """Shorten most of what has a short form, and one other word to its consonants."""

    def shortened(found: re.Match[str]) -> str:
        return found[0] if choose.random() < _KEPT else choose.choice(_SHORT[found[0]])

    return _on_one_word(_LONG.sub(shortened, text.lower()), _consonants, choose)


def misspell(text: str, choose: Random) -> str:
    """Make one mistake, two in a long sentence."""
    for _ in range(1 + (len(text.split()) > 5)):
        text = _on_one_word(text, choose.choice(_MISTAKES), choose)
    return text


def half_stripped(text: str, choose: Random) -> str:
    """Leave out the accents of some words."""
    return " ".join(fold(word) if choose.random() < 0.5 else word for word in text.split())


def _on_one_word(text: str, change: Variant, choose: Random) -> str:
    words = text.split()
    long = [n for n, word in enumerate(words) if len(word) > 2 and word.isalpha()]
    if long:
        n = choose.choice(long)
        words[n] = change(words[n], choose)
    return " ".join(words)


def _consonants(word: str, _: Random) -> str:
    """“trường” → “trg”: the first letters and the last, without the vowels between."""
    bare = re.sub(r"[aeiouyăâêôơư]", "", unicodedata.normalize("NFD", word.lower()))
    bare = "".join(c for c in bare if c.isalpha())
    return bare if len(bare) > 1 else word


def _drop(word: str, choose: Random) -> str:
    n = choose.randrange(1, len(word))
    return word[:n] + word[n + 1 :]


def _double(word: str, choose: Random) -> str:
    n = choose.randrange(len(word))
    return word[:n] + word[n] + word[n:]


def _swap(word: str, choose: Random) -> str:
    n = choose.randrange(len(word) - 1)
    return word[:n] + word[n + 1] + word[n] + word[n + 2 :]


def _wrong_tone(word: str, choose: Random) -> str:
    wrong = choose.choice(["", *TONES])
    return _with_tones(word, lambda tone: wrong)


def _merged_tone(word: str, _: Random) -> str:
    return _with_tones(word, lambda tone: _MERGED.get(tone, tone))


def _with_tones(word: str, change: Callable[[str], str]) -> str:
    """Change the tone marks; a tone comes after the marks that make the vowel."""

    def changed(found: re.Match[str]) -> str:
        tones = "".join(change(mark) for mark in found[0] if mark in TONES)
        return "".join(mark for mark in found[0] if mark not in TONES) + tones

    letters = re.sub("[\u0300-\u036f]+", changed, unicodedata.normalize("NFD", word))
    return unicodedata.normalize("NFC", letters)


def _other_beginning(word: str, choose: Random) -> str:
    fitting = [(old, new) for old, new in _ALIKE if word.startswith(old)]
    old, new = choose.choice(fitting or [("", "")])
    return new + word.removeprefix(old)


def _other_ending(word: str, choose: Random) -> str:
    fitting = [(old, new) for old, new in _ENDINGS if word.endswith(old)]
    old, new = choose.choice(fitting or [("", "")])
    return word.removesuffix(old) + new


_MISTAKES: tuple[Variant, ...] = (
    _drop, _double, _swap, _wrong_tone, _wrong_tone, _merged_tone, _other_beginning, _other_ending,
)  # fmt: skip
