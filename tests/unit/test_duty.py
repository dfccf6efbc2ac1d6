"""When somebody is on duty: sessions of working days, with breaks and holidays."""

from datetime import datetime

import pytest

from bot.clock import LOCAL
from bot.errors import SettingsInvalid
from bot.province import load_calendar, load_province
from bot.province.duty import Duty, read_sessions

DUTY = Duty(read_sessions("07:30-11:30 13:30-17:00"), load_calendar(load_province("toan-quoc")))


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("moment", "is_on"),
    [
        ("2026-11-20T07:29", False),
        ("2026-11-20T07:30", True),
        ("2026-11-20T11:29", True),
        ("2026-11-20T11:30", False),
        ("2026-11-20T13:00", False),
        ("2026-11-20T13:30", True),
        ("2026-11-20T17:00", False),
        ("2026-11-21T09:00", False),
        ("2026-04-30T09:00", False),
        ("2026-02-17T09:00", False),
        ("2026-08-31T09:00", False),
        ("2026-08-22T09:00", True),
    ],
    ids=[
        "before",
        "begin",
        "morning",
        "lunch begins",
        "lunch",
        "afternoon",
        "end",
        "Saturday",
        "30 April",
        "Tết",
        "swapped away",
        "Saturday worked instead",
    ],
)
def test_somebody_is_on_duty_in_the_sessions_of_working_days(moment: str, is_on: bool) -> None:
    assert DUTY.is_on(at(moment)) is is_on


@pytest.mark.parametrize(
    ("moment", "begins"),
    [
        ("2026-11-20T06:00", "2026-11-20T07:30"),
        ("2026-11-20T11:45", "2026-11-20T13:30"),
        ("2026-11-20T17:00", "2026-11-23T07:30"),
        ("2026-04-29T18:00", "2026-05-04T07:30"),
        ("2026-02-15T09:00", "2026-02-23T07:30"),
        ("2026-08-21T18:00", "2026-08-22T07:30"),
    ],
    ids=["morning", "lunch", "weekend", "30 April and 1 May", "Tết", "Saturday worked instead"],
)
def test_the_next_session_is_found_beyond_breaks_and_holidays(moment: str, begins: str) -> None:
    assert DUTY.begins_next(at(moment)) == at(begins)


def test_without_sessions_there_is_no_desk() -> None:
    none = Duty(read_sessions(""))
    assert not none.is_on(at("2026-11-20T09:00"))
    assert none.begins_next(at("2026-11-20T09:00")) is None


@pytest.mark.parametrize(
    "written", ["sáng", "7h30-11h30", "11:30-07:30", "25:00-26:00", "13:30-17:00 07:30-11:30"]
)
def test_hours_that_cannot_be_read_are_refused_in_a_sentence(written: str) -> None:
    with pytest.raises(SettingsInvalid, match="MOTCUA_HELPDESK_HOURS phải ghi"):
        read_sessions(written)
