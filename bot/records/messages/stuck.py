"""What is stuck, or went wrong lately: messages, replies and updates nobody could read.

Of none of them the text is shown: whoever looks after the machine has no need to read it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, and_, case, false, or_, select, true

from bot.records.read import reading
from bot.records.tables import Conversation, DeadLetter, InboxMessage, OutboxReply, Turn


class State(StrEnum):
    """Why something is shown."""

    WAITING = "waiting"
    LEASED = "leased"
    EXPIRED = "expired"
    DEAD = "dead"
    ERROR = "error"
    NOTICED = "noticed"
    UNSENT = "unsent"
    HELD = "held"
    AMBIGUOUS = "ambiguous"
    FAILED = "failed"
    DROPPED = "dropped"
    UNREADABLE = "unreadable"


SETTLED = frozenset({State.NOTICED, State.DROPPED})  # shown only when asked for
MESSAGE, REPLY, LETTER = "m", "r", "d"  # before the number of each


@dataclass(frozen=True, slots=True)
class Stuck:
    """One thing to look at; ``id`` is what ``requeue`` and ``drop`` take."""

    id: str
    state: str
    channel: str
    since: datetime
    attempts: int
    why: str
    trace: str
    conversation: str


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for.

    Attributes:
        now: the time it is.
        older: what waits for less is in its normal course.
        recent: how far back what has gone wrong is shown.
        channel: only this one; empty for all.
        states: only these.
        limit: of each kind, the oldest.
    """

    now: datetime
    older: timedelta = timedelta(seconds=60)
    recent: timedelta = timedelta(days=7)
    channel: str = ""
    states: Collection[State] = frozenset(State) - SETTLED
    limit: int = 200

    def on(self, channel: Any) -> ColumnElement[bool]:
        return channel == self.channel if self.channel else true()

    def waits(self, since: Any) -> ColumnElement[bool]:
        happened: ColumnElement[bool] = since <= self.now - self.older
        return happened

    def lately(self, since: Any) -> ColumnElement[bool]:
        happened: ColumnElement[bool] = since >= self.now - self.recent
        return happened


def stuck(engine: Engine, query: Query) -> list[Stuck]:
    """Return what is stuck, the oldest first."""
    with reading(engine) as db:
        found = [*_messages(db, query), *_replies(db, query), *_letters(db, query)]
    return sorted(found, key=lambda one: one.since)


def _messages(db: Connection, query: Query) -> Iterator[Stuck]:
    begun = and_(Conversation.lease_until.is_not(None), InboxMessage.attempts > 0)
    waits, status = query.waits(InboxMessage.received_at), InboxMessage.status
    is_ours = and_(status == "waiting", begun)
    states: dict[State, ColumnElement[bool]] = {
        State.EXPIRED: and_(is_ours, Conversation.lease_until <= query.now),
        State.LEASED: and_(is_ours, waits),
        State.WAITING: and_(status == "waiting", waits, ~begun),
        State.ERROR: and_(status == "done", Turn.outcome == "error"),
        **{name: status == name for name in (State.DEAD, State.NOTICED, State.DROPPED)},
    }
    state = case(*((condition, name.value) for name, condition in states.items()), else_="")
    recent = or_(status == "waiting", query.lately(InboxMessage.received_at))
    rows = (
        select(
            InboxMessage.id,
            state.label("state"),
            InboxMessage.channel,
            InboxMessage.received_at,
            InboxMessage.attempts,
            Turn.fault,
            InboxMessage.trace,
            InboxMessage.conversation_id,
        )
        .join(Conversation, InboxMessage.conversation_id == Conversation.id)
        .outerjoin(Turn, Turn.inbox_id == InboxMessage.id)
        .where(_any(states, query.states), recent, query.on(InboxMessage.channel))
        .order_by(InboxMessage.id)
    )
    for number, *rest in db.execute(rows.limit(query.limit)):
        rest[4] = rest[4] or ""
        yield Stuck(f"{MESSAGE}{number}", *rest)


def _replies(db: Connection, query: Query) -> Iterator[Stuck]:
    waits = and_(OutboxReply.status == "waiting", query.waits(OutboxReply.created_at))
    names = (State.HELD, State.AMBIGUOUS, State.FAILED, State.DROPPED)
    states: dict[State, ColumnElement[bool]] = {
        State.UNSENT: waits,
        **{name: OutboxReply.status == name for name in names},
    }
    state = case((OutboxReply.status == "waiting", State.UNSENT.value), else_=OutboxReply.status)
    recent = or_(OutboxReply.status.in_(("waiting", "held")), query.lately(OutboxReply.created_at))
    rows = (
        select(
            OutboxReply.id,
            state.label("state"),
            OutboxReply.channel,
            OutboxReply.created_at,
            OutboxReply.attempts,
            OutboxReply.error,
            OutboxReply.trace,
            OutboxReply.conversation_id,
        )
        .where(OutboxReply.status != "sent", recent, _any(states, query.states))
        .where(query.on(OutboxReply.channel))
        .order_by(OutboxReply.id)
    )
    for number, *rest in db.execute(rows.limit(query.limit)):
        yield Stuck(f"{REPLY}{number}", *rest)


def _letters(db: Connection, query: Query) -> Iterator[Stuck]:
    if State.UNREADABLE not in query.states:
        return
    rows = (
        select(DeadLetter.id, DeadLetter.channel, DeadLetter.created_at, DeadLetter.why)
        .where(query.on(DeadLetter.channel), query.lately(DeadLetter.created_at))
        .order_by(DeadLetter.id)
    )
    for number, channel, since, why in db.execute(rows.limit(query.limit)):
        yield Stuck(f"{LETTER}{number}", State.UNREADABLE, channel, since, 0, why, "", "")


def _any(
    states: dict[State, ColumnElement[bool]], wanted: Collection[State]
) -> ColumnElement[bool]:
    return or_(false(), *(condition for name, condition in states.items() if name in wanted))
