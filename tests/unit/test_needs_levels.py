"""The owner of a need has just the time that the province gives."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.clock import LOCAL
from bot.needs.levels import DEFAULTS, due_at, level_of, resumed, steps, warn_at
from bot.needs.work import WorkingTime
from bot.province import load_calendar, load_province
from bot.province.province import Province
from bot.province.routes import NEED_KINDS, ServiceLevel
from tests import provinces

WORK = WorkingTime(load_calendar(load_province("toan-quoc")))
MONDAY = datetime(2026, 7, 6, 9, tzinfo=LOCAL)


def served(*levels: dict[str, Any]) -> Province:
    return Province.model_validate(provinces.province(service_levels=list(levels)))


def test_every_kind_has_a_level_without_any_rule() -> None:
    assert {kind: level_of(served(), "so_tu_phap", kind) for kind in NEED_KINDS} == DEFAULTS


def test_the_narrower_rule_holds() -> None:
    province = served(
        {"days": 9},
        {"kind": "question", "days": 4},
        {"department": "so_tu_phap", "days": 3},
        {"department": "so_tu_phap", "kind": "question", "hours": 4},
    )
    assert level_of(province, "so_tu_phap", "question").hours == 4
    assert level_of(province, "so_tu_phap", "suggestion").days == 3
    assert level_of(province, "mot_cua", "question").days == 4
    assert level_of(province, "mot_cua", "suggestion").days == 9


@pytest.mark.parametrize(
    ("level", "due"),
    [
        (ServiceLevel(days=2), datetime(2026, 7, 8, 17, tzinfo=LOCAL)),
        (ServiceLevel(hours=4), datetime(2026, 7, 6, 15, tzinfo=LOCAL)),
    ],
)
def test_it_is_due_in_working_days_or_hours(level: ServiceLevel, due: datetime) -> None:
    assert due_at(WORK, MONDAY, level) == due


def test_the_owner_is_reminded_when_a_quarter_of_the_time_is_left() -> None:
    due = due_at(WORK, MONDAY, ServiceLevel(hours=4))
    assert WORK.between(warn_at(WORK, MONDAY, due), due) == timedelta(hours=1)


def test_what_waited_for_the_citizen_has_as_much_time_left_as_before() -> None:
    due = due_at(WORK, MONDAY, ServiceLevel(hours=4))
    paused, now = MONDAY + timedelta(hours=1), datetime(2026, 7, 20, 8, tzinfo=LOCAL)
    left = WORK.between(paused, due)
    assert WORK.between(now, resumed(WORK, paused, due, now)) == left


def test_what_was_overdue_stays_so() -> None:
    due = due_at(WORK, MONDAY, ServiceLevel(hours=4))
    assert resumed(WORK, due + timedelta(days=1), due, due + timedelta(days=9)) == due


def test_the_head_is_told_before_the_province() -> None:
    due = due_at(WORK, MONDAY, ServiceLevel(days=2))
    assert list(steps(due, WORK)) == [
        ("head", due),
        ("province", datetime(2026, 7, 9, 17, tzinfo=LOCAL)),
    ]
