"""The records in the order in which lists show them, and a tag that changes whenever they do."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from bot.catalogue.catalogue import Catalogue
from bot.catalogue.freshness import Rules
from bot.catalogue.record import Procedure
from bot.understanding.fold import fold

LONGEST_QUERY = 300  # a question; what is longer is no search
_CODE = re.compile(r"(?<![\d.])\d\.\d{6}(?!\d)")


@dataclass(frozen=True, slots=True)
class Topic:
    """A field of the catalogue and how many records it has."""

    id: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that a search found, and how probable it is that it is the one meant, 0…1."""

    procedure: Procedure
    chance: float


class Listing:
    """One state of the catalogue. Made once for it, so that a request costs next to nothing."""

    def __init__(self, catalogue: Catalogue) -> None:
        """List the records of ``catalogue``."""
        self.catalogue = catalogue

    @cached_property
    def procedures(self) -> tuple[Procedure, ...]:
        """Every record, by field, topic and name."""
        return tuple(sorted(self.catalogue.all(), key=self._place))

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """The fields that have records, in their order."""
        counts = Counter(p.field for p in self.procedures)
        return tuple(Topic(field, self.name_of(field), n) for field, n in counts.items())

    @cached_property
    def tag(self) -> str:
        """Changes with every record, the day it was checked, and the laws that were replaced."""
        records = (f"{p.code} {p.version} {p.checked}" for p in self.procedures)
        laws = (f"{number} {new}" for number, new in sorted(self.rules.replaced.items()))
        names = (f"{field} {name}" for field, name in self.catalogue.fields.items())
        return sha256("\n".join([*records, *laws, *names]).encode()).hexdigest()

    def of_field(self, field: str) -> list[Procedure]:
        """Return the records of one field."""
        return [p for p in self.procedures if p.field == field]

    @property
    def rules(self) -> Rules:
        """What records are held against."""
        return self.catalogue.rules

    def get(self, code: str) -> Procedure | None:
        """Return the record of ``code``, if there is one."""
        return self.catalogue.get(code)

    def name_of(self, field: str) -> str:
        """Return the name of a field as citizens read it."""
        return self.catalogue.fields.get(field, field)

    def search(self, text: str) -> tuple[Hit, ...]:
        """Return what ``text`` may mean, likeliest first; a code in it means its record."""
        query = text[:LONGEST_QUERY]
        named = dict.fromkeys(filter(self.get, _CODE.findall(query)))
        if named:
            return tuple(Hit(p, 1.0) for p in map(self.get, named) if p)
        matches = self.catalogue.find(query).matches
        return tuple(Hit(match.procedure, match.chance) for match in matches)

    def _place(self, procedure: Procedure) -> tuple[int, str, str, str]:
        place = self._order.get(procedure.field, len(self._order))
        return place, fold(procedure.topic or ""), fold(procedure.name), procedure.code

    @cached_property
    def _order(self) -> dict[str, int]:
        return {field: number for number, field in enumerate(self.catalogue.fields)}


class LiveListing:
    """The listing of a catalogue that may be another one tomorrow."""

    def __init__(self, catalogue: Callable[[], Catalogue]) -> None:
        """``catalogue`` tells which one it is now."""
        self._catalogue = catalogue
        self._made: Listing | None = None

    def __call__(self) -> Listing:
        """Return the listing of the catalogue as it is now."""
        catalogue, made = self._catalogue(), self._made
        if made is None or made.catalogue is not catalogue:
            made = self._made = Listing(catalogue)
        return made
