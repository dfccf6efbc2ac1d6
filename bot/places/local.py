"""Finds districts and communes, which are named with their unit: *huyện Ba Bể*, *P.5*."""

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.places.names import Level, Unit, key, names
from bot.places.place import Place, Text, spells
from bot.understanding.fold import fold
from bot.understanding.vocabulary import vocabulary

_FULL_COMMUNE, _FULL_DISTRICT = "phuong|thi tran|dac khu|xa", "quan|huyen|thi xa|thanh pho|tp"
_COMMUNE = rf"(?:{_FULL_COMMUNE})(?=\s)|tt\.|[px]\.|p(?=\s?\d)"
_DISTRICT = rf"(?:{_FULL_DISTRICT})(?=\s)|t[px]\.|[qh]\.|q(?=\s?\d)"
_UNIT = re.compile(rf"(?<![\w.])(?:(?P<commune>{_COMMUNE})|(?P<district>{_DISTRICT}))\s*(?=\w)")
_FULL = {"p": "phường", "x": "xã", "tt": "thị trấn", "q": "quận", "h": "huyện", "tx": "thị xã",
         "tp": "thành phố"}  # fmt: skip
_ACCENTED = {"phường", "thị trấn", "đặc khu", "xã", "quận", "huyện", "thị xã", "thành phố"}
_NO_UNIT_AFTER = re.compile(r"\b(?:cap|hop tac|dia|doi|song|co|hai|chu)\s*$")  # cấp xã, cơ quan
_NEXT_WORD = re.compile(r"[\s–—-]{0,3}[^\W_]+(?:['’][^\W_]+)?")
_LONGEST_NAME = 5  # words


def local_places(text: Text) -> Iterator[Place]:
    """Yield the districts and communes, former and present ones."""
    end = 0
    for match in _UNIT.finditer(text.flat):
        unit = text.written[slice(*match.span())].strip(" .").lower()
        if match.start() < end or not _is_unit(text, unit, match.start()):
            continue
        level: Level = "commune" if match["commune"] else "district"
        place = _longest(text, (match.start(), match.end()), level, _FULL.get(unit, unit))
        if place:
            end = place.end
            yield place


def _is_unit(text: Text, unit: str, start: int) -> bool:
    """Whether a word that looks like a unit is one: not *phương*, not *cấp xã*."""
    written_out = unit in _FULL or unit in _ACCENTED or text.is_plain
    return written_out and not _NO_UNIT_AFTER.search(text.flat[:start])


def _longest(text: Text, unit_at: tuple[int, int], level: Level, unit: str) -> Place | None:
    start, begin = unit_at
    for end in _ends(text.flat, begin):
        name = text.written[begin:end]
        if level == "district" and _is_province(unit, name):
            return None
        former, present = _of_that_unit(unit, name, *_spelt(text, level, name))
        if former or present:
            doubtful = _is_doubtful(fold(unit).split()[-1], name)
            return Place(level, text.written[start:end], start, end, former, present, doubtful)
    return None


def _ends(flat: str, begin: int) -> list[int]:
    """Return where a name that starts at ``begin`` may end, the farthest first."""
    ends = [begin]
    while len(ends) <= _LONGEST_NAME and (word := _NEXT_WORD.match(flat, ends[-1])):
        ends.append(word.end())
    return ends[:0:-1]


def _is_province(unit: str, name: str) -> bool:
    found = names().present.get(("province", key(name)), ())
    return fold(unit) == "thanh pho" and any(u.unit == "thành phố" for u in found)


def _spelt(text: Text, level: Level, name: str) -> Iterator[tuple[Unit, ...]]:
    """Yield the former units of a name and the present ones, with its accents if there are any."""
    for book in (names().former, names().present):
        units = book.get((level, key(name)), ())
        yield tuple(u for u in units if text.is_plain or spells(name, u.name))


def _of_that_unit(unit: str, name: str, *found: tuple[Unit, ...]) -> list[tuple[Unit, ...]]:
    """Keep the units of that word if there are any, since people mix them up.

    A number says nothing without its word: “xã 5 ngày” is not “phường 5”.
    """
    same = [tuple(u for u in units if fold(u.unit) == fold(unit)) for units in found]
    return same if any(same) or name.isdigit() else list(found)


def _is_doubtful(unit: str, name: str) -> bool:
    """Whether ordinary words say the same: “xã biên giới”, “phuong tien dung”, “xa lang”."""
    if name != name.lower() or name.isdigit():
        return False
    words = [unit, *key(name).split()]
    pairs = set(pairwise(words))
    return not pairs.isdisjoint(vocabulary().pairs) or (name.isascii() and len(words) == 2)
