"""The former provinces, districts and communes, and the present units that took them over.

``units.txt`` is read when the first text is searched, in about 0.2 s.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from bot.understanding.fold import fold
from bot.understanding.normalise import normalise

FILE = Path(__file__).with_name("units.txt")  # made by scripts/build_places.py
Level = Literal["province", "district", "commune"]
_JOINTS = str.maketrans({"-": " ", "–": " ", "—": " ", "'": "", "’": ""})
UNITS = {
    "T": "tỉnh", "TP": "thành phố", "Q": "quận", "H": "huyện", "TX": "thị xã",
    "P": "phường", "X": "xã", "TT": "thị trấn", "ĐK": "đặc khu",
}  # fmt: skip


class Unit(NamedTuple):
    """One unit of the administration; ``within`` is what it lies in, the nearest first."""

    level: Level
    unit: str
    name: str
    within: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """Return the unit and its name: *xã Phúc Lộc*."""
        return f"{self.unit} {self.name}"

    @property
    def full(self) -> str:
        """Return it with all that it lies in: *xã Phúc Lộc, tỉnh Thái Nguyên*."""
        return ", ".join((self.short, *self.within))

    @property
    def province(self) -> str:
        """Return the province: *tỉnh Thái Nguyên*."""
        return (self.short, *self.within)[-1]


@dataclass(frozen=True, slots=True)
class Names:
    """All units: by level and key, and the heirs of the former ones."""

    former: dict[tuple[Level, str], list[Unit]]
    present: dict[tuple[Level, str], list[Unit]]
    heirs: dict[Unit, tuple[Unit, ...]]


def key(name: str) -> str:
    """Return a name as it is looked up.

    >>> key("Bà Rịa - Vũng Tàu"), key("B'Lao"), key("Mỹ Quí"), key("05")
    ('ba ria vung tau', 'blao', 'my quy', '5')
    """
    return " ".join(fold(word) for word in spelt(name))


def spelt(name: str) -> list[str]:
    """Return the words of a name in one spelling."""
    words = normalise(name).lower().translate(_JOINTS).split()
    return [word.lstrip("0") for word in words]


@cache
def names() -> Names:
    """Return the units of the file."""
    heirs: defaultdict[Unit, dict[Unit, None]] = defaultdict(dict)
    for province, heir, district, commune, olds in _rows():
        new = _unit("commune", commune, heir.short)
        heirs[province][heir] = heirs[district][new] = None
        for old in olds:
            heirs[_unit("commune", old, district.short, province.short)][new] = None
    present = {new: None for news in heirs.values() for new in news}
    return Names(_by_key(heirs), _by_key(present), {old: (*new,) for old, new in heirs.items()})


def _rows() -> Iterator[tuple[Unit, Unit, Unit, str, list[str]]]:
    """Yield province, its heir, district, an heir of communes there, and those communes."""
    province = heir = district = Unit("province", "", "")
    for line in FILE.read_text("utf-8").splitlines():
        if line[0] == "#":
            continue
        if " > " in line:
            province, heir = (_unit("province", half) for half in line.split(" > "))
        elif " = " in line:
            commune, _, olds = line.partition(" = ")
            yield province, heir, district, commune, [o for o in olds.split(", ") if o != "-"]
        else:
            district = _unit("district", line, province.short)


def _unit(level: Level, written: str, *within: str) -> Unit:
    unit, _, name = written.partition(" ")
    return Unit(level, UNITS[unit], name, within)


def _by_key(units: Iterable[Unit]) -> dict[tuple[Level, str], list[Unit]]:
    found = defaultdict(list)
    for unit in units:
        found[unit.level, key(unit.name)].append(unit)
    return dict(found)
