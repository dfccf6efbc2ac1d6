"""The turns of a conversation, with every reply and how far it has come."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zlib import crc32

from sqlalchemy import Connection, Row, Select, func, select

from bot.records.staff.tables import StaffMember
from bot.records.tables import InboxMessage, OutboxPart, OutboxReply, Turn
from bot.records.takeover.tables import Feedback, SealedText

UNANSWERED = 50


@dataclass(frozen=True, slots=True)
class Message:
    """What a citizen sent; ``text`` is what they wrote or what their button said.

    ``sealed_until`` says how long it is kept whole, ``None`` if it is not.
    """

    id: int
    kind: str
    text: str
    media: str
    status: str
    received_at: datetime
    sealed_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One of the messages that a reply was sent as."""

    number: int
    status: str
    begun_at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """One reply; ``by`` is the name of the person who wrote it, empty for the bot."""

    id: int
    reply: Mapping[str, Any]
    by: str
    status: str
    error: str
    created_at: datetime
    sent_at: datetime | None
    parts: Sequence[Part] = ()


@dataclass(frozen=True, slots=True)
class ReadTurn:
    """One message, what was replied to it, and what became of it.

    ``begins_visit`` says that the citizen came back with it after a pause.
    """

    id: int
    message: Message
    replies: Sequence[Said]
    outcome: str
    procedure: str
    begins_visit: bool
    rating: str
    reason: str
    word: str

    @property
    def stamp(self) -> str:
        """Changes whenever what is shown of the turn does."""
        told = [(reply.id, reply.status, len(reply.parts)) for reply in self.replies]
        known = (self.rating, self.reason, self.word, told)
        return f"{self.id}.{crc32(repr(known).encode()):08x}"


_SAID = func.coalesce(func.nullif(InboxMessage.label, ""), InboxMessage.text).label("said")
_MESSAGE = (
    InboxMessage.id.label("inbox_id"),
    InboxMessage.kind,
    _SAID,
    InboxMessage.media,
    InboxMessage.status,
    InboxMessage.received_at,
)


def turns_of(conversation: str) -> Select[*tuple[Any, ...]]:
    """Return the query for the turns of a conversation, the newest first."""
    opinion = (Feedback.rating, Feedback.reason, Feedback.word)
    turn = (Turn.id, Turn.outcome, Turn.procedure_name, SealedText.expires_at)
    return (
        select(*turn, *_MESSAGE, *opinion)
        .join(InboxMessage, InboxMessage.id == Turn.inbox_id)
        .outerjoin(Feedback, Feedback.turn_id == Turn.id)
        .outerjoin(SealedText, SealedText.inbox_id == Turn.inbox_id)
        .where(Turn.conversation_id == conversation)
        .order_by(Turn.id.desc())
    )


def read_turns(
    db: Connection, rows: Sequence[Row[Any]], starts: Collection[int]
) -> Sequence[ReadTurn]:
    """Return the turns in ``rows``; those in ``starts`` begin a visit."""
    replies = _replies_to(db, [row.id for row in rows])
    return [_turn(row, replies.get(row.id, ()), row.id in starts) for row in rows]


def unanswered(db: Connection, conversation: str) -> Sequence[Message]:
    """Return what waits for its turn, the oldest first."""
    mine = (InboxMessage.conversation_id == conversation, InboxMessage.status == "waiting")
    rows = select(*_MESSAGE).where(*mine).order_by(InboxMessage.id).limit(UNANSWERED)
    return [Message(*row) for row in db.execute(rows)]


def _turn(row: Row[Any], replies: Sequence[Said], begins_visit: bool) -> ReadTurn:
    message = (row.inbox_id, row.kind, row.said, row.media, row.status, row.received_at)
    return ReadTurn(
        id=row.id,
        message=Message(*message, sealed_until=row.expires_at),
        replies=replies,
        outcome=row.outcome,
        procedure=row.procedure_name or "",
        begins_visit=begins_visit,
        rating=row.rating or "",
        reason=row.reason or "",
        word=row.word or "",
    )


def _replies_to(db: Connection, turns: Sequence[int]) -> dict[int, list[Said]]:
    """Return the replies to each turn; one that says nothing, since a person speaks, is none."""
    told = (OutboxReply.id, OutboxReply.reply, func.coalesce(StaffMember.name, ""))
    state = (OutboxReply.status, OutboxReply.error, OutboxReply.created_at, OutboxReply.sent_at)
    rows: Select[*tuple[Any, ...]] = (
        select(OutboxReply.turn_id, *told, *state)
        .outerjoin(StaffMember, StaffMember.id == OutboxReply.staff_id)
        .where(OutboxReply.turn_id.in_(turns))
        .order_by(OutboxReply.id)
    )
    found = [row for row in db.execute(rows) if row.reply.get("blocks")]
    parts = _parts_of(db, [row.id for row in found])
    replies: dict[int, list[Said]] = {}
    for row in found:
        said = replace(Said(*row[1:]), parts=parts.get(row.id, ()))
        replies.setdefault(row.turn_id, []).append(said)
    return replies


def _parts_of(db: Connection, replies: Sequence[int]) -> dict[int, list[Part]]:
    columns = (OutboxPart.number, OutboxPart.status, OutboxPart.begun_at, OutboxPart.outbox_id)
    rows = select(*columns).where(OutboxPart.outbox_id.in_(replies)).order_by(OutboxPart.number)
    parts: dict[int, list[Part]] = {}
    for row in db.execute(rows):
        parts.setdefault(row.outbox_id, []).append(Part(*row[:-1]))
    return parts
