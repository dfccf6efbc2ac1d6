"""The rows behind a conversation's way to a person and back, each changed under its lock."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, exists, select, update

from bot.conversation.ports import Verdict
from bot.records.insert import insert
from bot.records.tables import Conversation, Turn
from bot.records.takeover.tables import Handoff
from bot.records.text import storable

LONGEST_WORD = 1000
_NEW: Mapping[str, Any] = {
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


def is_talking(db: Connection, conversation: str) -> bool:
    """Whether a person is in the talk; asked under the conversation's lock it stays so."""
    found = exists().where(Handoff.conversation_id == conversation, Handoff.status == "talking")
    return bool(db.execute(select(found)).scalar())


def locked(db: Connection, conversation: str) -> Row[Any] | None:
    """Return the conversation's row and keep workers and colleagues from it until the end."""
    row = select(Conversation.__table__).where(Conversation.id == conversation)
    return db.execute(row.with_for_update()).first()


def newest_turn(db: Connection, conversation: str) -> int | None:
    """Return the turn that the next word of a person belongs to."""
    turns = select(Turn.id).where(Turn.conversation_id == conversation)
    return db.execute(turns.order_by(Turn.id.desc()).limit(1)).scalar()


def ask_for_person(db: Connection, conversation: str, turn: int, now: datetime) -> None:
    """Put a conversation into the queue, unless it is there or with a person already."""
    row = insert(db, Handoff).values(
        conversation_id=conversation, turn_id=turn, asked_at=now, citizen_at=now, **_NEW
    )
    db.execute(row.on_conflict_do_nothing())


def begin(db: Connection, conversation: str, turn: int, staff_id: int, now: datetime) -> bool:
    """Have a person speak from now on; ``False`` when another one does."""
    ask_for_person(db, conversation, turn, now)
    talks = {"status": "talking", "staff_id": staff_id, "claimed_at": now, "staff_at": None}
    return change(db, conversation, Handoff.status == "waiting", **talks)


def change(
    db: Connection, conversation: str, *conditions: ColumnElement[bool], **values: Any
) -> bool:
    """Change the takeover that is not closed, if all ``conditions`` hold; tell whether they did."""
    here = (Handoff.conversation_id == conversation, Handoff.status != "closed", *conditions)
    return bool(db.execute(update(Handoff).where(*here).values(**values)).rowcount)


def close(
    db: Connection,
    conversation: str,
    ending: str,
    now: datetime,
    *conditions: ColumnElement[bool],
    **values: Any,
) -> bool:
    """End the takeover, if all ``conditions`` hold; tell whether they did."""
    closed = {"status": "closed", "ending": ending, "closed_at": now, **values}
    return change(db, conversation, *conditions, **closed)


def citizen_wrote(db: Connection, conversation: str, now: datetime) -> None:
    """The citizen waits from now on, unless they have been waiting for a word already."""
    change(db, conversation, Handoff.staff_at >= Handoff.citizen_at, citizen_at=now)


def keep_verdict(db: Connection, conversation: str, verdict: Verdict) -> None:
    """Keep what the citizen says of the newest takeover that has ended."""
    ended = select(Handoff.id).where(
        Handoff.conversation_id == conversation, Handoff.status == "closed"
    )
    newest = db.execute(ended.order_by(Handoff.id.desc()).limit(1)).scalar()
    word = {"word": storable(verdict.word, LONGEST_WORD)} if verdict.word else {}
    answered = {} if verdict.answered is None else {"answered": verdict.answered}
    if newest and (values := word | answered):
        db.execute(update(Handoff).where(Handoff.id == newest).values(**values))
