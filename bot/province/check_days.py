"""What must hold between days off."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.catalogue.load import Location
from bot.province.calendar import SATURDAY, Calendar
from bot.province.holidays import DayOff, Holidays

Found = Iterator[tuple[Location, str]]


def year_problems(holidays: Holidays) -> Found:
    """Yield what is wrong between the years, and between the days of each."""
    seen: set[int] = set()
    for i, year in enumerate(holidays.years):
        if year.year in seen:
            yield ("years", i, "year"), f"{year.year} stands here already"
        seen.add(year.year)
        for j, day in enumerate(year.days):
            if day.date.year != year.year:
                yield ("years", i, "days", j, "date"), f"must be in {year.year}"
            if day.source and day.source not in year.sources:
                yield ("years", i, "days", j, "source"), f"none of: {', '.join(year.sources)}"
        yield from day_problems(year.days, ("years", i, "days"))


def day_problems(
    days: Sequence[DayOff], location: Location, national: Calendar | None = None
) -> Found:
    """Yield days that are listed twice, and swaps that give or take nothing."""
    known = set(national.off) if national else set()
    off = {day.date for day in days} | known
    for i, day in enumerate(days):
        if day.date in known:
            yield (*location, i, "date"), f"{day.date} is a day off already"
        known.add(day.date)
        if day.worked_on:
            yield from _swap(day, off, (*location, i))


def _swap(day: DayOff, off: set[date], location: Location) -> Found:
    if day.date.weekday() >= SATURDAY:
        yield (*location, "date"), "a day of a weekend needs no day that makes up for it"
    if day.worked_on and (day.worked_on.weekday() < SATURDAY or day.worked_on in off):
        yield (*location, "worked_on"), "must be a day of a weekend that is no holiday"
