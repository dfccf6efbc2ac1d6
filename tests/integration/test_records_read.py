"""What pages, the command line and the health check read is what was written."""

from datetime import timedelta

from sqlalchemy import Engine

from bot.records.read import Backlog, backlog, conversation_of, needs, transcript
from bot.reply import NeedDraft
from tests.integration.records_kit import Clock, answer_all, claimed, inbox_of, incoming, turn_for


def test_a_transcript_shows_a_chats_turns_oldest_first(database: Engine) -> None:
    inbox = inbox_of(database)
    for text in ("một", "hai", "ba"):
        inbox.accept(incoming(text))
    inbox.accept(incoming("của người khác", chat="b"))
    answer_all(inbox)
    turns = transcript(database, "web", "a")
    assert [turn.text for turn in turns] == ["một", "hai", "ba"]
    assert turns[0].reply["blocks"] == [{"kind": "text", "text": "một"}]
    assert [turn.text for turn in transcript(database, "web", "a", limit=2)] == ["hai", "ba"]
    later = transcript(database, "web", "a", after_turn=turns[1].id)
    assert [turn.text for turn in later] == ["ba"]


def test_a_transcript_shows_what_a_button_said(database: Engine) -> None:
    inbox = inbox_of(database)
    inbox.accept(incoming("/affirm", kind="button", label="Đồng ý"))
    answer_all(inbox)
    (turn,) = transcript(database, "web", "a")
    assert (turn.kind, turn.text) == ("button", "Đồng ý")


def test_a_stranger_has_no_transcript_and_no_conversation(database: Engine) -> None:
    inbox_of(database).accept(incoming(chat="a"))
    assert transcript(database, "web", "b") == []
    assert conversation_of(database, "telegram", "a") is None
    assert conversation_of(database, "web", "a") is not None


def test_needs_are_listed_with_their_department(database: Engine) -> None:
    clock = Clock()
    inbox = inbox_of(database, clock)
    inbox.accept(incoming("có", channel="telegram"))
    message = claimed(inbox)
    inbox.finish("w", turn_for(message, need=NeedDraft(question="nuôi chim", field="Cư trú")))
    (need,) = needs(database)
    assert (need.question, need.field, need.department) == ("nuôi chim", "Cư trú", "Phòng Cư trú")
    assert (need.channel, need.status, need.created_at) == ("telegram", "new", clock.now)
    assert need.conversation == message.conversation


def test_the_backlog_tells_how_much_waits_and_since_when(database: Engine) -> None:
    clock = Clock()
    inbox = inbox_of(database, clock)
    none = timedelta(0)
    assert backlog(database, clock.now) == Backlog(0, none, 0, none)
    inbox.accept(incoming(channel="telegram"))
    inbox.finish("w", turn_for(claimed(inbox)))
    clock.skip(10)
    inbox.accept(incoming())
    inbox.accept(incoming())
    clock.skip(5)
    found = backlog(database, clock.now)
    assert found == Backlog(2, timedelta(seconds=5), 1, timedelta(seconds=15))


def test_times_are_aware_and_in_utc(database: Engine) -> None:
    inbox = inbox_of(database)
    inbox.accept(incoming())
    answer_all(inbox)
    (turn,) = transcript(database, "web", "a")
    assert turn.created_at.utcoffset() == timedelta(0)
