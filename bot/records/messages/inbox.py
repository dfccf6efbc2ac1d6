"""The inbox: accepted messages, each answered once, a conversation's in their order."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Engine, Row, Select, func, or_, select, update
from sqlalchemy.exc import InternalError, OperationalError

from bot.clock import utc_now as utc_now
from bot.conversation.ports import Incoming, Stored, TurnRecord
from bot.records.database import plain_errors
from bot.records.insert import insert
from bot.records.messages.edits import edited, put_in_place
from bot.records.messages.hearing import as_heard
from bot.records.messages.turns import write_turn
from bot.records.needs.opening import Routing
from bot.records.read import reading
from bot.records.tables import Conversation, DeadLetter, InboxMessage, OutboxReply
from bot.records.takeover.rows import with_person
from bot.records.text import clean, storable
from bot.trace import about

MOST_ATTEMPTS = 5  # a message claimed more often is dead: its turn is expected to be an error
# What no message is to blame for: a lock, a lost connection, a server that only reads for now.
PASSING = (OperationalError, InternalError)
KeepWhole = Callable[[Connection, str, int, str, datetime], None]
_LONGEST_KEY = 200
_LONGEST_LABEL = 200

log = logging.getLogger(__name__)


class SqlInbox:
    """``Inbox`` in SQLite or PostgreSQL, for any number of threads and processes."""

    def __init__(
        self,
        engine: Engine,
        rules: Routing,
        clock: Callable[[], datetime] = utc_now,
        keep_whole: KeepWhole | None = None,
    ) -> None:
        """Give needs their owner and due time by ``rules``.

        ``keep_whole`` gets each text unmasked, to seal it; without it nothing unmasked is kept.
        """
        self._engine, self._rules, self._clock = engine, rules, clock
        self._keep_whole = keep_whole

    def accept(self, incoming: Incoming) -> int | None:
        """Mask and store one update in one transaction; ``None`` if it was stored before.

        Raises:
            DatabaseUnusable: the database does not answer; the same update may be taken later.
        """
        now = self._clock()
        with (
            plain_errors(self._engine, PASSING),
            self._engine.connect() as db,
            db.begin() as transaction,
        ):
            conversation = _open_conversation(db, incoming, now)
            replaced = edited(db, conversation, incoming)
            number = None if replaced.is_same else _store(db, conversation, incoming, now)
            if number is None:
                transaction.rollback()
            else:
                put_in_place(db, number, replaced)
                if self._keep_whole:
                    self._keep_whole(db, conversation, number, incoming.text, now)
                _let_go(db, conversation, now)
        with about(incoming.trace, conversation):
            log.info("%s: %s", incoming.channel, "accepted" if number else "not new")
        return number

    def bury(self, channel: str, external_id: str, body: str, why: str) -> None:
        """Keep an update that could not be parsed as a dead letter (masked, shortened)."""
        letter = insert(self._engine, DeadLetter).values(
            channel=channel,
            external_id=clean(external_id, _LONGEST_KEY),
            body=storable(body),
            why=storable(why, 500),
            created_at=self._clock(),
        )
        with self._engine.begin() as db:
            db.execute(letter.on_conflict_do_nothing())

    def claim(self, worker: str, lease_seconds: float) -> Stored | None:
        """Lease the conversation with the oldest waiting message and return that message."""
        now = self._clock()
        until = now + timedelta(seconds=lease_seconds)
        if not self._is_any_free(now):
            return None
        with self._engine.begin() as db:
            while conversation := _lock_free_conversation(db, now):
                if message := _take_oldest(db, conversation):
                    _lease(db, conversation, worker, until)
                    return message
        return None

    def _is_any_free(self, now: datetime) -> bool:
        """Look without the write lock of SQLite, or each look in vain would hold up who writes."""
        with reading(self._engine) as db:
            return db.execute(_free_conversation(now)).first() is not None

    def finish(self, worker: str, turn: TurnRecord) -> bool:
        """Write turn, reply, need and state, and release the lease, in one transaction."""
        now = self._clock()
        with self._engine.connect() as db, db.begin() as transaction:
            heard = as_heard(db, turn)
            changed = _taken_again(db, worker, turn) if heard is None else _ended(db, worker, heard)
            if not changed:
                transaction.rollback()
            if heard is None or not changed:
                return False
            write_turn(db, heard, self._rules, now)
            return True

    def release(self, worker: str, message: Stored) -> None:
        """Give a claimed message back unanswered; this does not count as an attempt."""
        with self._engine.connect() as db, db.begin() as transaction:
            if not _end_claim(db, worker, message, _untried(message)):
                transaction.rollback()


def _open_conversation(db: Connection, incoming: Incoming, now: datetime) -> str:
    """Also locks the row, so that ids in a conversation's inbox are given in commit order."""
    new = insert(db, Conversation).values(
        id=uuid4().hex,
        channel=incoming.channel,
        chat=clean(incoming.chat, _LONGEST_KEY),
        state={},
        created_at=now,
        last_at=now,
    )
    row = new.on_conflict_do_update(index_elements=["channel", "chat"], set_={"last_at": now})
    return str(db.execute(row.returning(Conversation.id)).scalar_one())


def _store(db: Connection, conversation: str, incoming: Incoming, now: datetime) -> int | None:
    row = insert(db, InboxMessage).values(
        conversation_id=conversation,
        channel=incoming.channel,
        external_id=clean(incoming.external_id, _LONGEST_KEY),
        kind=incoming.kind,
        text=storable(incoming.text),
        label=storable(incoming.label, _LONGEST_LABEL),
        media=clean(incoming.media, _LONGEST_KEY),
        position=incoming.position,
        message=clean(incoming.message, _LONGEST_KEY),
        trace=incoming.trace,
        status="waiting",
        attempts=0,
        received_at=now,
    )
    return db.execute(row.on_conflict_do_nothing().returning(InboxMessage.id)).scalar()


def _let_go(db: Connection, conversation: str, now: datetime) -> None:
    """What was held until the citizen wrote again goes out now, ahead of the answer."""
    held = update(OutboxReply).where(
        OutboxReply.conversation_id == conversation, OutboxReply.status == "held"
    )
    db.execute(held.values(status="waiting", due_at=now))


def _free_conversation(now: datetime) -> Select[Any]:
    is_free = or_(Conversation.lease_until.is_(None), Conversation.lease_until <= now)
    return (
        select(Conversation.id)
        .join(InboxMessage)
        .where(InboxMessage.status == "waiting", is_free)
        .order_by(InboxMessage.id)
        .limit(1)
    )


def _lock_free_conversation(db: Connection, now: datetime) -> str | None:
    free = _free_conversation(now).with_for_update(of=Conversation, skip_locked=True)
    return db.execute(free).scalar()


def _take_oldest(db: Connection, conversation: str) -> Stored | None:
    """A second query: on PostgreSQL the one that locked may have seen an older inbox."""
    oldest = db.execute(
        select(
            InboxMessage.__table__,
            Conversation.chat,
            Conversation.state,
            with_person().label("with_person"),
        )
        .join(Conversation)
        .where(InboxMessage.conversation_id == conversation, InboxMessage.status == "waiting")
        .order_by(func.coalesce(InboxMessage.position, 0), InboxMessage.id)
        .limit(1)
    ).first()
    if oldest is None:
        return None
    attempt = update(InboxMessage).where(InboxMessage.id == oldest.id)
    db.execute(attempt.values(attempts=oldest.attempts + 1))
    return _stored(oldest)


def _stored(row: Row[Any]) -> Stored:
    return Stored(
        id=row.id,
        conversation=row.conversation_id,
        channel=row.channel,
        chat=row.chat,
        kind=row.kind,
        text=row.text,
        label=row.label,
        media=row.media,
        attempts=row.attempts + 1,
        state=row.state,
        trace=row.trace,
        with_person=row.with_person,
    )


def _lease(db: Connection, conversation: str, worker: str, until: datetime) -> None:
    row = update(Conversation).where(Conversation.id == conversation)
    db.execute(row.values(lease_owner=worker, lease_until=until))


def _end_claim(
    db: Connection, worker: str, message: Stored, inbox: Mapping[str, Any], **conversation: Any
) -> bool:
    """Change both rows if the lease is still the worker's, and from this very attempt."""
    lease = update(Conversation).where(
        Conversation.id == message.conversation, Conversation.lease_owner == worker
    )
    claimed = update(InboxMessage).where(
        InboxMessage.id == message.id,
        InboxMessage.status == "waiting",
        InboxMessage.attempts == message.attempts,
    )
    free = {"lease_owner": None, "lease_until": None}
    return all(
        db.execute(change).rowcount
        for change in (lease.values(**free, **conversation), claimed.values(**inbox))
    )


def _ended(db: Connection, worker: str, turn: TurnRecord) -> bool:
    return _end_claim(db, worker, turn.message, _done(turn), **_changed(turn))


def _taken_again(db: Connection, worker: str, turn: TurnRecord) -> bool:
    """The person has gone meanwhile, and the bot answers after all."""
    return _end_claim(db, worker, turn.message, _untried(turn.message))


def _untried(message: Stored) -> dict[str, int]:
    return {"attempts": message.attempts - 1}


def _changed(turn: TurnRecord) -> dict[str, Any]:
    """While a person talks, the state is theirs: it holds what they have offered."""
    named = {"commune": turn.commune} if turn.commune else {}
    return named if turn.is_quiet else {"state": dict(turn.state), **named}


def _done(turn: TurnRecord) -> dict[str, str]:
    if turn.by_notice:
        return {"status": "noticed"}
    return {"status": "dead" if turn.message.attempts > MOST_ATTEMPTS else "done"}
