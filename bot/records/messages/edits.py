"""Edited messages: a newer wording takes the place of one that still waits for its answer."""

from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from bot.conversation.ports import Incoming
from bot.records.tables import InboxMessage
from bot.records.text import storable


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an edit is a newer wording of; all empty if it is to be answered by itself.

    Attributes:
        id: of the message that still waits, and shall not be answered.
        position: its place in the queue.
        is_same: the wording is what it was, so there is nothing to answer.
    """

    id: int | None = None
    position: int | None = None
    is_same: bool = False


def edited(db: Connection, conversation: str, incoming: Incoming) -> Earlier:
    """Return what ``incoming`` replaces."""
    if not (incoming.is_edit and incoming.message):
        return Earlier()
    last = db.execute(
        select(InboxMessage.__table__)
        .where(
            InboxMessage.conversation_id == conversation, InboxMessage.message == incoming.message
        )
        .order_by(InboxMessage.id.desc())
        .limit(1)
    ).first()
    if last is None:
        return Earlier()
    if last.text == storable(incoming.text):
        return Earlier(is_same=True)
    # Claimed once, it may be answered at this moment: then the edit is a question of its own.
    is_untouched = last.status == "waiting" and last.attempts == 0
    return Earlier(last.id, last.position) if is_untouched else Earlier()


def put_in_place(db: Connection, number: int, earlier: Earlier) -> None:
    """Have message ``number`` answered instead of ``earlier``, when that would have been."""
    if earlier.id is None:
        return
    row = update(InboxMessage)
    db.execute(row.where(InboxMessage.id == earlier.id).values(status="replaced"))
    db.execute(row.where(InboxMessage.id == number).values(position=earlier.position))
