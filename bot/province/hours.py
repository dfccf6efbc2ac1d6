"""Working hours as an office announces them: by weekday, in a morning and an afternoon session."""

import re
from collections.abc import Iterator
from datetime import date, time
from typing import Any, Self

from pydantic import model_validator

from bot.catalogue.record import Part, Source
from bot.province.mistakes import mistake

_SESSION = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")


class Session(Part):
    """From when to when people are served without a break; written “07:30-11:30”."""

    start: time
    end: time

    @model_validator(mode="before")
    @classmethod
    def _read(cls, written: Any) -> Any:
        if isinstance(written, dict):
            return written
        found = _SESSION.fullmatch(str(written).strip())
        if not found:
            raise mistake("must be written as 07:30-11:30")
        hour, minute, end_hour, end_minute = map(int, found.groups())
        return {"start": time(hour, minute), "end": time(end_hour, end_minute)}

    @model_validator(mode="after")
    def _ends_after_its_start(self) -> Self:
        if self.start >= self.end:
            raise mistake("must end after it starts")
        return self

    def __str__(self) -> str:
        """As citizens read it."""
        return f"{self.start:%H:%M}–{self.end:%H:%M}"


class Day(Part):
    """The sessions of one day; at least one of them is held."""

    morning: Session | None = None
    afternoon: Session | None = None

    @model_validator(mode="after")
    def _one_after_the_other(self) -> Self:
        if not self.sessions:
            raise mistake("must have a morning or an afternoon session")
        if self.morning and self.afternoon and self.morning.end > self.afternoon.start:
            raise mistake("the afternoon session must not start before the morning one ends")
        return self

    @property
    def sessions(self) -> tuple[Session, ...]:
        """The sessions in their order."""
        return tuple(session for session in (self.morning, self.afternoon) if session)


class Week(Part):
    """The days on which an office is open; one that is left out is a day off."""

    monday: Day | None = None
    tuesday: Day | None = None
    wednesday: Day | None = None
    thursday: Day | None = None
    friday: Day | None = None
    saturday: Day | None = None
    sunday: Day | None = None

    @model_validator(mode="after")
    def _not_always_closed(self) -> Self:
        if not any(self.days):
            raise mistake("must have a day on which it is open; otherwise write hours: unknown")
        return self

    @property
    def days(self) -> tuple[Day | None, ...]:
        """The seven days from Monday on, as `date.weekday` counts them."""
        first = (self.monday, self.tuesday, self.wednesday, self.thursday, self.friday)
        return (*first, self.saturday, self.sunday)


class Hours(Part):
    """The hours of one season. Provinces announce summer and winter hours year by year."""

    valid_from: date
    valid_to: date | None = None
    week: Week
    source: Source

    def holds_on(self, day: date) -> bool:
        """Whether ``day`` lies in the season."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def sessions_on(self, weekday: int) -> tuple[Session, ...]:
        """Return the sessions of a weekday, 0 for Monday; none on a day off."""
        day = self.week.days[weekday]
        return day.sessions if day else ()


def overlapping(seasons: tuple[Hours, ...]) -> Iterator[int]:
    """Yield which of ``seasons`` begin before an earlier one of the list has ended."""
    for index, season in enumerate(seasons):
        for other in seasons[:index]:
            if season.holds_on(other.valid_from) or other.holds_on(season.valid_from):
                yield index
                break
