"""Which days are worked, and when an office is open."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import LOCAL
from bot.province.calendar import Calendar, is_open, opens_next, sessions_on
from bot.province.holidays import OwnDay
from bot.province.province import Office
from tests.provinces import SOURCE, hours, loaded_holidays, office

CALENDAR = Calendar.of(loaded_holidays())  # 2/9 off, 31/8 off for Saturday 22/8
OPEN = Office.model_validate(office())
CLOSED_FOR_US = Office.model_validate(office(hours="unknown"))
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
COUNTS = st.integers(1, 40)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


def season(first: date, last: date | None = None, **changes: Any) -> Office:
    return Office.model_validate(office(hours=[hours(valid_from=first, valid_to=last, **changes)]))


@given(DAYS)
def test_the_next_working_day_is_the_first_one_after(day: date) -> None:
    found = CALENDAR.next_working_day(day)
    assert found > day
    assert CALENDAR.is_working_day(found)
    between = [day + timedelta(days=n) for n in range(1, (found - day).days)]
    assert not any(map(CALENDAR.is_working_day, between))


@given(DAYS, COUNTS, COUNTS)
def test_working_days_add_up_whichever_way_they_are_added(day: date, one: int, other: int) -> None:
    in_steps = CALENDAR.add_working_days(CALENDAR.add_working_days(day, one), other)
    assert in_steps == CALENDAR.add_working_days(day, one + other)


@given(DAYS, COUNTS)
def test_as_many_days_are_worked_until_a_due_date_as_were_added(day: date, count: int) -> None:
    due = CALENDAR.add_working_days(day, count)
    days = [day + timedelta(days=n) for n in range(1, (due - day).days + 1)]
    assert sum(map(CALENDAR.is_working_day, days)) == count


@pytest.mark.parametrize("count", [0, -1])
def test_no_day_or_fewer_cannot_be_added(count: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        CALENDAR.add_working_days(date(2026, 1, 1), count)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 9, 1), True),
        (date(2026, 9, 2), False),
        (date(2026, 8, 31), False),
        (date(2026, 8, 22), True),
        (date(2026, 8, 29), False),
        (date(2026, 8, 30), False),
    ],
)
def test_holidays_and_weekends_are_off_and_swapped_days_are_worked(day: date, works: bool) -> None:
    assert CALENDAR.is_working_day(day) is works


def test_a_due_date_passes_over_weekend_swap_and_holiday() -> None:
    assert CALENDAR.add_working_days(date(2026, 8, 28), 2) == date(2026, 9, 3)


def test_a_province_adds_days_of_its_own() -> None:
    own = OwnDay.model_validate({"date": date(2026, 3, 3), "name": "Hội", "source": SOURCE})
    calendar = Calendar.of(loaded_holidays(), [own])
    assert not calendar.is_working_day(own.date)
    assert [day.name for day in calendar.days_off(date(2026, 3, 1), 7)] == ["Hội"]
    assert calendar.sources[own.date].title == SOURCE["title"]


def test_only_years_that_are_announced_are_decided() -> None:
    assert CALENDAR.is_decided(date(2026, 5, 5))
    assert not CALENDAR.is_decided(date(2027, 5, 5))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-08-24T07:29", False),
        ("2026-08-24T07:30", True),
        ("2026-08-24T11:29:59", True),
        ("2026-08-24T11:30", False),
        ("2026-08-24T13:00", True),
        ("2026-08-24T17:00", False),
        ("2026-08-29T08:00", True),  # Saturday morning, as announced
        ("2026-08-29T14:00", False),
        ("2026-08-22T14:00", True),  # worked in place of Monday 31 August, with its hours
        ("2026-08-31T08:00", False),
        ("2026-09-02T08:00", False),
    ],
)
def test_an_office_is_open_in_its_sessions(moment: str, expected: bool) -> None:
    assert is_open(OPEN, CALENDAR, at(moment)) is expected


def test_the_time_zone_of_the_question_does_not_matter() -> None:
    moment = at("2026-08-24T07:30")
    assert is_open(OPEN, CALENDAR, moment.astimezone(ZoneInfo("UTC")))
    assert opens_next(OPEN, CALENDAR, moment.astimezone(ZoneInfo("UTC"))) == at("2026-08-24T13:00")


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-08-24T06:00", "2026-08-24T07:30"),
        ("2026-08-24T12:00", "2026-08-24T13:00"),
        ("2026-08-24T17:00", "2026-08-25T07:30"),
        ("2026-08-29T12:00", "2026-09-01T07:30"),  # over Sunday and the swapped Monday
        ("2026-09-01T18:00", "2026-09-03T07:30"),
    ],
)
def test_an_office_opens_next_after_nights_weekends_and_holidays(
    moment: str, expected: str
) -> None:
    assert opens_next(OPEN, CALENDAR, at(moment)) == at(expected)


@given(st.dates(date(2026, 1, 1), date(2026, 12, 1)), st.times())
def test_when_it_opens_next_it_is_open_and_was_closed_just_before(day: date, clock: time) -> None:
    moment = datetime.combine(day, clock, LOCAL)
    found = opens_next(OPEN, CALENDAR, moment)
    assert found
    assert found > moment
    assert is_open(OPEN, CALENDAR, found)
    assert not is_open(OPEN, CALENDAR, found - timedelta(microseconds=1))


def test_unknown_hours_are_neither_open_nor_closed() -> None:
    moment = at("2026-08-24T08:00")
    assert is_open(CLOSED_FOR_US, CALENDAR, moment) is None
    assert opens_next(CLOSED_FOR_US, CALENDAR, moment) is None
    assert sessions_on(CLOSED_FOR_US, CALENDAR, moment.date()) is None


def test_a_holiday_is_closed_even_where_hours_are_unknown() -> None:
    assert is_open(CLOSED_FOR_US, CALENDAR, at("2026-09-02T08:00")) is False


def test_hours_hold_in_their_season_only() -> None:
    summer = season(date(2026, 4, 16), date(2026, 10, 15))
    assert summer.hours_on(date(2026, 4, 15)) is None
    assert summer.hours_on(date(2026, 4, 16))
    assert summer.hours_on(date(2026, 10, 15))
    assert summer.hours_on(date(2026, 10, 16)) is None
    assert opens_next(summer, CALENDAR, at("2026-10-15T18:00")) is None


def test_an_office_that_opens_on_no_coming_day_opens_never() -> None:
    sundays = season(date(2026, 1, 1), week={"sunday": {"morning": "08:00-09:00"}})
    sunday_off = Calendar.of(
        loaded_holidays(
            *({"date": date(2026, 1, 4) + timedelta(weeks=n), "name": "Lễ"} for n in range(20))
        )
    )
    assert opens_next(sundays, sunday_off, at("2026-01-01T08:00")) is None


def test_sessions_are_times_of_the_day() -> None:
    sessions = sessions_on(OPEN, CALENDAR, date(2026, 8, 24))
    assert sessions
    assert (sessions[0].start, sessions[1].end) == (time(7, 30), time(17, 0))
