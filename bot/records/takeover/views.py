"""Conversations with a person as staff read them: who waits, who talks, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from bot.records.staff.accounts import Staff
from bot.records.staff.scope import visible
from bot.records.staff.tables import StaffMember
from bot.records.tables import Conversation, InboxMessage
from bot.records.takeover.tables import Handoff


@dataclass(frozen=True, slots=True)
class Takeover:
    """One way to a person and back.

    Attributes:
        staff_name: who talks or talked; empty for nobody yet.
        staff_at: when they last wrote.
        citizen_at: since when the citizen has waited for a word.
        ending: returned, left, silent or expired; empty while it is open.
        answered: the citizen's own word on whether they got their answer.
    """

    id: int
    conversation: str
    channel: str
    status: str
    staff_id: int | None
    staff_name: str
    department: str
    commune: str
    asked_at: datetime
    claimed_at: datetime | None
    staff_at: datetime | None
    citizen_at: datetime | None
    turn_id: int | None
    closed_at: datetime | None
    ending: str
    summary: str
    answered: bool | None
    word: str

    @property
    def citizen_waits(self) -> bool:
        """Whether the citizen wrote last."""
        if self.citizen_at is None:
            return False
        return self.staff_at is None or self.citizen_at > self.staff_at


@dataclass(frozen=True, slots=True)
class Waiting:
    """A conversation in the queue.

    Attributes:
        commune: where it is handed to, else the one that the citizen named.
        place: in its own queue, 1 for who waits longest.
        said: the citizen's newest message, masked.
    """

    conversation: str
    channel: str
    commune: str
    department: str
    asked_at: datetime
    place: int
    said: str
    turn_id: int | None


def takeovers() -> Select[*tuple[Any, ...]]:
    """Return what a ``Takeover`` is made of, in its order."""
    columns = (
        Handoff.id,
        Handoff.conversation_id,
        Conversation.channel,
        Handoff.status,
        Handoff.staff_id,
        func.coalesce(StaffMember.name, ""),
        Handoff.department,
        Handoff.commune,
        Handoff.asked_at,
        Handoff.claimed_at,
        Handoff.staff_at,
        Handoff.citizen_at,
        Handoff.turn_id,
        Handoff.closed_at,
        Handoff.ending,
        Handoff.summary,
        Handoff.answered,
        Handoff.word,
    )
    query = select(*columns).join(Conversation, Conversation.id == Handoff.conversation_id)
    return query.outerjoin(StaffMember, StaffMember.id == Handoff.staff_id)


def open_one(db: Connection, conversation: str) -> Takeover | None:
    """Return the takeover of a conversation that is not closed."""
    here = (Handoff.conversation_id == conversation, Handoff.status != "closed")
    row = db.execute(takeovers().where(*here)).first()
    return Takeover(*row) if row else None


def waiting_for(db: Connection, staff: Staff) -> Sequence[Waiting]:
    """Return who waits in a queue that is theirs or everybody's, the longest first."""
    queued = _queued()
    theirs = (
        or_(queued.c.department == "", queued.c.department == staff.department),
        or_(queued.c.commune == "", queued.c.commune == staff.commune),
    )
    named = func.coalesce(func.nullif(queued.c.commune, ""), Conversation.commune)
    query = select(
        Conversation.id,
        Conversation.channel,
        named,
        queued.c.department,
        queued.c.asked_at,
        queued.c.place,
        func.coalesce(_said(), ""),
        queued.c.turn_id,
    ).join(queued, queued.c.conversation_id == Conversation.id)
    rows = query.where(*theirs, *visible(staff)).order_by(queued.c.asked_at, queued.c.id)
    return [Waiting(*row) for row in db.execute(rows)]


def place_of(db: Connection, conversation: str) -> int | None:
    """Return the place of a conversation in its own queue, ``None`` when it does not wait."""
    queued = _queued()
    found = select(queued.c.place).where(queued.c.conversation_id == conversation)
    return db.execute(found).scalar()


def _places() -> Any:
    return func.row_number().over(
        partition_by=(Handoff.department, Handoff.commune), order_by=(Handoff.asked_at, Handoff.id)
    )


def _queued() -> Any:
    waiting = select(Handoff.__table__, _places().label("place")).where(Handoff.status == "waiting")
    return waiting.subquery("queued")


def _said() -> Any:
    text = func.coalesce(func.nullif(InboxMessage.label, ""), InboxMessage.text)
    newest = select(text).where(InboxMessage.conversation_id == Conversation.id)
    return newest.order_by(InboxMessage.id.desc()).limit(1).scalar_subquery()
