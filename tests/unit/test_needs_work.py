"""Due dates are counted in working time, as one would on a paper calendar of 2026."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import LOCAL
from bot.needs.work import WorkingTime
from bot.province import load_calendar, load_province

WORK = WorkingTime(load_calendar(load_province("toan-quoc")))
MINUTES = st.integers(0, 500 * 24 * 60)
MOMENTS = MINUTES.map(lambda m: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=m))
HOURS = st.integers(0, 200).map(lambda quarters: timedelta(minutes=15 * quarters))


def at(said: str) -> datetime:
    """Return a moment in Việt Nam, written “2026-02-13 16:00”."""
    return datetime.fromisoformat(said).replace(tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-07-06 08:00", 2, "2026-07-06 10:00"),  # a Monday morning
        ("2026-07-06 10:30", 2, "2026-07-06 14:30"),  # over the lunch break
        ("2026-07-06 06:00", 4, "2026-07-06 11:30"),  # before the office opens
        ("2026-07-06 12:00", 1, "2026-07-06 14:30"),  # in the lunch break
        ("2026-07-06 16:00", 2, "2026-07-07 08:30"),  # over the night
        ("2026-07-10 16:30", 1, "2026-07-13 08:00"),  # over a weekend
        ("2026-07-11 10:00", 8, "2026-07-14 08:00"),  # asked on a Saturday
        ("2026-02-13 16:00", 2, "2026-02-23 08:30"),  # over Tết: 16 to 20 February are off
        ("2026-04-24 16:00", 2, "2026-04-28 08:30"),  # Hùng Vương on a Sunday, Monday instead
        ("2026-04-29 16:00", 2, "2026-05-04 08:30"),  # 30 April and 1 May, then a weekend
        ("2026-08-21 16:00", 2, "2026-08-22 08:30"),  # 22 August is a Saturday that is worked
        ("2026-08-28 16:00", 2, "2026-09-03 08:30"),  # 31 August to 2 September are off
    ],
)
def test_hours_are_counted_in_the_sessions_of_working_days(
    start: str, hours: int, end: str
) -> None:
    assert WORK.after(at(start), timedelta(hours=hours)) == at(end)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-07-06 08:00", 1, "2026-07-07 17:00"),
        ("2026-07-10 23:59", 3, "2026-07-15 17:00"),
        ("2026-02-13 10:00", 1, "2026-02-23 17:00"),  # Tết
        ("2026-12-31 10:00", 1, "2027-01-04 17:00"),  # New Year's Day is a Friday
    ],
)
def test_days_are_counted_from_the_next_working_day(start: str, days: int, end: str) -> None:
    assert WORK.days_after(at(start), days) == at(end)


@given(MOMENTS, HOURS)
def test_what_is_worked_until_the_due_time_is_just_what_was_given(
    start: datetime, work: timedelta
) -> None:
    assert WORK.between(start, WORK.after(start, work)) == work


@given(MOMENTS, HOURS, HOURS)
def test_two_stretches_of_work_end_when_the_whole_does(
    start: datetime, one: timedelta, other: timedelta
) -> None:
    assert WORK.after(WORK.after(start, one), other) == WORK.after(start, one + other)


@given(MOMENTS, HOURS.filter(bool))
def test_work_ends_while_people_work(start: datetime, work: timedelta) -> None:
    end = WORK.after(start, work)
    assert WORK.is_on(end - timedelta(minutes=1))


@given(MOMENTS, st.integers(0, 48 * 60))
def test_who_asks_later_is_never_due_earlier(start: datetime, minutes: int) -> None:
    later = start + timedelta(minutes=minutes)
    work = timedelta(hours=3)
    assert WORK.after(start, work) <= WORK.after(later, work)


@given(MOMENTS)
def test_the_time_zone_a_moment_is_written_in_changes_nothing(start: datetime) -> None:
    work = timedelta(hours=5)
    assert WORK.after(start, work) == WORK.after(start.astimezone(LOCAL), work)


def test_no_work_is_done_at_once() -> None:
    night = at("2026-07-11 23:00")
    assert WORK.after(night, timedelta()) == night
