"""Replies leave in their order, one a conversation at a time, and none is forgotten."""

from sqlalchemy import Engine, select, update

from bot.records.messages.outbox import SqlOutbox
from bot.records.tables import OutboxReply
from bot.reply import TextBlock
from tests.integration.records_kit import (
    LEASE,
    Clock,
    answer_all,
    in_threads,
    inbox_of,
    incoming,
    outbox_of,
)


def _fill(engine: Engine, *messages: tuple[str, str], channel: str = "telegram") -> None:
    """Have each (chat, text) answered by its own text."""
    inbox = inbox_of(engine)
    for chat, text in messages:
        inbox.accept(incoming(text, chat=chat, channel=channel))
    answer_all(inbox)


def _claim(outbox: SqlOutbox, limit: int = 10) -> dict[str, int]:
    """Return the texts of the replies that are due with their ids."""
    found = {}
    for outgoing in outbox.claim_outgoing("telegram", limit):
        (block,) = outgoing.reply.blocks
        assert isinstance(block, TextBlock)
        found[block.text] = outgoing.id
    return found


def _status(engine: Engine, number: int) -> tuple[str, str]:
    row = select(OutboxReply.status, OutboxReply.error).where(OutboxReply.id == number)
    with engine.begin() as db:
        status, error = db.execute(row).one()
    return status, error


def test_one_reply_a_conversation_goes_out_at_a_time(database: Engine) -> None:
    _fill(database, ("a", "a1"), ("a", "a2"), ("b", "b1"))
    outbox = outbox_of(database)
    first = _claim(outbox)
    assert list(first) == ["a1", "b1"]
    assert _claim(outbox) == {}
    outbox.delivered(first["a1"])
    assert list(_claim(outbox)) == ["a2"]


def test_only_the_channels_own_replies_and_no_more_than_asked_for(database: Engine) -> None:
    _fill(database, ("x", "not mine"), channel="zalo")
    _fill(database, ("a", "a1"), ("b", "b1"), ("c", "c1"))
    assert list(_claim(outbox_of(database), limit=2)) == ["a1", "b1"]


def test_a_reply_knows_its_chat_and_how_often_it_was_tried(database: Engine) -> None:
    clock = Clock()
    _fill(database, ("42", "dạ"))
    outbox = outbox_of(database, clock)
    (first,) = outbox.claim_outgoing("telegram", 1)
    outbox.failed(first.id, "busy", retry_in=0)
    (again,) = outbox.claim_outgoing("telegram", 1)
    assert (first.chat, first.attempts, first.created_at) == ("42", 0, clock.now)
    assert again.attempts == 1


def test_no_reply_overtakes_one_that_is_to_be_tried_again(database: Engine) -> None:
    clock = Clock()
    _fill(database, ("a", "a1"), ("a", "a2"))
    outbox = outbox_of(database, clock)
    outbox.failed(_claim(outbox)["a1"], "busy", retry_in=30)
    clock.skip(29)
    assert _claim(outbox) == {}
    clock.skip(1)
    assert list(_claim(outbox)) == ["a1"]


def test_a_reply_that_is_given_up_makes_way(database: Engine) -> None:
    _fill(database, ("a", "a1"), ("a", "a2"))
    outbox = outbox_of(database)
    number = _claim(outbox)["a1"]
    outbox.failed(number, "blocked by 0900000001", retry_in=None)
    assert _status(database, number) == ("failed", "blocked by [số điện thoại]")
    assert list(_claim(outbox)) == ["a2"]


def test_a_reply_that_may_have_arrived_is_marked_and_not_repeated(database: Engine) -> None:
    clock = Clock()
    _fill(database, ("a", "a1"), ("a", "a2"))
    outbox = outbox_of(database, clock)
    number = _claim(outbox)["a1"]
    outbox.ambiguous(number, "timed out")
    clock.skip(10 * LEASE)
    assert _status(database, number) == ("ambiguous", "timed out")
    assert list(_claim(outbox)) == ["a2"]


def test_what_a_dead_sender_held_is_sent_by_the_next(database: Engine) -> None:
    clock = Clock()
    _fill(database, ("a", "a1"))
    outbox = outbox_of(database, clock)
    _claim(outbox)
    clock.skip(LEASE - 1)
    assert _claim(outbox) == {}
    clock.skip(1)
    assert list(_claim(outbox)) == ["a1"]


def test_a_late_failure_does_not_undo_a_delivery(database: Engine) -> None:
    _fill(database, ("a", "a1"))
    outbox = outbox_of(database)
    number = _claim(outbox)["a1"]
    outbox.delivered(number)
    outbox.failed(number, "late", retry_in=0)
    assert _status(database, number) == ("sent", "")
    assert _claim(outbox) == {}


def test_a_reply_that_this_version_cannot_read_does_not_hold_up_others(database: Engine) -> None:
    _fill(database, ("a", "a1"), ("a", "a2"), ("b", "b1"))
    with database.begin() as db:
        db.execute(update(OutboxReply).where(OutboxReply.id == 1).values(reply={"new": "contract"}))
    outbox = outbox_of(database)
    assert list(_claim(outbox)) == ["b1"]
    assert _status(database, 1)[0] == "failed"
    assert list(_claim(outbox)) == ["a2"]


def test_a_page_and_a_terminal_fetch_their_replies_themselves(database: Engine) -> None:
    for channel in ("web", "terminal"):
        _fill(database, (channel, "dạ"), channel=channel)
        assert outbox_of(database).claim_outgoing(channel, 10) == []
    assert [_status(database, number) for number in (1, 2)] == [("sent", ""), ("sent", "")]


def test_many_senders_send_each_reply_once_and_in_order(database: Engine) -> None:
    _fill(database, *[(f"chat {n % 3}", f"{n % 3} {n:02}") for n in range(18)])
    outbox = outbox_of(database)
    sent: list[str] = []

    def send() -> None:
        for _ in range(40):
            for text, number in _claim(outbox, limit=2).items():
                sent.append(text)
                outbox.delivered(number)

    in_threads(5, send)
    send()
    assert sorted(sent) == sorted(f"{n % 3} {n:02}" for n in range(18))
    for chat in "012":
        of_chat = [text for text in sent if text.startswith(chat)]
        assert of_chat == sorted(of_chat)
