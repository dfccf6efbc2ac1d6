"""Every mistake in the hours of an office and in the holidays is told, with its line."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.catalogue.load import Problem
from bot.province.check import Known, check_folder
from tests.provinces import FIELDS, SOURCE, WEEK, holidays, hours, office, province
from tests.provinces import write_provinces as write

HTTP = "http://thainguyen.gov.vn/"
SWAP = {"date": date(2026, 1, 2), "name": "Nghỉ"}


def week(**changes: Any) -> dict[str, Any]:
    return province(offices=[office(hours=[hours(week={**WEEK, **changes})])])


def told(folder: Path) -> list[Problem]:
    return check_folder(folder, Known(FIELDS, {}))


WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "wrong date": (
        province(offices=[office(hours=[hours(valid_from="2026-02-30")])]),
        "offices.0.hours.0.valid_from",
        "valid date",
    ),
    "overlapping sessions": (
        week(monday={"morning": "07:30-12:00", "afternoon": "11:30-17:00"}),
        "offices.0.hours.0.week.monday",
        "must not start before the morning one ends",
    ),
    "session that ends before it starts": (
        week(monday={"morning": "11:30-07:30"}),
        "offices.0.hours.0.week.monday.morning",
        "must end after it starts",
    ),
    "hour that no clock shows": (
        week(monday={"morning": "07:30-25:00"}),
        "offices.0.hours.0.week.monday.morning",
        "hour must be in 0..23",
    ),
    "session in words": (
        week(monday={"morning": "cả buổi"}),
        "offices.0.hours.0.week.monday.morning",
        "07:30-11:30",
    ),
    "day without a session": (week(monday={}), "offices.0.hours.0.week.monday", "session"),
    "week without a day": (
        province(offices=[office(hours=[hours(week={})])]),
        "offices.0.hours.0.week",
        "hours: unknown",
    ),
    "seasons that overlap": (
        province(offices=[office(hours=[hours(), hours(valid_from=date(2026, 10, 16))])]),
        "offices.0.hours.1",
        "another season",
    ),
    "season that ends before it begins": (
        province(offices=[office(hours=[hours(valid_to=date(2025, 1, 1))])]),
        "offices.0.hours.0.valid_to",
        "before valid_from",
    ),
    "hours without a source": (
        province(offices=[office(hours=[{"valid_from": date(2026, 1, 1), "week": WEEK}])]),
        "offices.0.hours.0.source",
        "required",
    ),
    "address without a source": (
        province(offices=[office(address="Số 1 phố Thử")]),
        "offices.0.source",
        "must have a source",
    ),
    "office twice": (province(offices=[office(), office()]), "offices.1.id", "already"),
    "source of hours without https": (
        province(offices=[office(hours=[hours(source={**SOURCE, "url": HTTP})])]),
        "offices.0.hours.0.source.url",
        "https://",
    ),
}


@pytest.mark.parametrize(("content", "field", "message"), WRONG.values(), ids=WRONG)
def test_each_mistake_is_told_alone_with_field_and_reason(
    content: dict[str, Any], field: str, message: str, tmp_path: Path
) -> None:
    (problem,) = told(write(tmp_path, content))
    assert (problem.file.name, problem.field) == ("thai-nguyen.yml", field)
    assert message in problem.message


WRONG_DAYS: dict[str, tuple[dict[str, Any], str, str]] = {
    "twice": (holidays(SWAP, SWAP), "years.0.days.1.date", "2026-01-02 is a day off already"),
    "wrong date": (
        holidays({**SWAP, "date": "2026-02-29"}),
        "years.0.days.0.date",
        "valid date",
    ),
    "of another year": (
        holidays({**SWAP, "date": date(2027, 1, 1)}),
        "years.0.days.0.date",
        "must be in 2026",
    ),
    "made up for on a weekday": (
        holidays({**SWAP, "worked_on": date(2026, 1, 5)}),
        "years.0.days.0.worked_on",
        "weekend",
    ),
    "weekend day made up for": (
        holidays({**SWAP, "date": date(2026, 1, 3), "worked_on": date(2026, 1, 10)}),
        "years.0.days.0.date",
        "needs no day",
    ),
    "unknown source": (holidays({**SWAP, "source": "rumour"}), "years.0.days.0.source", "law"),
    "source without https": (
        holidays(SWAP, sources={"law": {**SOURCE, "url": HTTP}}),
        "years.0.sources.law.url",
        "https://",
    ),
}


@pytest.mark.parametrize(("off", "field", "message"), WRONG_DAYS.values(), ids=WRONG_DAYS)
def test_each_mistake_in_the_holidays_is_told_alone(
    off: dict[str, Any], field: str, message: str, tmp_path: Path
) -> None:
    (problem,) = told(write(tmp_path, province(), off=off))
    assert (problem.file.name, problem.field) == ("holidays.yml", field)
    assert message in problem.message


def test_a_year_stands_once_in_the_holidays(tmp_path: Path) -> None:
    off = holidays(SWAP)
    off["years"] *= 2
    (problem,) = told(write(tmp_path, off=off))
    assert problem.message == "2026 stands here already"


def test_hours_and_address_may_be_unknown(tmp_path: Path) -> None:
    assert told(write(tmp_path, province(offices=[office(hours="unknown")]))) == []


def test_a_session_is_read_however_it_is_spaced(tmp_path: Path) -> None:
    assert told(write(tmp_path, week(monday={"morning": " 7:30 – 11:30 "}))) == []
