"""Conversations on their way to a person, with one, or back."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, exists

from bot.records.desk_tables import Handoff
from bot.records.insert import insert
from bot.records.tables import Conversation

_NEW = {
    "status": "waiting",
    "department": "",
    "commune": "",
    "ending": "",
    "summary": "",
    "word": "",
}


def with_person() -> ColumnElement[bool]:
    """Whether a person is in the talk of the ``Conversation`` at hand."""
    return exists().where(Handoff.conversation_id == Conversation.id, Handoff.status == "talking")


def ask_for_person(db: Connection, conversation: str, turn: int, now: datetime) -> None:
    """Put a conversation into the queue, unless it is there or with a person already."""
    row = insert(db, Handoff).values(
        conversation_id=conversation, turn_id=turn, asked_at=now, citizen_at=now, **_NEW
    )
    db.execute(row.on_conflict_do_nothing())
