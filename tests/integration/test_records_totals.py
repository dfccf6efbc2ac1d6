"""Figures come from the tables: right for any number of processes, and none ever falls."""

from math import inf

from sqlalchemy import Engine, delete

from bot.records.operations.depths import Depth, depths
from bot.records.operations.totals import SENT, STORED, SUM, TURNS, Totals
from bot.records.tables import OutboxReply, Turn
from tests.integration.records_kit import (
    LEASE,
    Clock,
    answer_all,
    claimed,
    in_threads,
    inbox_of,
    incoming,
    outbox_of,
    turn_for,
)

LONG = 1000.0  # seconds, after which everything is settled


def answered(database: Engine, clock: Clock, seconds: float, channel: str = "telegram") -> None:
    inbox = inbox_of(database, clock)
    inbox.accept(incoming(channel=channel))
    clock.skip(seconds)
    answer_all(inbox)


def test_turns_are_counted_by_outcome_and_channel_and_timed(database: Engine) -> None:
    clock = Clock()
    answered(database, clock, 0.2)
    answered(database, clock, 7)
    answered(database, clock, 0.2, "web")
    found = Totals(database, clock).read()
    assert found[TURNS, "telegram", "answered"] == 2
    assert found[TURNS, "web", "answered"] == 1
    buckets = [found[STORED, "telegram", str(bound)] for bound in (0.1, 0.25, 5.0, 10.0, inf)]
    assert buckets == [0, 1, 1, 2, 2]
    assert round(found[STORED, "telegram", SUM], 3) == 7.2


def test_what_is_sent_is_timed_from_the_citizen_s_message_on(database: Engine) -> None:
    clock = Clock()
    answered(database, clock, 1)
    outbox = outbox_of(database, clock)
    outbox.claim_outgoing("telegram", 1)
    clock.skip(3)
    outbox.delivered(1)
    found = Totals(database, clock).read()
    assert [found[SENT, "telegram", str(bound)] for bound in (2.5, 5.0, inf)] == [0, 1, 1]
    assert round(found[SENT, "telegram", SUM], 3) == 4


def test_a_turn_that_only_said_that_the_bot_is_off_is_counted_as_such(database: Engine) -> None:
    clock = Clock()
    inbox = inbox_of(database, clock)
    inbox.accept(incoming())
    inbox.finish("w", turn_for(claimed(inbox), by_notice=True))
    assert Totals(database, clock).read()[TURNS, "web", "notice"] == 1


def test_nothing_is_counted_twice_or_forgotten_as_time_goes_on(database: Engine) -> None:
    clock = Clock()
    for round_ in range(1, 5):
        answered(database, clock, 1)
        assert Totals(database, clock).read()[TURNS, "telegram", "answered"] == round_
        clock.skip(LONG)
        assert Totals(database, clock).read()[TURNS, "telegram", "answered"] == round_


def test_deleting_old_turns_takes_nothing_from_the_counters(database: Engine) -> None:
    clock = Clock()
    answered(database, clock, 1)
    clock.skip(LONG)
    before = Totals(database, clock).read()
    with database.begin() as db:
        db.execute(delete(OutboxReply))
        db.execute(delete(Turn))
    clock.skip(LONG)
    assert Totals(database, clock).read() == before


def test_processes_that_look_at_once_count_once(database: Engine) -> None:
    clock = Clock()
    for _ in range(3):
        answered(database, clock, 1)
    clock.skip(LONG)
    found = in_threads(6, lambda: Totals(database, clock).read())
    assert {look[TURNS, "telegram", "answered"] for look in found} == {3}


def test_depth_and_age_are_those_of_this_moment(database: Engine) -> None:
    clock = Clock()
    inbox, outbox = inbox_of(database, clock), outbox_of(database, clock)
    inbox.accept(incoming(channel="telegram"))
    answer_all(inbox)
    clock.skip(10)
    inbox.accept(incoming(chat="a"))
    clock.skip(20)
    inbox.accept(incoming(chat="a"))
    inbox.bury("zalo", "1", "{", "no JSON")
    clock.skip(5)
    found = depths(database, clock.now)
    assert found.inbox == (Depth("web", "waiting", 2, 25.0),)
    assert found.outbox == (Depth("telegram", "waiting", 1, 35.0),)
    assert found.letters == (Depth("zalo", "zalo", 1, 5.0),)
    assert (found.off, found.zalo_token_seconds) == (frozenset(), None)
    inbox.claim("dead", LEASE)
    clock.skip(LEASE)
    outbox.failed(1, "Undeliverable", None)
    found = depths(database, clock.now)
    assert {depth.state for depth in found.inbox} == {"expired", "waiting"}
    assert found.outbox[0].state == "failed"
