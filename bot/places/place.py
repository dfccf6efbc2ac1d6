"""A place that a text names, and the text as it is searched for places."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from bot.places.names import Level, Unit, spelt
from bot.understanding.fold import fold


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a text names, at ``start`` to ``end``.

    Attributes:
        said: how the text has it, with its unit if that stands there.
        former: the units of that name until 30 June 2025; several if the text leaves it open.
        present: the units that are there now; where there are several, none is chosen.
        doubtful: it may be something else, and counts only within a greater place of the text.
    """

    level: Level
    said: str
    start: int
    end: int
    former: tuple[Unit, ...]
    present: tuple[Unit, ...]
    doubtful: bool = False

    @property
    def old(self) -> tuple[str, ...]:
        """Return the full former names."""
        return tuple(unit.full for unit in self.former)

    @property
    def new(self) -> tuple[str, ...]:
        """Return the full present names."""
        return tuple(unit.full for unit in self.present)


@dataclass(frozen=True, slots=True)
class Text:
    """What was written, and the same letter by letter without accents."""

    written: str
    flat: str

    @classmethod
    def of(cls, text: str) -> "Text":
        """Prepare ``text``."""
        written = unicodedata.normalize("NFC", text)
        return cls(written, "".join(map(_flat, written)))

    @property
    def is_plain(self) -> bool:
        """Whether it was typed without any accents."""
        return self.written.isascii()


@lru_cache(maxsize=4096)
def _flat(char: str) -> str:
    folded = fold(char)
    return folded if len(folded) == 1 else " "


def spells(said: str, name: str) -> bool:
    """Whether ``said`` is ``name`` with its accents.

    >>> spells("Hoà bình", "Hòa Bình"), spells("hoa binh", "Hòa Bình")
    (True, False)
    """
    return spelt(said) == spelt(name)
