"""How much waits at this moment, and for how long; read from the tables at each look."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, and_, case, func, select

from bot.records.operations.tables import Switch
from bot.records.read import reading
from bot.records.tables import Conversation, DeadLetter, InboxMessage, OutboxReply, ZaloTokens


@dataclass(frozen=True, slots=True)
class Depth:
    """So many of a channel in a state; ``seconds`` since the oldest came."""

    channel: str
    state: str
    many: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Depths:
    """What waits, what was given up, and which switches are off."""

    inbox: tuple[Depth, ...]
    outbox: tuple[Depth, ...]
    letters: tuple[Depth, ...]
    off: frozenset[str]
    zalo_token_seconds: float | None
    zalo_token_left: float | None


def depths(engine: Engine, now: datetime) -> Depths:
    """Return what there is now."""
    with reading(engine) as db:
        return Depths(
            tuple(_depths(db, _inbox(now), now)),
            tuple(_depths(db, _outbox(), now)),
            tuple(_depths(db, _letters(), now)),
            frozenset(db.execute(select(Switch.name)).scalars()),
            *_zalo(db, now),
        )


def _inbox(now: datetime) -> Any:
    """Expired: claimed by a worker that did not finish; the next one takes it at once."""
    begun = and_(InboxMessage.attempts > 0, Conversation.lease_until.is_not(None))
    in_hand = and_(begun, Conversation.lease_until > now)
    state = case((in_hand, "leased"), (begun, "expired"), else_="waiting").label("state")
    return (
        select(InboxMessage.channel, state, func.count(), func.min(InboxMessage.received_at))
        .join(Conversation, InboxMessage.conversation_id == Conversation.id)
        .where(InboxMessage.status == "waiting")
        .group_by(InboxMessage.channel, state)
    )


def _outbox() -> Any:
    state, since = OutboxReply.status, func.min(OutboxReply.created_at)
    return (
        select(OutboxReply.channel, state, func.count(), since)
        .where(state != "sent")
        .group_by(OutboxReply.channel, state)
    )


def _letters() -> Any:
    oldest = func.min(DeadLetter.created_at)
    every = select(DeadLetter.channel, DeadLetter.channel, func.count(), oldest)
    return every.group_by(DeadLetter.channel)


def _depths(db: Connection, query: Any, now: datetime) -> Iterator[Depth]:
    for channel, state, many, oldest in db.execute(query):
        yield Depth(channel, state, many, max(0.0, (now - oldest).total_seconds()))


def _zalo(db: Connection, now: datetime) -> tuple[float | None, float | None]:
    """How old the token pair is, and how long it still holds; nothing of it is decrypted."""
    newest = select(ZaloTokens.refreshed_at, ZaloTokens.expires_at)
    row = db.execute(newest.order_by(ZaloTokens.refreshed_at.desc()).limit(1)).first()
    if row is None:
        return None, None
    return (now - row.refreshed_at).total_seconds(), (row.expires_at - now).total_seconds()
