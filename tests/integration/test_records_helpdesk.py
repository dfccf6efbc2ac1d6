"""When a person can be asked for, and the place of who waits."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.clock import LOCAL
from bot.province.duty import Duty, read_sessions
from bot.records.takeover.handoffs import Target
from bot.records.takeover.helpdesk import SqlHelpdesk
from tests.integration.handoff_kit import DEED, Desk

FRIDAY = datetime(2026, 11, 20, 9, tzinfo=LOCAL)
EVENING = datetime(2026, 11, 20, 19, tzinfo=LOCAL)
MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=LOCAL)


@pytest.fixture
def desk(database: Engine) -> Desk:
    return Desk(database)


def helpdesk(desk: Desk) -> SqlHelpdesk:
    return SqlHelpdesk(desk.database, Duty(read_sessions("07:30-11:30 13:30-17:00")))


@pytest.mark.parametrize("role", ["helpdesk", "officer"])
def test_with_somebody_to_talk_the_desk_is_open_in_its_hours(desk: Desk, role: str) -> None:
    desk.staff(roles=["analyst", role])
    assert helpdesk(desk).is_open(FRIDAY)
    assert not helpdesk(desk).is_open(EVENING)
    assert helpdesk(desk).opens_next(EVENING) == MONDAY


@pytest.mark.parametrize("changes", [{"roles": ["admin"]}, {"disabled_at": FRIDAY}])
def test_without_anybody_to_talk_there_is_no_desk(desk: Desk, changes: dict[str, Any]) -> None:
    desk.staff(**changes)
    assert not helpdesk(desk).is_open(FRIDAY)
    assert helpdesk(desk).opens_next(EVENING) is None


def test_places_are_counted_in_each_queue_by_itself(desk: Desk) -> None:
    lan, talks = desk.staff(), []
    for chat in "abcd":
        talks.append(desk.asks(chat))
        desk.clock.skip(1)
    desk.handoffs.claim(lan, talks[1], DEED)
    desk.handoffs.hand_over(lan, talks[1], Target(department="ho_tich"), "")
    desk.handoffs.claim(lan, talks[0], DEED)
    found = helpdesk(desk)
    assert [found.place(talk) for talk in talks] == [None, 1, 1, 2]
    assert found.waiting() == 2
    assert found.place("nobody") is None
