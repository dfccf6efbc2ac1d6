"""What is stuck is found, and mended by hand with who, when and why."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot.errors import MotcuaError
from bot.records.audit import Deed, audited
from bot.records.messages.mending import Mending
from bot.records.messages.stuck import Query, State, stuck
from bot.records.messages.way import way
from bot.records.tables import DeadLetter, InboxMessage, OutboxReply, Turn
from bot.reply import NeedDraft, Reply, TextBlock
from tests.integration.records_kit import (
    LEASE,
    Clock,
    answer_all,
    claimed,
    inbox_of,
    incoming,
    outbox_of,
    rows,
    turn_for,
)

LAN = Deed("lan", "bà con gọi hỏi")
FAILED = Reply(outcome="error", blocks=(TextBlock(text="trục trặc"),))
MINUTE = 60.0


@pytest.fixture
def clock() -> Clock:
    return Clock()


def found(database: Engine, clock: Clock, **more: Any) -> list[tuple[str, str]]:
    return [(one.id, one.state) for one in stuck(database, Query(clock.now, **more))]


def mending(database: Engine, clock: Clock) -> Mending:
    return Mending(database, clock)


def test_only_what_waits_too_long_is_stuck(database: Engine, clock: Clock) -> None:
    inbox_of(database, clock).accept(incoming())
    assert found(database, clock) == []
    clock.skip(MINUTE)
    assert found(database, clock) == [("m1", "waiting")]


def test_what_a_worker_holds_and_what_a_dead_one_held_are_told_apart(
    database: Engine, clock: Clock
) -> None:
    inbox = inbox_of(database, clock)
    inbox.accept(incoming(chat="a"))
    clock.skip(2 * MINUTE)
    inbox.claim("w", LEASE)
    assert found(database, clock) == [("m1", "leased")]
    clock.skip(LEASE)
    assert found(database, clock) == [("m1", "expired")]


def test_what_went_wrong_is_shown_without_a_word_of_what_was_said(
    database: Engine, clock: Clock
) -> None:
    inbox = inbox_of(database, clock)
    inbox.accept(incoming("chuyện riêng của bà Năm"))
    inbox.finish("w", turn_for(claimed(inbox), reply=FAILED, fault="k7m4p2 ValueError"))
    inbox.bury("zalo", "9", "{chuyện riêng", "unreadable: no sender")
    shown = stuck(database, Query(clock.now))
    assert [(one.id, one.state, one.why) for one in shown] == [
        ("m1", "error", "k7m4p2 ValueError"),
        ("d1", "unreadable", "unreadable: no sender"),
    ]
    assert "riêng" not in repr(shown)
    clock.skip(8 * 24 * 3600)
    assert found(database, clock) == [], "what is a week old has been seen"
    assert found(database, clock, recent=timedelta(days=30), channel="zalo") == [
        ("d1", "unreadable")
    ]


def test_replies_that_did_not_arrive_are_shown_by_state(database: Engine, clock: Clock) -> None:
    inbox, outbox = inbox_of(database, clock), outbox_of(database, clock)
    for chat in "abcd":
        inbox.accept(incoming(chat=chat, channel="telegram"))
    answer_all(inbox)
    outbox.failed(1, "Undeliverable: blocked", None)
    outbox.ambiguous(2, "MaybeSent: timeout")
    outbox.hold(3, "NotBeforeNextMessage")
    clock.skip(MINUTE)
    every = [("r1", "failed"), ("r2", "ambiguous"), ("r3", "held"), ("r4", "unsent")]
    assert found(database, clock) == every
    assert found(database, clock, states={State.HELD}) == [("r3", "held")]
    assert found(database, clock, channel="web") == []
    assert len(found(database, clock, limit=2)) == 2


def test_a_failed_message_is_answered_once_more_and_the_first_turn_is_on_record(
    database: Engine, clock: Clock
) -> None:
    inbox = inbox_of(database, clock)
    inbox.accept(incoming("cứu em"))
    inbox.finish("w", turn_for(claimed(inbox), reply=FAILED, fault="k7 ValueError"))
    mending(database, clock).requeue("m1", LAN)
    assert answer_all(inbox) == ["cứu em"]
    assert (rows(database, Turn), rows(database, OutboxReply)) == (1, 2)
    [done] = audited(database)
    assert (done.who, done.action, done.subject, done.reason, done.at) == (
        "lan", "inbox requeue", "m1", "bà con gọi hỏi", clock.now,
    )  # fmt: skip
    assert (done.detail["outcome"], done.detail["fault"]) == ("error", "k7 ValueError")


def test_a_message_that_killed_its_workers_starts_with_all_its_attempts(
    database: Engine, clock: Clock
) -> None:
    inbox = inbox_of(database, clock)
    inbox.accept(incoming())
    for _ in range(4):
        claimed(inbox)
        clock.skip(LEASE)
    mending(database, clock).requeue("1", LAN)
    assert claimed(inbox).attempts == 1


def test_what_somebody_works_on_is_not_touched(database: Engine, clock: Clock) -> None:
    inbox = inbox_of(database, clock)
    inbox.accept(incoming())
    message = claimed(inbox)
    for deed in (mending(database, clock).requeue, mending(database, clock).drop):
        with pytest.raises(MotcuaError, match="đang được xử lý"):
            deed("m1", LAN)
    assert inbox.finish("w", turn_for(message))
    assert audited(database) == []


def test_whoever_lost_a_requeued_message_writes_nothing(database: Engine, clock: Clock) -> None:
    inbox = inbox_of(database, clock)
    inbox.accept(incoming())
    late = claimed(inbox, "w1")
    clock.skip(LEASE)
    mending(database, clock).requeue("m1", LAN)
    assert not inbox.finish("w1", turn_for(late))


def test_an_answered_message_is_not_answered_again(database: Engine, clock: Clock) -> None:
    inbox = inbox_of(database, clock)
    inbox.accept(incoming())
    answer_all(inbox)
    with pytest.raises(MotcuaError, match="đã được trả lời"):
        mending(database, clock).requeue("m1", LAN)


def test_a_turn_from_which_a_need_came_stays(database: Engine, clock: Clock) -> None:
    inbox = inbox_of(database, clock)
    inbox.accept(incoming())
    failed = turn_for(
        claimed(inbox), reply=FAILED.model_copy(update={"need": NeedDraft(question="a")})
    )
    inbox.finish("w", failed)
    with pytest.raises(MotcuaError, match="không làm lại được"):
        mending(database, clock).requeue("m1", LAN)
    assert rows(database, Turn) == 1


def test_a_dropped_message_is_kept_but_not_answered(database: Engine, clock: Clock) -> None:
    inbox = inbox_of(database, clock)
    inbox.accept(incoming("một"))
    inbox.accept(incoming("hai"))
    mending(database, clock).drop("m1", LAN)
    assert answer_all(inbox) == ["hai"]
    assert found(database, clock, states={State.DROPPED}) == [("m1", "dropped")]
    mending(database, clock).requeue("m1", LAN)
    assert answer_all(inbox) == ["một"]


def test_a_reply_is_sent_again_or_never(database: Engine, clock: Clock) -> None:
    inbox, outbox = inbox_of(database, clock), outbox_of(database, clock)
    for chat in "ab":
        inbox.accept(incoming(chat=chat, channel="telegram"))
    answer_all(inbox)
    outbox.failed(1, "Undeliverable", None)
    mending(database, clock).requeue("r1", LAN)
    mending(database, clock).drop("r2", LAN)
    assert [outgoing.id for outgoing in outbox.claim_outgoing("telegram", 9)] == [1]
    outbox.delivered(1)
    with pytest.raises(MotcuaError, match="sent"):
        mending(database, clock).requeue("r1", LAN)


def test_a_dead_letter_can_only_be_dropped(database: Engine, clock: Clock) -> None:
    inbox_of(database, clock).bury("zalo", "9", "{chuyện riêng", "no sender")
    with pytest.raises(MotcuaError, match="không đọc được"):
        mending(database, clock).requeue("d1", LAN)
    mending(database, clock).drop("d1", LAN)
    assert rows(database, DeadLetter) == 0
    assert audited(database)[0].detail == {
        "channel": "zalo", "external_id": "9", "why": "no sender",
    }  # fmt: skip


@pytest.mark.parametrize("thing", ["", "m", "x1", "m1a", "m-1", "m9", "r9", "d9", "9" * 40, "m²"])
def test_what_is_not_there_is_one_sentence(database: Engine, clock: Clock, thing: str) -> None:
    with pytest.raises(MotcuaError, match="Không có mục"):
        mending(database, clock).drop(thing, LAN)


def test_a_trace_leads_from_the_message_to_its_reply(database: Engine, clock: Clock) -> None:
    inbox, outbox = inbox_of(database, clock), outbox_of(database, clock)
    sent = incoming("chuyện riêng", channel="telegram")
    inbox.accept(sent)
    clock.skip(1)
    answer_all(inbox)
    [outgoing] = outbox.claim_outgoing("telegram", 1)
    assert outgoing.trace == sent.trace
    clock.skip(1)
    outbox.delivered(outgoing.id)
    told = [step.told for step in way(database, sent.trace)]
    assert [line.split()[0] for line in told] == ["m1", "answered:", "r1"]
    assert "riêng" not in repr(told)
    with database.begin() as db:
        assert db.execute(select(InboxMessage.trace)).scalar() == sent.trace


def test_a_turn_after_which_a_person_was_called_stays(database: Engine, clock: Clock) -> None:
    inbox = inbox_of(database, clock)
    inbox.accept(incoming())
    called = FAILED.model_copy(update={"wants_person": True})
    assert inbox.finish("w", turn_for(claimed(inbox), reply=called))
    with pytest.raises(MotcuaError, match="không làm lại được"):
        mending(database, clock).requeue("m1", LAN)
