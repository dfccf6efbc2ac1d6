"""Messages that were edited, that overtook each other, and chats that moved."""

import pytest
from sqlalchemy import Engine

from bot.conversation.ports import Stored
from bot.records.messages.inbox import SqlInbox
from bot.records.messages.moving import move_chat
from bot.records.tables import Conversation, InboxMessage
from tests.integration.records_kit import claimed, inbox_of, incoming, outbox_of, rows, turn_for

OLD, NEW = "-50", "-1000000000050"


def write(inbox: SqlInbox, text: str, number: int, *, is_edit: bool = False, of: str = "1") -> None:
    key = f"u{number}"
    inbox.accept(incoming(text, external_id=key, position=number, message=of, is_edit=is_edit))


def answered(inbox: SqlInbox) -> list[str]:
    """Answer all that waits, and return what was answered."""
    texts: list[str] = []
    while message := inbox.claim("w", 60):
        assert inbox.finish("w", turn_for(message))
        texts.append(message.text)
    return texts


def test_an_edit_replaces_a_message_that_still_waits_and_takes_its_place(database: Engine) -> None:
    inbox = inbox_of(database)
    write(inbox, "khai sinh", 1)
    write(inbox, "lệ phí", 2, of="2")
    write(inbox, "khai tử", 3, is_edit=True)
    write(inbox, "kết hôn", 4, is_edit=True)
    assert answered(inbox) == ["kết hôn", "lệ phí"]


def test_an_edit_of_what_was_answered_is_a_question_of_its_own(database: Engine) -> None:
    inbox = inbox_of(database)
    write(inbox, "khai sinh", 1)
    assert answered(inbox) == ["khai sinh"]
    write(inbox, "khai tử", 2, is_edit=True)
    assert answered(inbox) == ["khai tử"]


def test_an_edit_of_what_is_being_answered_waits_for_its_turn(database: Engine) -> None:
    inbox = inbox_of(database)
    write(inbox, "khai sinh", 1)
    first: Stored = claimed(inbox)
    write(inbox, "khai tử", 2, is_edit=True)
    assert inbox.finish("w", turn_for(first))
    assert answered(inbox) == ["khai tử"]


@pytest.mark.parametrize("is_answered", [False, True])
def test_an_edit_that_changes_no_word_is_no_question(database: Engine, is_answered: bool) -> None:
    inbox = inbox_of(database)
    write(inbox, "khai sinh", 1)
    if is_answered:
        answered(inbox)
    write(inbox, "khai sinh", 2, is_edit=True)
    assert rows(database, InboxMessage) == 1


def test_an_edit_delivered_twice_is_answered_once(database: Engine) -> None:
    inbox = inbox_of(database)
    write(inbox, "khai sinh", 1)
    for _ in range(2):
        write(inbox, "khai tử", 2, is_edit=True)
    write(inbox, "kết hôn", 3, is_edit=True)
    write(inbox, "khai tử", 2, is_edit=True)
    assert answered(inbox) == ["kết hôn"]


def test_an_edit_of_a_message_we_never_saw_is_a_question(database: Engine) -> None:
    inbox = inbox_of(database)
    write(inbox, "khai tử", 2, is_edit=True)
    assert answered(inbox) == ["khai tử"]


def test_what_overtook_is_answered_in_the_order_of_the_channel(database: Engine) -> None:
    inbox = inbox_of(database)
    for number in (12, 11, 13, 10):
        write(inbox, str(number), number, of=str(number))
    assert answered(inbox) == ["10", "11", "12", "13"]


def test_replies_go_to_where_a_group_has_moved(database: Engine) -> None:
    inbox, outbox = inbox_of(database), outbox_of(database)
    inbox.accept(incoming("chào", chat=OLD, channel="telegram"))
    answered(inbox)
    assert move_chat(database, "telegram", OLD, NEW)
    assert [o.chat for o in outbox.claim_outgoing("telegram", 5)] == [NEW]


def test_a_group_that_has_already_spoken_from_there_keeps_its_new_talk(database: Engine) -> None:
    inbox = inbox_of(database)
    for chat in (OLD, NEW):
        inbox.accept(incoming("chào", chat=chat, channel="telegram"))
    assert not move_chat(database, "telegram", OLD, NEW)
    assert rows(database, Conversation) == 2
