"""How far reviewers agree and how good answers are, with what the figures rest on."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from bot.records.reviews.agreement import FEWEST, Agreement, agreements
from bot.records.reviews.draft import Draft
from bot.records.reviews.samples import SqlSamples
from bot.records.reviews.summary import Right, summary
from bot.records.staff.accounts import Staff
from tests.integration.records_kit import Clock
from tests.integration.review_kit import DEED, asked, hired, moved, reviewed, yesterday

RIGHT, UNMET = Draft("right"), Draft("unmet")


@pytest.fixture
def clock() -> Clock:
    return Clock()


def pairs(database: Engine, staff: Staff, clock: Clock) -> list[Agreement]:
    day = clock.now.date()
    return agreements(database, staff, day, day)


def test_kappa_is_what_the_textbook_says() -> None:
    """Cohen's own formula, by hand: 35 of 50 equal, 0.5 by chance, so (0.7 - 0.5) / 0.5."""
    counts = {("a", "a"): 20, ("a", "b"): 5, ("b", "a"): 10, ("b", "b"): 15}
    verdicts = [pair for pair, count in counts.items() for _ in range(count)]
    two = Agreement("lan", "minh", verdicts)
    assert (two.equal, two.of) == (35, 50)
    assert two.kappa == pytest.approx(0.4)


def test_where_both_always_say_the_same_there_is_no_kappa() -> None:
    assert Agreement("lan", "minh", [("right", "right")] * FEWEST).kappa is None


def test_under_ten_turns_are_too_few() -> None:
    assert Agreement("lan", "minh", [("right", "unmet")] * (FEWEST - 1)).is_too_small
    assert not Agreement("lan", "minh", [("right", "unmet")] * FEWEST).is_too_small


def test_every_two_are_compared_on_the_turns_that_both_reviewed(
    database: Engine, clock: Clock
) -> None:
    lan, minh, hoa = (hired(database, login) for login in ("lan", "minh", "hoa"))
    first, second, third = (asked(database) for _ in range(3))
    for staff, turn, said in (
        (lan, first, RIGHT),
        (minh, first, UNMET),
        (lan, second, RIGHT),
        (minh, second, RIGHT),
        (hoa, second, RIGHT),
        (hoa, third, RIGHT),
    ):
        reviewed(database, staff, turn, said, clock)
    found = {
        frozenset((two.one, two.other)): (two.equal, two.of) for two in pairs(database, lan, clock)
    }
    assert found == {
        frozenset(("lan", "minh")): (1, 2),
        frozenset(("lan", "hoa")): (1, 1),
        frozenset(("minh", "hoa")): (1, 1),
    }


def test_only_the_chosen_days_and_what_one_may_see_count(database: Engine, clock: Clock) -> None:
    lan, minh = hired(database, "lan"), hired(database, "minh", commune="phường Một")
    turn = asked(database)
    with yesterday(clock):
        for staff in (lan, minh):
            moved(database, "phường Một")
            reviewed(database, staff, turn, RIGHT, clock)
    assert pairs(database, lan, clock) == []
    clock.skip(-24 * 3600)
    assert len(pairs(database, lan, clock)) == len(pairs(database, minh, clock)) == 1
    moved(database, "phường Hai")
    assert pairs(database, minh, clock) == []


def test_the_share_right_rests_on_what_was_drawn_by_chance(database: Engine, clock: Clock) -> None:
    lan, minh = hired(database, "lan"), hired(database, "minh")
    with yesterday(clock):
        turns = [asked(database, clock=clock) for _ in range(4)]
        unmet = asked(database, outcome="unmet", clock=clock)
    looked_at = asked(database, outcome="unmet", clock=clock)
    for staff in (lan, minh):
        SqlSamples(database, clock).today(staff, DEED)
    for turn in turns:
        reviewed(database, lan, turn, UNMET if turn == turns[0] else RIGHT, clock)
    reviewed(database, minh, turns[0], RIGHT, clock)
    for turn in (unmet, looked_at):
        reviewed(database, lan, turn, RIGHT, clock)
    found = summary(database, lan, clock.now - timedelta(days=30))
    assert found.reviewed == 6
    assert found.outcomes == [Right("answered", 3, 4), Right("unmet", 1, 1)]
    assert (found.total.hits, found.total.of) == (4, 5)


def test_who_sees_no_conversation_sees_no_figures(database: Engine, clock: Clock) -> None:
    lan, far = hired(database, "lan"), hired(database, "far", commune="phường Một")
    reviewed(database, lan, asked(database), RIGHT, clock)
    assert summary(database, far, clock.now - timedelta(days=30)).reviewed == 0
    assert summary(database, lan, clock.now + timedelta(days=1)).reviewed == 0


def test_the_interval_is_wilsons() -> None:
    low, high = Right("", 8, 10).interval
    assert (low, high) == pytest.approx((49.016, 94.332), abs=0.001)
