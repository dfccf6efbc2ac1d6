"""Which of several phrases a message says: whole words, not denied and not merely asked about."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.understanding.abbreviations import clean
from bot.understanding.fold import fold

_TOKEN = re.compile(r"\w+|[^\w\s]")
# As written: “chùa” is no “chưa”.
_NO = frozenset({"không", "khong", "chưa", "chua", "chẳng", "chang"})
# What may stand between the denial and what is denied: “không phải là…”, “chưa từng…”.
_SMALL = """
ai bao be bi biet can co con cai da dam dang duoc gio he la muon phai the thay tung
"""
_BETWEEN = frozenset(_SMALL.split())
_FAR = 3
_POLITE = """
a ad anh ban chi cho da do e em ha hen nha nhe nhi oi the thi toi u vang vay z
"""
_COURTESY = frozenset(_POLITE.split())
_YES_NO = frozenset({"co", "khong", "chua", "roi", "phai"})


@dataclass(frozen=True, slots=True)
class _Words:
    """A text word by word, as written and without accents."""

    written: Sequence[str]
    folded: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Place:
    key: str
    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start

    def overlaps(self, other: "_Place") -> bool:
        return self.start < other.end and other.start < self.end


def said(text: str, phrases: Mapping[str, Collection[str]]) -> list[str]:
    """Return the keys of ``phrases`` of which ``text`` says one, in their order.

    Of phrases that overlap the longest counts. A phrase that is denied (“không có giấy”) or asked
    about (“có giấy không?”) does not; one of yes and no alone counts if it is all that is said.

    >>> said("bé ko có giấy chứng sinh", {"with": ["có giấy chứng sinh"], "without": []})
    []
    """
    words = _words(text)
    places = [p for key, some in phrases.items() for s in some for p in _places(key, s, words)]
    longest = [p for p in places if not any(_covers(other, p) for other in places)]
    meant = {p.key for p in longest if not _denied(p, words) and not _asked(p, words)}
    return [key for key in phrases if key in meant]


def within(text: str, phrases: Mapping[str, Collection[str]]) -> list[str]:
    """Return the keys of whose phrases ``text``, courtesy apart, is a part.

    >>> within("mẹ ạ", {"parent": ["Cha hoặc mẹ"], "other": ["Người thân"]})
    ['parent']
    """
    asked = [w for w in _words(text).folded if w not in _COURTESY and w.isalnum()]
    if not asked or _YES_NO.issuperset(asked):
        return []
    return [k for k, some in phrases.items() if any(_has(_words(s).folded, asked) for s in some)]


@lru_cache(maxsize=16384)
def _words(text: str) -> _Words:
    written = tuple(_TOKEN.findall(clean(text)))
    return _Words(written, tuple(map(fold, written)))


def _places(key: str, phrase: str, words: _Words) -> Iterator[_Place]:
    wanted = _words(phrase).folded
    if _YES_NO.issuperset(wanted) and not _COURTESY.union(wanted).issuperset(words.folded):
        return
    for start in _starts(words.folded, wanted):
        yield _Place(key, start, start + len(wanted))


def _starts(words: Sequence[str], wanted: Sequence[str]) -> Iterator[int]:
    size = len(wanted)
    for start in range(len(words) - size + 1 if size else 0):
        if tuple(words[start : start + size]) == tuple(wanted):
            yield start


def _has(words: Sequence[str], wanted: Sequence[str]) -> bool:
    return any(True for _ in _starts(words, wanted))


def _covers(longer: _Place, place: _Place) -> bool:
    return longer.length > place.length and longer.overlaps(place)


def _denied(place: _Place, words: _Words) -> bool:
    """Whether a “không” stands before it, with at most a few small words between."""
    for index in range(place.start - 1, max(-1, place.start - 2 - _FAR), -1):
        if words.written[index] in _NO:
            return True
        if words.folded[index] not in _BETWEEN:
            return False
    return False


def _asked(place: _Place, words: _Words) -> bool:
    """Whether a “không” that ends the clause makes a question of it."""
    rest = words.written[place.end :]
    if rest[:1] in (("hay",), ("hoặc",)):
        rest = rest[1:]
    if not rest or rest[0] not in _NO:
        return False
    return all(not word.isalnum() or fold(word) in _COURTESY for word in rest[1:2])
