"""What a chat page reads of its chat: every message, in order, and nobody else's."""

from collections.abc import Sequence

from sqlalchemy import Engine

from bot.conversation.ports import Turn
from bot.records.messages.reader import SqlReader
from tests.integration.records_kit import Clock, answer_all, claimed, inbox_of, incoming, turn_for


def texts(turns: Sequence[Turn]) -> list[str]:
    return [turn.text for turn in turns]


def test_history_shows_all_messages_oldest_first_answered_or_not(database: Engine) -> None:
    inbox = inbox_of(database)
    for text in ("một", "hai"):
        inbox.accept(incoming(text))
    answer_all(inbox)
    inbox.accept(incoming("ba"))
    turns = SqlReader(database, "web").history("a", 10)
    assert texts(turns) == ["một", "hai", "ba"]
    assert [bool(turn.reply) for turn in turns] == [True, True, False]
    assert turns[2].reply_id is None


def test_a_turn_carries_what_was_said_and_the_reply_to_it(database: Engine) -> None:
    clock = Clock()
    inbox = inbox_of(database, clock)
    inbox.accept(incoming("/affirm", kind="button", label="Đồng ý", external_id="a:1"))
    turn = turn_for(claimed(inbox), "Dạ vâng")
    inbox.finish("w", turn)
    (read,) = SqlReader(database, "web").history("a", 10)
    assert (read.external_id, read.kind, read.text, read.label) == (
        "a:1",
        "button",
        "/affirm",
        "Đồng ý",
    )
    assert (read.created_at, read.reply) == (clock.now, turn.reply)


def test_history_gives_the_last_ones_when_there_are_more(database: Engine) -> None:
    inbox = inbox_of(database)
    for text in ("một", "hai", "ba"):
        inbox.accept(incoming(text))
    reader = SqlReader(database, "web")
    assert texts(reader.history("a", 2)) == ["hai", "ba"]
    assert reader.history("a", 0) == []


def test_replies_after_one_are_the_later_ones_in_the_order_they_were_stored(
    database: Engine,
) -> None:
    inbox = inbox_of(database)
    for text in ("một", "hai", "ba"):
        inbox.accept(incoming(text))
    answer_all(inbox)
    inbox.accept(incoming("chờ"))
    reader = SqlReader(database, "web")
    every = reader.replies_after("a", 0)
    assert texts(every) == ["một", "hai", "ba"]
    numbers = [turn.reply_id or 0 for turn in every]
    assert numbers == sorted(set(numbers))
    assert texts(reader.replies_after("a", numbers[0])) == ["hai", "ba"]
    assert reader.replies_after("a", numbers[-1]) == []


def test_other_chats_and_other_channels_cannot_be_seen(database: Engine) -> None:
    inbox = inbox_of(database)
    inbox.accept(incoming("của tôi"))
    inbox.accept(incoming("chat khác", chat="b"))
    inbox.accept(incoming("kênh khác", channel="telegram"))
    answer_all(inbox)
    reader = SqlReader(database, "web")
    assert texts(reader.history("a", 10)) == texts(reader.replies_after("a", 0)) == ["của tôi"]
    assert texts(SqlReader(database, "telegram").history("a", 10)) == ["kênh khác"]


def test_a_chat_that_is_not_known_has_nothing(database: Engine) -> None:
    reader = SqlReader(database, "web")
    assert reader.history("nobody", 10) == []
    assert reader.replies_after("nobody", 0) == []
