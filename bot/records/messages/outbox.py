"""The outbox: replies until they are delivered, a conversation's one at a time and in order."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError
from sqlalchemy import ColumnElement, Connection, Engine, Row, Select, and_, exists, select, update
from sqlalchemy.orm import aliased

from bot.conversation.ports import Outgoing
from bot.records.messages.inbox import utc_now
from bot.records.read import reading
from bot.records.tables import Conversation, OutboxReply
from bot.records.text import storable
from bot.reply import Reply

HOLD_SECONDS = 120.0  # longer than any send; what a killed sender held is taken up after it


class SqlOutbox:
    """``Outbox`` in SQLite or PostgreSQL, for any number of senders.

    ``attempts`` of a claimed reply counts the earlier claims. A claim moves the due time ahead,
    which keeps other senders away and brings the reply back if this one dies.
    """

    def __init__(
        self,
        engine: Engine,
        clock: Callable[[], datetime] = utc_now,
        hold_seconds: float = HOLD_SECONDS,
    ) -> None:
        """Hold a claimed reply back from other senders for ``hold_seconds``."""
        self._engine, self._clock = engine, clock
        self._hold = timedelta(seconds=hold_seconds)

    def claim_outgoing(self, channel: str, limit: int) -> Sequence[Outgoing]:
        """Replies of that channel that are due, oldest first, one a conversation at a time."""
        now = self._clock()
        if not self._is_any_due(channel, now):
            return []
        with self._engine.begin() as db:
            due = _lock_due(db, channel, now, limit)
            _hold(db, [row.id for row in due], now + self._hold)
        return [outgoing for row in due if (outgoing := self._outgoing(row))]

    def _is_any_due(self, channel: str, now: datetime) -> bool:
        """Look without the write lock of SQLite, or each look in vain would hold up who writes."""
        with reading(self._engine) as db:
            return db.execute(_due(channel, now, 1)).first() is not None

    def delivered(self, outgoing_id: int) -> None:
        """It has arrived."""
        self._mark(outgoing_id, status="sent", sent_at=self._clock())

    def failed(self, outgoing_id: int, why: str, retry_in: float | None) -> None:
        """Try again in ``retry_in`` seconds; ``None`` gives up."""
        if retry_in is None:
            self._mark(outgoing_id, status="failed", error=storable(why, 500))
        else:
            due_at = self._clock() + timedelta(seconds=retry_in)
            self._mark(outgoing_id, due_at=due_at, error=storable(why, 500))

    def ambiguous(self, outgoing_id: int, why: str) -> None:
        """It may or may not have arrived: marked, never blindly repeated."""
        self._mark(outgoing_id, status="ambiguous", error=storable(why, 500))

    def hold(self, outgoing_id: int, why: str) -> None:
        """It cannot be sent before the citizen writes again: kept until then."""
        self._mark(outgoing_id, status="held", error=storable(why, 500))

    def _outgoing(self, row: Row[Any]) -> Outgoing | None:
        """A reply that this version cannot read must not hold up all others."""
        try:
            return _outgoing(row)
        except ValidationError as error:
            self.failed(row.id, f"unreadable: {error}", retry_in=None)
            return None

    def _mark(self, outgoing_id: int, **values: Any) -> None:
        reply = update(OutboxReply).where(
            OutboxReply.id == outgoing_id, OutboxReply.status == "waiting"
        )
        with self._engine.begin() as db:
            db.execute(reply.values(**values))


def _due(channel: str, now: datetime, limit: int) -> Select[Any]:
    is_due = (
        OutboxReply.channel == channel,
        OutboxReply.status == "waiting",
        OutboxReply.due_at <= now,
        ~_has_earlier(),
    )
    return select(OutboxReply.id).where(*is_due).order_by(OutboxReply.id).limit(limit)


def _lock_due(db: Connection, channel: str, now: datetime, limit: int) -> Sequence[Row[Any]]:
    whole = _due(channel, now, limit).with_only_columns(OutboxReply.__table__, Conversation.chat)
    locked = whole.join(Conversation).with_for_update(of=OutboxReply, skip_locked=True)
    return db.execute(locked).all()


def _has_earlier() -> ColumnElement[bool]:
    earlier = aliased(OutboxReply)
    is_earlier = and_(
        earlier.conversation_id == OutboxReply.conversation_id,
        earlier.status == "waiting",
        earlier.id < OutboxReply.id,
    )
    return exists().where(is_earlier)


def _hold(db: Connection, ids: Sequence[int], until: datetime) -> None:
    replies = update(OutboxReply).where(OutboxReply.id.in_(ids))
    db.execute(replies.values(due_at=until, attempts=OutboxReply.attempts + 1))


def _outgoing(row: Row[Any]) -> Outgoing:
    return Outgoing(
        id=row.id,
        conversation=row.conversation_id,
        channel=row.channel,
        chat=row.chat,
        reply=Reply.model_validate(row.reply),
        created_at=row.created_at,
        attempts=row.attempts,
        trace=row.trace,
    )
