"""Working time: the morning and afternoon sessions of working days, in Việt Nam's own time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.clock import LOCAL
from bot.province.calendar import Calendar
from bot.province.hours import Session

NONE = timedelta()
STANDARD = (
    Session(start=time(7, 30), end=time(11, 30)),
    Session(start=time(13, 30), end=time(17)),
)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when people work without a break; both with their time zone."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """When a department works: all its working days have the same ``sessions``, in their order."""

    calendar: Calendar
    sessions: Sequence[Session] = STANDARD

    def spans(self, start: datetime) -> Iterator[Span]:
        """Yield what is left of the sessions from ``start`` on, without end."""
        for day in self._days(start):
            for session in self.sessions:
                span = Span(_moment(day, session.start), _moment(day, session.end))
                if span.end > start:
                    yield Span(max(span.start, start.astimezone(UTC)), span.end)

    def after(self, start: datetime, work: timedelta) -> datetime:
        """Return the moment at which ``work`` has been worked since ``start``, in UTC.

        No work at all is done at once, also at night.
        """
        left = work
        for span in self.spans(start):
            if left <= NONE:
                break
            if span.length >= left:
                return span.start + left
            left -= span.length
        return start.astimezone(UTC)

    def days_after(self, start: datetime, days: int) -> datetime:
        """Return the end of the last session ``days`` working days after the day of ``start``.

        That day itself never counts, as the law counts time limits by days.

        Raises:
            ValueError: ``days`` is less than 1.
        """
        local = start.astimezone(LOCAL).date()
        return _moment(self.calendar.add_working_days(local, days), self.sessions[-1].end)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return how much of the time from ``start`` to ``end`` was working time."""
        worked = NONE
        for span in self.spans(start):
            if span.start >= end:
                break
            worked += min(span.end, end) - span.start
        return worked

    def is_on(self, moment: datetime) -> bool:
        """Whether people work at ``moment``."""
        return next(self.spans(moment)).start <= moment

    def _days(self, start: datetime) -> Iterator[date]:
        day = start.astimezone(LOCAL).date()
        while True:
            if self.calendar.is_working_day(day):
                yield day
            day += _DAY


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, LOCAL).astimezone(UTC)
