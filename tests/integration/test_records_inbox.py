"""An accepted message is answered once and in its order, whoever dies and however many work."""

from collections import Counter
from dataclasses import replace
from functools import partial
from threading import Lock

import pytest
from sqlalchemy import Engine, event, select

from bot.records.messages.inbox import MOST_ATTEMPTS
from bot.records.tables import Conversation, DeadLetter, InboxMessage, Need, OutboxReply, Turn
from bot.reply import NeedDraft
from tests.integration.records_kit import (
    LEASE,
    Clock,
    answer_all,
    claimed,
    in_threads,
    inbox_of,
    incoming,
    rows,
    turn_for,
)


def test_a_message_comes_back_as_it_was_sent(database: Engine) -> None:
    inbox = inbox_of(database)
    inbox.accept(incoming("/affirm", kind="button", label="Đồng ý", channel="telegram", chat="42"))
    message = claimed(inbox)
    assert (message.channel, message.chat, message.kind) == ("telegram", "42", "button")
    assert (message.text, message.label, message.media) == ("/affirm", "Đồng ý", "")
    assert (message.attempts, message.state) == (1, {})


def test_the_same_update_twice_is_stored_once(database: Engine) -> None:
    inbox = inbox_of(database)
    assert inbox.accept(incoming(external_id="u")) is not None
    assert inbox.accept(incoming(external_id="u")) is None
    assert inbox.accept(incoming(external_id="u", channel="telegram")) is not None
    assert rows(database, InboxMessage) == 2


def test_a_duplicate_leaves_no_trace_even_from_another_chat(database: Engine) -> None:
    inbox = inbox_of(database)
    inbox.accept(incoming(external_id="u", chat="a"))
    inbox.accept(incoming(external_id="u", chat="b"))
    assert rows(database, Conversation) == 1


def test_duplicates_at_the_same_moment_are_stored_once(database: Engine) -> None:
    inbox = inbox_of(database)
    for number in range(10):
        same = incoming(external_id=f"same{number}")
        stored = in_threads(8, partial(inbox.accept, same))
        assert sum(found is not None for found in stored) == 1
    assert (rows(database, InboxMessage), rows(database, Conversation)) == (10, 1)


def test_a_conversation_is_answered_in_the_order_of_its_messages(database: Engine) -> None:
    inbox = inbox_of(database)
    for number in range(10):
        inbox.accept(incoming(f"câu {number}"))
    assert answer_all(inbox) == [f"câu {number}" for number in range(10)]


def test_the_oldest_message_of_a_free_conversation_comes_first(database: Engine) -> None:
    inbox = inbox_of(database)
    for chat, text in [("a", "a1"), ("a", "a2"), ("b", "b1"), ("c", "c1")]:
        inbox.accept(incoming(text, chat=chat))
    texts = [claimed(inbox, worker).text for worker in ("w1", "w2", "w3")]
    assert texts == ["a1", "b1", "c1"]
    assert inbox.claim("w4", LEASE) is None


def test_two_workers_never_hold_one_conversation(database: Engine) -> None:
    inbox = inbox_of(database)
    for number in range(60):
        inbox.accept(incoming(str(number), chat=f"chat {number % 3}"))
    held: Counter[str] = Counter()
    most: Counter[str] = Counter()
    answered: dict[str, list[int]] = {}
    guard = Lock()

    def hold(chat: str, change: int) -> None:
        with guard:
            held[chat] += change
            most[chat] = max(most[chat], held[chat])

    def work() -> None:
        for _ in range(60):
            if message := inbox.claim("one name for all", LEASE):
                hold(message.chat, 1)
                answered.setdefault(message.chat, []).append(int(message.text))
                hold(message.chat, -1)
                assert inbox.finish("one name for all", turn_for(message))

    in_threads(6, work)
    work()
    assert most == {"chat 0": 1, "chat 1": 1, "chat 2": 1}
    assert answered == {f"chat {n}": list(range(n, 60, 3)) for n in range(3)}


def test_messages_accepted_at_once_while_workers_run_are_all_answered(database: Engine) -> None:
    inbox = inbox_of(database)

    def write_and_answer() -> None:
        for _ in range(10):
            inbox.accept(incoming(chat="same"))
            if message := inbox.claim("w", LEASE):
                assert inbox.finish("w", turn_for(message))

    in_threads(6, write_and_answer)
    answer_all(inbox)
    assert (rows(database, Turn), rows(database, OutboxReply)) == (60, 60)


def test_a_turn_is_written_with_all_that_follows_from_it(database: Engine) -> None:
    inbox = inbox_of(database)
    inbox.accept(incoming("có mất tiền không"))
    message = claimed(inbox)
    need = NeedDraft(question="trợ cấp cho chim", field="Hộ tịch")
    assert inbox.finish("w", turn_for(message, need=need))
    with database.begin() as db:
        turn = db.execute(select(Turn.__table__)).one()
        reply = db.execute(select(OutboxReply.__table__)).one()
        stored_need = db.execute(select(Need.__table__)).one()
    assert (turn.inbox_id, turn.text, turn.outcome, turn.aspect) == (
        message.id, "có mất tiền không", "answered", "fee",
    )  # fmt: skip
    assert (turn.procedure_code, turn.procedure_version) == ("1.001193", "2026-07-01")
    assert (turn.intent, turn.ranking) == ("ask_fee", [{"name": "ask_fee", "confidence": 0.9}])
    assert (reply.turn_id, reply.status, reply.reply) == (turn.id, "sent", turn.reply)
    assert (stored_need.turn_id, stored_need.department) == (turn.id, "Phòng Hộ tịch")
    assert (stored_need.question, stored_need.status) == ("trợ cấp cho chim", "new")


def test_the_next_message_gets_the_state_that_the_last_turn_left(database: Engine) -> None:
    inbox = inbox_of(database)
    inbox.accept(incoming())
    inbox.accept(incoming())
    inbox.finish("w", turn_for(claimed(inbox), state={"aspect": "fee"}))
    assert claimed(inbox).state == {"aspect": "fee"}


def test_what_a_dead_worker_held_comes_back_when_its_lease_ends(database: Engine) -> None:
    clock = Clock()
    inbox = inbox_of(database, clock)
    inbox.accept(incoming("cứu em"))
    claimed(inbox, "dead")
    clock.skip(LEASE - 1)
    assert inbox.claim("w", LEASE) is None
    clock.skip(1)
    message = claimed(inbox, "w")
    assert (message.text, message.attempts) == ("cứu em", 2)
    assert inbox.finish("w", turn_for(message))


@pytest.mark.parametrize("other", ["w2", "w1"])
def test_whoever_lost_the_lease_writes_nothing(database: Engine, other: str) -> None:
    """Also when the next worker has the same name: two tasks of one process."""
    clock = Clock()
    inbox = inbox_of(database, clock)
    inbox.accept(incoming())
    late = claimed(inbox, "w1")
    clock.skip(LEASE)
    current = claimed(inbox, other)
    assert not inbox.finish("w1", turn_for(late, state={"wrong": True}))
    assert (rows(database, Turn), rows(database, OutboxReply)) == (0, 0)
    assert inbox.finish(other, turn_for(current))
    assert not inbox.finish("w1", turn_for(late))
    assert rows(database, Turn) == 1


def test_a_late_release_does_not_take_the_lease_from_the_next_worker(database: Engine) -> None:
    clock = Clock()
    inbox = inbox_of(database, clock)
    inbox.accept(incoming())
    late = claimed(inbox, "w1")
    clock.skip(LEASE)
    claimed(inbox, "w2")
    inbox.release("w1", late)
    assert inbox.claim("w3", LEASE) is None


def test_a_turn_that_cannot_be_written_whole_is_not_written_at_all(database: Engine) -> None:
    inbox = inbox_of(database)
    inbox.accept(incoming("còn đây"))
    message = claimed(inbox)

    def break_outbox(_db: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "INSERT INTO outbox" in statement:
            raise InterruptedError

    event.listen(database, "before_cursor_execute", break_outbox)
    with pytest.raises(InterruptedError):
        inbox.finish("w", turn_for(message))
    event.remove(database, "before_cursor_execute", break_outbox)
    assert (rows(database, Turn), rows(database, OutboxReply)) == (0, 0)
    assert inbox.finish("w", turn_for(message))


def test_a_released_message_is_taken_again_at_once_as_if_never_claimed(database: Engine) -> None:
    inbox = inbox_of(database)
    inbox.accept(incoming())
    inbox.release("w1", claimed(inbox, "w1"))
    assert claimed(inbox, "w2").attempts == 1


def test_whoever_gave_a_message_back_cannot_finish_it_for_the_next_worker(database: Engine) -> None:
    inbox = inbox_of(database)
    inbox.accept(incoming())
    given_back = claimed(inbox, "w1")
    inbox.release("w1", given_back)
    current = claimed(inbox, "w2")
    assert not inbox.finish("w1", turn_for(given_back))
    assert inbox.finish("w2", turn_for(current))


def test_a_message_that_kills_its_workers_is_still_answered_and_then_dead(database: Engine) -> None:
    clock = Clock()
    inbox = inbox_of(database, clock)
    inbox.accept(incoming("độc"))
    inbox.accept(incoming("lành"))
    for _ in range(MOST_ATTEMPTS):
        claimed(inbox)
        clock.skip(LEASE)
    message = claimed(inbox)
    assert (message.text, message.attempts) == ("độc", MOST_ATTEMPTS + 1)
    assert inbox.finish("w", turn_for(message))
    assert answer_all(inbox) == ["lành"]
    with database.begin() as db:
        statuses = db.execute(select(InboxMessage.status).order_by(InboxMessage.id)).scalars().all()
    assert statuses == ["dead", "done"]


def test_a_finished_message_cannot_be_finished_again(database: Engine) -> None:
    inbox = inbox_of(database)
    inbox.accept(incoming())
    message = claimed(inbox)
    assert inbox.finish("w", turn_for(message))
    assert not inbox.finish("w", turn_for(message))
    assert not inbox.finish("w", turn_for(replace(message, attempts=2)))


def test_an_unreadable_update_is_kept_once(database: Engine) -> None:
    inbox = inbox_of(database)
    for _ in range(2):
        inbox.bury("telegram", "7", "{sai \x00 0900000001", "no update_id")
    with database.begin() as db:
        letter = db.execute(select(DeadLetter.__table__)).one()
    assert (letter.body, letter.why) == ("{sai  [số điện thoại]", "no update_id")
