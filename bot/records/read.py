"""What other parts read of the records; nothing here writes."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from bot.records.tables import Conversation, DeadLetter, InboxMessage, Need, OutboxReply, Turn


@dataclass(frozen=True, slots=True)
class TurnRow:
    """One turn of a transcript; ``text`` is what the citizen wrote or the button said."""

    id: int
    kind: str
    text: str
    media: str
    reply: Mapping[str, Any]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One need, as the departments see it."""

    id: int
    created_at: datetime
    channel: str
    question: str
    field: str | None
    department: str
    status: str
    conversation: str
    turn: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits, and for how long the oldest has."""

    messages: int
    oldest_message: timedelta
    replies: int
    oldest_reply: timedelta


@dataclass(frozen=True, slots=True)
class Unsent:
    """How many replies of a channel have not surely arrived, and events that were not read."""

    waiting: int
    held: int
    ambiguous: int
    failed: int
    unreadable: int


def conversation_of(engine: Engine, channel: str, chat: str) -> str | None:
    """Return the id of a chat's conversation."""
    found = select(Conversation.id).where(
        Conversation.channel == channel, Conversation.chat == chat
    )
    with reading(engine) as db:
        return db.execute(found).scalar()


def transcript(
    engine: Engine, channel: str, chat: str, after_turn: int = 0, limit: int = 100
) -> list[TurnRow]:
    """Return the newest ``limit`` turns of a chat after ``after_turn``, oldest first."""
    newest = (
        select(
            Turn.id,
            InboxMessage.kind,
            func.coalesce(func.nullif(InboxMessage.label, ""), InboxMessage.text).label("text"),
            InboxMessage.media,
            Turn.reply,
            Turn.created_at,
        )
        .join(InboxMessage, Turn.inbox_id == InboxMessage.id)
        .join(Conversation, Turn.conversation_id == Conversation.id)
        .where(Conversation.channel == channel, Conversation.chat == chat, Turn.id > after_turn)
        .order_by(Turn.id.desc())
        .limit(limit)
    )
    with reading(engine) as db:
        return [TurnRow(*row) for row in reversed(db.execute(newest).all())]


def needs(engine: Engine) -> Sequence[NeedRow]:
    """Return all needs, oldest first."""
    every = (
        select(
            Need.id,
            Need.created_at,
            Conversation.channel,
            Need.question,
            Need.field,
            Need.department,
            Need.status,
            Need.conversation_id,
            Need.turn_id,
        )
        .join(Conversation)
        .order_by(Need.id)
    )
    with reading(engine) as db:
        return [NeedRow(*row) for row in db.execute(every)]


def backlog(engine: Engine, now: datetime) -> Backlog:
    """Return how many messages and replies wait."""
    with reading(engine) as db:
        return Backlog(
            *_waiting(db, InboxMessage, InboxMessage.received_at, now),
            *_waiting(db, OutboxReply, OutboxReply.created_at, now),
        )


def unsent(engine: Engine, channel: str) -> Unsent:
    """Return what of a channel needs somebody's attention."""
    replies = select(OutboxReply.status, func.count()).where(OutboxReply.channel == channel)
    letters = select(func.count()).select_from(DeadLetter).where(DeadLetter.channel == channel)
    with reading(engine) as db:
        found = {row[0]: row[1] for row in db.execute(replies.group_by(OutboxReply.status))}
        unreadable = db.execute(letters).scalar_one()
    return Unsent(
        waiting=found.get("waiting", 0),
        held=found.get("held", 0),
        ambiguous=found.get("ambiguous", 0),
        failed=found.get("failed", 0),
        unreadable=unreadable,
    )


def _waiting(
    db: Connection, table: type[InboxMessage] | type[OutboxReply], since: Any, now: datetime
) -> tuple[int, timedelta]:
    query = select(func.count(), func.min(since)).where(table.status == "waiting")
    count, oldest = db.execute(query).one()
    return count, now - (oldest or now)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Read without the write lock that a transaction on SQLite takes otherwise."""
    with engine.execution_options(reading=True).connect() as db:
        yield db
