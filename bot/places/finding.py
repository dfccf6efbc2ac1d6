"""Finds the places that a text names, whether they still exist or not."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.places.local import local_places
from bot.places.names import Level, Unit, names
from bot.places.place import Place, Text
from bot.places.provinces import provinces

_HEIGHT: dict[Level, int] = {"commune": 0, "district": 1, "province": 2}


def places(text: str) -> tuple[Place, ...]:
    """Return the provinces that ``text`` names, and districts and communes named with their unit.

    >>> [(p.old, p.new) for p in places("giấy tờ ở Bắc Kạn")]
    [(('tỉnh Bắc Kạn',), ('tỉnh Thái Nguyên',))]
    """
    searched = Text.of(text)
    found = [*local_places(searched)]
    taken = [range(place.start, place.end) for place in found if not place.doubtful]
    found += (p for p in provinces(searched) if not any(p.end - 1 in t for t in taken))
    found.sort(key=lambda place: place.start)
    narrowed = (_narrowed(place, found) for place in found)
    return tuple(place for place in narrowed if place)


def within(place: Place, province: str) -> Place:
    """Return ``place`` as it is meant in ``province``, given by its present name, if it lies there.

    >>> [unit.full for unit in within(places("phường Trưng Vương")[0], "tỉnh Thái Nguyên").former]
    ['phường Trưng Vương, thành phố Thái Nguyên, tỉnh Thái Nguyên']
    """
    former = _within(place.former, [{province}])
    if not former or former == place.former:
        return place
    return replace(place, former=former, present=tuple(dict.fromkeys(_heirs(former))))


def without_places(text: str) -> str:
    """Return ``text`` without the places that it names.

    >>> without_places("phường Gia Sàng mấy giờ mở cửa")
    '  mấy giờ mở cửa'
    """
    text = unicodedata.normalize("NFC", text)
    for place in reversed(places(text)):
        text = f"{text[: place.start]} {text[place.end :]}"
    return text


def _narrowed(place: Place, found: Sequence[Place]) -> Place | None:
    """Leave out the units that do not lie in the greater places of the text."""
    greater = [p for p in found if _HEIGHT[p.level] > _HEIGHT[place.level]]
    around = [{u.short for u in (*p.former, *p.present, *_heirs(p.former))} for p in greater]
    former, present = _within(place.former, around), _within(place.present, around)
    if place.doubtful and not (greater and (former or present)):
        return None
    if not (former or present):
        former, present = place.former, place.present
    heirs = dict.fromkeys((*_heirs(former), *present))
    return replace(place, former=former, present=tuple(heirs), doubtful=False)


def _within(units: Sequence[Unit], around: Iterable[set[str]]) -> tuple[Unit, ...]:
    return tuple(u for u in units if all(place & _surroundings(u) for place in around))


def _surroundings(unit: Unit) -> set[str]:
    return {*unit.within, *(heir.province for heir in names().heirs.get(unit, ()))}


def _heirs(units: Iterable[Unit]) -> tuple[Unit, ...]:
    return tuple(heir for unit in units for heir in names().heirs[unit])
