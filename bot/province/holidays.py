"""Public holidays, as `provinces/holidays.yml` lists them; a province may add days of its own."""

import datetime
from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from bot.catalogue.record import Part, Slug, Source, Text
from bot.province.mistakes import SOME


class DayOff(Part):
    """A day on which offices are closed; ``worked_on`` is the weekend day that makes up for it."""

    date: datetime.date
    name: Text
    worked_on: datetime.date | None = None


class NationalDay(DayOff):
    """A day off everywhere; ``source`` names one of the year's, the first when left out."""

    source: Slug | None = None


class OwnDay(DayOff):
    """A day off in one province alone."""

    source: Source


class Year(Part):
    """The days off of one year.

    Attributes:
        decided: whether the Government has announced them all; otherwise they are only those that
            the law itself fixes.
        sources: where the days are from, each under a name of its own.
    """

    year: Annotated[int, Field(ge=2025, le=2100)]
    decided: bool
    sources: Annotated[Mapping[Slug, Source], SOME]
    days: Annotated[tuple[NationalDay, ...], SOME]

    def source_of(self, day: NationalDay) -> Source:
        """Return where ``day`` is from."""
        first = next(iter(self.sources.values()))
        return self.sources.get(day.source or "", first)


class Holidays(Part):
    """All of the file: the source of the working week, and the years."""

    week: Source
    years: tuple[Year, ...]
