"""Mends words that were typed without an input method (Telex, VNI) or without spaces.

Only what is no Vietnamese syllable, no known short form and no known foreign word is touched, and
never what looks like a code: a word that begins with a digit, holds a zero, or is joined to
other characters by ``. / @ -``.
"""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from bot.understanding.foreign_words import ENGLISH, HERE
from bot.understanding.spaces import spaced
from bot.understanding.syllable import is_syllable
from bot.understanding.telex import telex, vni
from bot.understanding.vocabulary import vocabulary

_WORD = re.compile(r"(?<![\w./@-])[^\W\d_][^\W_]*(?![\w/@-]|\.\w|,\d)")
_SHAPED = re.compile(r"aa|ee|oo|[aou]w|^dd")  # keys that only Telex has
_DIGITS = "123456789"  # with a zero it is a number
_VNI_SHAPED = re.compile(r"\d[^\W\d_]|[6-9]")
_MANY = 2  # words that are surely VNI; then a noun with a digit is one with a tone
_SHORT_VNI = frozenset({"a5", "y1", "o6", "o73", "u72"})
# Before these a number is a number, even when it is joined: “khu2”, “ngay5”.
_NOUNS = """
ap ban bang can cap con dieu diem doan duong hang hem ho hop khoan khoi khu kho lan lau lo loai
lop mau muc nam ngach ngay ngo nha nhom o phan phong phuong quan quy quyen so tang thang thon thua
tiet to toa trang tuan vung xa xe xom
"""
_NUMBERED = frozenset(_NOUNS.split())


def repair(text: str, known: Collection[str] = ()) -> str:
    """Mend the words of a normalised text, except the short forms in ``known``.

    >>> repair("toi muoons lamf giaays khaisinh"), repair("giay61 to72, ct07 h29 a1")
    ('toi muốn làm giấy khai sinh', 'giấy tờ, ct07 h29 a1')
    """
    words = [w for w in _WORD.findall(text) if not _stays(w) and w not in known]
    if not words:
        return text
    in_telex = any(_is_surely_telex(w) for w in words)
    in_vni = _evidence_of_vni(words)

    def mended(match: re.Match[str]) -> str:
        word = match[0]
        return word if word in known else _mended(word, in_telex, in_vni)

    return _WORD.sub(mended, text)


@lru_cache(maxsize=16384)
def _mended(word: str, in_telex: bool, in_vni: int) -> str:
    if _stays(word):
        return word
    if not word.isalpha():
        return (_meant_in_vni(word, in_vni) if in_vni else None) or word
    if in_telex or _is_surely_telex(word):
        meant = telex(word)
        if meant:
            return meant
    return word if word in ENGLISH else spaced(word)


@lru_cache(maxsize=16384)
def _stays(word: str) -> bool:
    return len(word) < 2 or is_syllable(word) or word in HERE or word in vocabulary().others


@lru_cache(maxsize=16384)
def _is_surely_telex(word: str) -> bool:
    if not word.isalpha() or word in ENGLISH:
        return False
    meant = telex(word)
    return meant is not None and (meant in vocabulary().written or bool(_SHAPED.search(word)))


def _evidence_of_vni(words: Sequence[str]) -> int:
    """Count what is VNI; two words that may be, “thu3 tuc5”, count as one that is."""
    sure, perhaps = sum(map(_is_surely_vni, words)), sum(map(_may_be_vni, words))
    return min(sure + perhaps // 2, _MANY)


@lru_cache(maxsize=16384)
def _may_be_vni(word: str) -> bool:
    if word.isalpha() or len(word) < 4 or _VNI_SHAPED.search(word):
        return False
    return _meant_in_vni(word, 1) in vocabulary().written


@lru_cache(maxsize=16384)
def _is_surely_vni(word: str) -> bool:
    if word.isalpha() or word.lower().rstrip(_DIGITS) in _NUMBERED:
        return False
    return bool(_VNI_SHAPED.search(word)) and _meant_in_vni(word, 1) in vocabulary().written


def _meant_in_vni(word: str, evidence: int) -> str | None:
    """Return what a word with digits is in VNI; of one that may hold a number only if many are."""
    lower = word.lower()
    letters = lower.rstrip(_DIGITS)
    if len(letters) < 2 and lower not in _SHORT_VNI:
        return None
    may_be_a_number = len(lower) == len(letters) + 1 and (letters in _NUMBERED or len(letters) < 2)
    meant = vni(lower)
    if may_be_a_number and (evidence < _MANY or meant not in vocabulary().written):
        return None
    return meant
