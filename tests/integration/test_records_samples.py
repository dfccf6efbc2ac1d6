"""Everybody's sample of the day: drawn once, of all outcomes, and partly that of a colleague."""

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.records.audit import audited
from bot.records.reviews.draft import Draft
from bot.records.reviews.samples import SHARED, SIZE, SqlSamples
from bot.records.staff.accounts import Staff
from tests.integration.records_kit import Clock, in_threads
from tests.integration.review_kit import DEED, asked, hired, moved, reviewed, yesterday

DAY = 24 * 3600


@pytest.fixture
def clock() -> Clock:
    return Clock()


def drawn(database: Engine, staff: Staff, clock: Clock) -> list[int]:
    return [one.turn for one in SqlSamples(database, clock).today(staff, DEED)]


def asked_yesterday(database: Engine, clock: Clock, number: int, **changes: Any) -> list[int]:
    with yesterday(clock):
        return [asked(database, clock=clock, **changes) for _ in range(number)]


def test_a_sample_is_drawn_once_and_is_the_same_when_it_is_looked_at_again(
    database: Engine, clock: Clock
) -> None:
    staff = hired(database, "lan")
    asked_yesterday(database, clock, 2 * SIZE)
    first = drawn(database, staff, clock)
    assert len(set(first)) == SIZE
    asked_yesterday(database, clock, 3)
    assert drawn(database, staff, clock) == first
    assert [done.action for done in audited(database)].count("sample drawn") == 1


def test_opened_twice_at_once_it_is_still_one_sample(database: Engine, clock: Clock) -> None:
    staff = hired(database, "lan")
    asked_yesterday(database, clock, 2 * SIZE)
    found = in_threads(4, lambda: tuple(drawn(database, staff, clock)))
    assert len(set(found)) == 1
    assert len(found[0]) == SIZE


def test_what_was_not_answered_is_in_the_sample_however_rare_it_is(
    database: Engine, clock: Clock
) -> None:
    staff = hired(database, "lan")
    asked_yesterday(database, clock, 3 * SIZE)
    for outcome in ("unmet", "clarify", "error"):
        asked_yesterday(database, clock, 1, outcome=outcome)
    sample = SqlSamples(database, clock).today(staff, DEED)
    counts = Counter(one.outcome for one in sample)
    assert counts == {"answered": SIZE - 3, "unmet": 1, "clarify": 1, "error": 1}


def test_half_of_the_sample_was_answered_where_much_was_not(database: Engine, clock: Clock) -> None:
    staff = hired(database, "lan")
    asked_yesterday(database, clock, SIZE)
    asked_yesterday(database, clock, SIZE, outcome="unmet")
    sample = SqlSamples(database, clock).today(staff, DEED)
    assert Counter(one.outcome for one in sample) == {"answered": SIZE // 2, "unmet": SIZE // 2}


def test_colleagues_share_some_turns_and_no_more_where_there_are_enough(
    database: Engine, clock: Clock
) -> None:
    lan, minh = hired(database, "lan"), hired(database, "minh")
    asked_yesterday(database, clock, 3 * SIZE)
    both = set(drawn(database, lan, clock)) & set(drawn(database, minh, clock))
    assert len(both) == SHARED


def test_colleagues_who_open_it_at_once_share_turns_too(database: Engine, clock: Clock) -> None:
    people = [hired(database, "lan"), hired(database, "minh")]
    asked_yesterday(database, clock, 3 * SIZE)
    left = list(people)
    one, other = in_threads(2, lambda: set(drawn(database, left.pop(), clock)))
    assert len(one & other) == SHARED


def test_where_there_are_few_turns_colleagues_share_them_all(
    database: Engine, clock: Clock
) -> None:
    lan, minh = hired(database, "lan"), hired(database, "minh")
    turns = asked_yesterday(database, clock, SIZE - 1)
    assert drawn(database, lan, clock) == drawn(database, minh, clock) == turns


def test_where_yesterday_has_too_few_the_days_before_help_out_and_today_never(
    database: Engine, clock: Clock
) -> None:
    staff = hired(database, "lan")
    with yesterday(clock), yesterday(clock):
        before = [asked(database, clock=clock) for _ in range(2)]
    turns = asked_yesterday(database, clock, 2)
    asked(database, clock=clock)
    assert drawn(database, staff, clock) == before + turns


def test_yesterday_ends_at_midnight_here_and_not_in_greenwich(
    database: Engine, clock: Clock
) -> None:
    staff = hired(database, "lan")
    clock.now = clock.now.replace(hour=16, minute=59)  # 23:59 in Việt Nam
    turn = asked(database, clock=clock)
    assert drawn(database, staff, clock) == []
    clock.skip(60)
    assert drawn(database, staff, clock) == [turn]


def test_nobody_gets_a_turn_twice_nor_one_they_have_reviewed(
    database: Engine, clock: Clock
) -> None:
    staff = hired(database, "lan")
    first, second = asked_yesterday(database, clock, 2)
    reviewed(database, staff, first, Draft("right"))
    assert drawn(database, staff, clock) == [second]
    clock.skip(DAY)
    assert drawn(database, staff, clock) == []


def test_only_what_one_may_see_and_where_the_bot_spoke_is_drawn(
    database: Engine, clock: Clock
) -> None:
    here = hired(database, "lan", commune="phường Một")
    asked_yesterday(database, clock, 2, chat="b", is_quiet=True)
    turns = asked_yesterday(database, clock, 2)
    assert drawn(database, here, clock) == []
    moved(database, "phường Một")
    assert drawn(database, here, clock) == turns
    moved(database, "phường Hai")
    assert drawn(database, here, clock) == []
