"""Undoes typing that an input method should have turned into accents: Telex and VNI.

``giaays`` and ``giay61`` are the keys for *giấy*. A word is given back as what its keys mean only
if that is a Vietnamese syllable; whether it was meant so is for ``repair`` to decide.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.understanding.syllable import TONES, is_spelt, joined, parted

_HATS = {"a": "â", "e": "ê", "o": "ô"}
_HORNS = {"a": "ă", "o": "ơ", "u": "ư"}
_VOWELS = frozenset("aăâeêioôơuưy")
_VNI_TONES = dict(zip("12345", "sfrxj", strict=True))
_HALF = re.compile(r"ưo|uơ|uo|ie|ye")
_LONGEST = 12  # nghieengs, dduwowngf: no syllable needs more keys


@lru_cache(maxsize=16384)
def telex(word: str) -> str | None:
    """Return the syllable that ``word`` is in Telex, if it is one.

    >>> [telex(w) for w in ("giaays", "dduwowcj", "duocwjd", "tooi", "towf", "w", "visas")]
    ['giấy', 'được', 'được', 'tôi', 'tờ', 'ư', None]
    """
    return _typed(word, word) if word.isalpha() and len(word) <= _LONGEST else None


@lru_cache(maxsize=4096)
def vni(word: str) -> str | None:
    """Return the syllable that ``word`` is in VNI, if it is one.

    >>> [vni(w) for w in ("giay61", "to72", "d9u7o7c5", "ct07", "h29", "tk01")]
    ['giấy', 'tờ', 'được', None, None, None]
    """
    if not _VNI.fullmatch(word) or len(word) > _LONGEST:
        return None
    return _typed(word, "".join(_VNI_TONES.get(c, c) for c in word))


_VNI = re.compile(r"[a-z]+(?:[1-9]{1,3}[a-z]*)+")


def _typed(word: str, keys: str) -> str | None:
    bare, mark = parted(keys)
    forms = {("", mark): None}
    for key in bare:
        forms = {new: None for form in forms for new in _press(*form, key)}
    meant = ((f, tone) for form, tone in forms for f in (form, _HALF.sub(_whole, form)))
    return next((joined(f, tone) for f, tone in meant if f != word and is_spelt(f, tone)), None)


def _whole(match: re.Match[str]) -> str:
    """Return a pair of vowels with the marks that hurried people leave to the input method."""
    return {"ưo": "ươ", "uơ": "ươ", "uo": "uô", "ie": "iê", "ye": "yê"}[match[0]]


def _press(form: str, mark: str, key: str) -> Iterator[tuple[str, str]]:
    """Yield what a key can do to the letters and the tone typed so far, the likeliest first."""
    begun = any(c in _VOWELS for c in form)
    if key in TONES and begun:
        if not mark:
            yield form, TONES[key]
        return
    if key in "w78":
        yield from ((shaped, mark) for shaped in _horned(form))
    elif key in "aeo6":
        yield from ((shaped, mark) for shaped in _hatted(form, key))
    elif key in "d9" and form.startswith("d"):
        yield "đ" + form[1:], mark
    if key == "w":
        yield form + "ư", mark
    elif key.isalpha():
        yield form + key, mark


def _horned(form: str) -> Iterator[str]:
    if "uo" in form:
        yield form.replace("uo", "ươ")
    for place in range(len(form) - 1, -1, -1):
        if form[place] in _HORNS:
            yield form[:place] + _HORNS[form[place]] + form[place + 1 :]


def _hatted(form: str, key: str) -> Iterator[str]:
    for place in range(len(form) - 1, -1, -1):
        if form[place] in _HATS and key in (form[place], "6"):
            yield form[:place] + _HATS[form[place]] + form[place + 1 :]
