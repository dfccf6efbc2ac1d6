"""Which days offices work, and whether one is open: pure functions of a calendar and a moment.

A working day is one from Monday to Friday that is no holiday, or a weekend day that makes up for a
weekday which was given off. Whether an office is open besides, as on Saturday mornings, its own
hours say.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.catalogue.record import Source
from bot.clock import LOCAL
from bot.province.holidays import DayOff, Holidays, OwnDay
from bot.province.hours import Session
from bot.province.province import Office

SATURDAY = 5
_DAY = timedelta(days=1)
_AHEAD = 60  # days within which an office opens again, whatever holiday it is


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days offices work.

    Attributes:
        off: the days off by date.
        worked: the day it makes up for, by each weekend day that is worked.
        decided: the years whose days off are all announced.
        sources: where each day off is from.
        week: where it is from that offices work from Monday to Friday.
    """

    off: Mapping[date, DayOff] = field(default_factory=dict)
    worked: Mapping[date, date] = field(default_factory=dict)
    decided: frozenset[int] = frozenset()
    sources: Mapping[date, Source] = field(default_factory=dict)
    week: Source | None = None

    @classmethod
    def of(cls, holidays: Holidays, own: Iterable[OwnDay] = ()) -> "Calendar":
        """Put national holidays and a province's ``own`` days together."""
        national = [(day, year.source_of(day)) for year in holidays.years for day in year.days]
        days = [*national, *((day, day.source) for day in own)]
        return cls(
            off={day.date: day for day, _ in days},
            worked={worked: day.date for day, _ in days if (worked := day.worked_on)},
            decided=frozenset(year.year for year in holidays.years if year.decided),
            sources={day.date: source for day, source in days},
            week=holidays.week,
        )

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on ``day``."""
        return day in self.worked or (day.weekday() < SATURDAY and day not in self.off)

    def next_working_day(self, day: date) -> date:
        """Return the first working day after ``day``."""
        day += _DAY
        while not self.is_working_day(day):
            day += _DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """Return the working day ``count`` working days after ``day``, which itself never counts.

        Raises:
            ValueError: ``count`` is less than 1.
        """
        if count < 1:
            raise ValueError("count must be at least 1")
        for _ in range(count):
            day = self.next_working_day(day)
        return day

    def is_decided(self, day: date) -> bool:
        """Whether the days off of that year are all announced."""
        return day.year in self.decided

    def days_off(self, first: date, days: int) -> Iterator[DayOff]:
        """Yield the holidays among ``days`` days from ``first`` on."""
        for offset in range(days):
            if found := self.off.get(first + offset * _DAY):
                yield found

    def weekday(self, day: date) -> int:
        """Return whose hours hold on ``day``: a day worked in place of another has those of it."""
        return self.worked.get(day, day).weekday()


def sessions_on(office: Office, calendar: Calendar, day: date) -> tuple[Session, ...] | None:
    """Return when ``office`` is open on ``day``: never on holidays; ``None`` when not known."""
    if day in calendar.off:
        return ()
    hours = office.hours_on(day)
    return hours.sessions_on(calendar.weekday(day)) if hours else None


def is_open(office: Office, calendar: Calendar, moment: datetime) -> bool | None:
    """Whether ``office`` is open at a moment of any time zone; ``None`` when not known."""
    local = moment.astimezone(LOCAL)
    sessions = sessions_on(office, calendar, local.date())
    if sessions is None:
        return None
    return any(session.start <= local.time() < session.end for session in sessions)


def opens_next(office: Office, calendar: Calendar, moment: datetime) -> datetime | None:
    """Return when ``office`` opens after ``moment``; ``None`` when that is not known."""
    local = moment.astimezone(LOCAL)
    for offset in range(_AHEAD):
        day = local.date() + offset * _DAY
        sessions = sessions_on(office, calendar, day)
        if sessions is None:
            return None
        starts = (datetime.combine(day, session.start, LOCAL) for session in sessions)
        if later := [start for start in starts if start > local]:
            return later[0]
    return None
