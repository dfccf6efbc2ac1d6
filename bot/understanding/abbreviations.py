"""Writes out what citizens shorten.

Every expansion holds whatever stands around it, with these exceptions:

* ``hk`` is *không* at the end of a clause (“được hk”) and *hộ khẩu* elsewhere or after a word
  that takes a register (“nhập hk”); ``ck`` is *chuyển khoản* after money and paying, else *chồng*;
  ``mk`` is *mật khẩu* after what one does with it, else *mình*; ``hong`` may be *hỏng* or a name,
  and is *không* only at the end of a clause or before a verb.
* a single letter after *bằng, hạng, loại, mẫu…* is a class or a form, not a person (“bằng c”).
* a token joined to a digit is a code and stays (“a1”, “8h”).
"""

import re
from dataclasses import dataclass

from bot.understanding.fold import fold
from bot.understanding.normalise import normalise
from bot.understanding.repair import repair
from bot.understanding.short_forms import EXPANSIONS

_WORD = re.compile(r"(?<![\w./@-])[^\W\d_]+(?![\w/@-]|\.\w)")
_BEFORE_A_CLASS = frozenset({"bang", "hang", "loai", "mau", "lai", "to", "khu", "lo", "khoan"})
_BEFORE_REGISTER = frozenset(
    {"so", "nhap", "tach", "chuyen", "cat", "xoa", "lam", "mat", "dang", ""}
)
_BEFORE_TRANSFER = frozenset({"phi", "tien", "toan", "bang", "nop", "dong", "qua", "hoac", "hay"})
_BEFORE_PASSWORD = frozenset({"quen", "doi", "lai", "sai", "nhap", "mat", "cap", "lay", "dat"})
_BROKEN_OR_A_NAME = frozenset({"bi", "hu", "hoa", "thi", "van", "le", "ba", "co", "mau", ""})
_CLAUSE_ENDS = re.compile(r"\s*(?:$|[?!,.;]|(?:ạ|a|ak|vậy|z|v|e|em|ad)\b)")
_A_VERB_FOLLOWS = re.compile(r"\s+(?:có|co|biết|biet|phải|phai|được|duoc|cần|can|thấy|thay)\b")


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as the engine and the catalogue read it: with its accents, and folded."""

    text: str
    folded: str


def expand(text: str) -> str:
    """Write out the abbreviations of a normalised text.

    >>> expand("cần gt j để làm cccd, thi bằng c, được hk ạ")
    'cần giấy tờ gì để làm căn cước công dân, thi bằng c, được không ạ'
    """
    return _WORD.sub(_expansion, text)


def clean(text: str) -> str:
    """Normalise a message, mend its typing and write out its abbreviations.

    >>> clean("Dky  khaisinh caanf gtờ j, mã H29.7-AB")
    'đăng ký khai sinh cần giấy tờ gì, mã H29.7-AB'
    """
    return expand(repair(normalise(text), KNOWN))


def read(text: str) -> Reading:
    """Clean and fold a message."""
    cleaned = clean(text)
    return Reading(cleaned, fold(cleaned))


def _expansion(match: re.Match[str]) -> str:
    word = match[0]
    if word not in KNOWN:
        return word
    before = match.string[: match.start()].split()
    previous = fold(before[-1]) if before else ""
    if word in _BY_NEIGHBOURS:
        return _BY_NEIGHBOURS[word](previous, match.string[match.end() :])
    if len(word) == 1 and previous in _BEFORE_A_CLASS:
        return word
    return EXPANSIONS[word]


def _hk(previous: str, rest: str) -> str:
    if previous in _BEFORE_REGISTER:
        return "hộ khẩu"
    return "không" if _CLAUSE_ENDS.match(rest) else "hộ khẩu"


def _ck(previous: str, _rest: str) -> str:
    return "chuyển khoản" if previous in _BEFORE_TRANSFER else "chồng"


def _mk(previous: str, _rest: str) -> str:
    return "mật khẩu" if previous in _BEFORE_PASSWORD else "mình"


def _hong(previous: str, rest: str) -> str:
    said_no = _CLAUSE_ENDS.match(rest) and previous not in _BROKEN_OR_A_NAME
    return "không" if said_no or _A_VERB_FOLLOWS.match(rest) else "hong"


_BY_NEIGHBOURS = {"hk": _hk, "ck": _ck, "mk": _mk, "hong": _hong}
KNOWN = frozenset({*EXPANSIONS, *_BY_NEIGHBOURS})
