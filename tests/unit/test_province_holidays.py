"""The days off that we ship, against a library that knows the Vietnamese lunar calendar.

The library is not what the program itself asks: it does not know every swap that the Government
decides, guesses what is not decided, and a day off that citizens are told must have a source.
"""

from datetime import date

import holidays
import pytest

from bot.province import PROVINCES, load_calendar, load_province, province_files
from bot.province.calendar import SATURDAY, Calendar

SWAPPED = {date(2026, 1, 2)}  # 12729/VPCP-KGVX, which the library does not have
GUESSED = {date(2027, 2, 4), date(2027, 9, 3)}  # not announced yet, so not in our list


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return load_calendar(load_province("toan-quoc"))


@pytest.fixture(scope="module")
def expected() -> set[date]:
    found = holidays.country_holidays("VN", years=(2026, 2027))
    return {day for day in found if day.weekday() < SATURDAY}


def test_every_day_off_is_one_of_the_lunar_or_the_solar_calendar(
    calendar: Calendar, expected: set[date]
) -> None:
    ours = {day for day in calendar.off if day.weekday() < SATURDAY}
    assert ours - expected == SWAPPED
    assert expected - ours == GUESSED


def test_what_is_announced_for_2026_and_not_for_2027_is_said(calendar: Calendar) -> None:
    assert calendar.is_decided(date(2026, 1, 1))
    assert not calendar.is_decided(date(2027, 1, 1))


def test_the_weekend_days_worked_in_2026_are_those_of_the_two_swaps(calendar: Calendar) -> None:
    assert calendar.worked == {
        date(2026, 1, 10): date(2026, 1, 2),
        date(2026, 8, 22): date(2026, 8, 31),
    }


def test_tet_2026_closes_offices_from_16_to_20_february(calendar: Calendar) -> None:
    assert calendar.next_working_day(date(2026, 2, 13)) == date(2026, 2, 23)


def test_every_shipped_province_can_be_used_with_the_holidays() -> None:
    names = [file.stem for file in province_files(PROVINCES)]
    assert {"toan-quoc", "thai-nguyen", "ninh-binh", "ha-tinh"} <= set(names)
    for name in names:
        assert load_calendar(load_province(name)).off
