"""The way of one message, found by its trace; what it said is not part of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, select

from bot.records.messages.stuck import MESSAGE, REPLY
from bot.records.read import reading
from bot.records.tables import InboxMessage, OutboxReply, Turn


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to it."""

    at: datetime
    told: str


def way(engine: Engine, trace: str) -> list[Step]:
    """Return what happened to the message, from first to last."""
    with reading(engine) as db:
        return sorted(_steps(db, trace), key=lambda step: step.at) if trace else []


def _steps(db: Connection, trace: str) -> Iterator[Step]:
    message = db.execute(select(InboxMessage.__table__).where(InboxMessage.trace == trace)).first()
    if message is None:
        return
    state = f"{message.status}, {message.attempts} attempts"
    number = f"{MESSAGE}{message.id}"
    yield Step(message.received_at, f"{number} accepted on {message.channel}: {state}")
    for turn in db.execute(select(Turn.__table__).where(Turn.inbox_id == message.id)):
        took = f"{turn.latency_ms:.0f} ms"
        yield Step(turn.created_at, f"answered: {turn.outcome} in {took} {turn.fault}".strip())
    replies = select(OutboxReply.__table__).where(
        OutboxReply.conversation_id == message.conversation_id, OutboxReply.trace == trace
    )
    for reply in db.execute(replies):
        at, why = reply.sent_at or reply.created_at, reply.error
        yield Step(at, f"{REPLY}{reply.id} {reply.status}, {reply.attempts} attempts {why}".strip())
