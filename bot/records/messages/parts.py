"""The messages of a reply, one by one: what left is known after a crash, and can be counted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Update, delete, func, insert, select, update

from bot.conversation.ports import Outgoing
from bot.records.messages.inbox import utc_now
from bot.records.read import reading
from bot.records.tables import InboxMessage, OutboxPart, OutboxReply, Turn


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a reply has come.

    Attributes:
        begun: the numbers of the messages that have left or may have.
        in_doubt: one of them may not have arrived.
        answers: the channel's id of the citizen's message; empty for what answers none.
    """

    begun: frozenset[int]
    in_doubt: bool
    answers: str


@dataclass(frozen=True, slots=True)
class Window:
    """What a conversation got since the citizen last wrote."""

    last_message_at: datetime | None
    sent: int

    def left(self, free: int) -> int:
        """How many of ``free`` messages may still be sent."""
        return max(0, free - self.sent)


class SqlParts:
    """Written before and after each message of a reply."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self._engine, self._clock = engine, clock

    def progress(self, outgoing_id: int) -> Progress:
        """Return how far the reply has come, at whatever moment its last sender died."""
        mine = OutboxPart.outbox_id == outgoing_id
        with reading(self._engine) as db:
            found = db.execute(select(OutboxPart.number, OutboxPart.status).where(mine)).all()
            answers = _answered(db, outgoing_id)
        in_doubt = any(part.status != "sent" for part in found)
        return Progress(frozenset(part.number for part in found), in_doubt, answers)

    def begin(self, outgoing: Outgoing, number: int) -> None:
        """Message ``number`` of the reply is about to leave."""
        row = insert(OutboxPart).values(
            outbox_id=outgoing.id,
            number=number,
            conversation_id=outgoing.conversation,
            status="sending",
            external_id="",
            begun_at=self._clock(),
        )
        with self._engine.begin() as db:
            db.execute(row)

    def sent(self, outgoing_id: int, number: int, external_id: str) -> None:
        """It has arrived, as ``external_id``."""
        self._mark(outgoing_id, number, status="sent", external_id=external_id)

    def all_sent(self, outgoing_id: int, number: int, external_id: str) -> None:
        """It has arrived, and with it the whole reply: one transaction, one wait for the disk."""
        waits = (OutboxReply.id == outgoing_id, OutboxReply.status == "waiting")
        ended = update(OutboxReply).where(*waits).values(status="sent", sent_at=self._clock())
        with self._engine.begin() as db:
            db.execute(_marked(outgoing_id, number, status="sent", external_id=external_id))
            db.execute(ended)

    def in_doubt(self, outgoing_id: int, number: int) -> None:
        """It may or may not have arrived."""
        self._mark(outgoing_id, number, status="ambiguous")

    def not_sent(self, outgoing_id: int, number: int) -> None:
        """It surely did not leave."""
        with self._engine.begin() as db:
            db.execute(delete(OutboxPart).where(*_is(outgoing_id, number)))

    def window(self, conversation: str) -> Window:
        """Count what the conversation got since the citizen last wrote."""
        last = select(func.max(InboxMessage.received_at)).where(
            InboxMessage.conversation_id == conversation
        )
        parts = select(func.count()).select_from(OutboxPart)
        with reading(self._engine) as db:
            since = db.execute(last).scalar()
            mine = parts.where(OutboxPart.conversation_id == conversation)
            counted = mine.where(OutboxPart.begun_at >= since) if since else mine
            return Window(since, db.execute(counted).scalar_one())

    def _mark(self, outgoing_id: int, number: int, **values: Any) -> None:
        with self._engine.begin() as db:
            db.execute(_marked(outgoing_id, number, **values))


def _is(outgoing_id: int, number: int) -> tuple[Any, ...]:
    return OutboxPart.outbox_id == outgoing_id, OutboxPart.number == number


def _marked(outgoing_id: int, number: int, **values: Any) -> Update:
    return update(OutboxPart).where(*_is(outgoing_id, number)).values(**values)


def _answered(db: Connection, outgoing_id: int) -> str:
    message = (
        select(InboxMessage.external_id)
        .join(Turn, Turn.inbox_id == InboxMessage.id)
        .join(OutboxReply, OutboxReply.turn_id == Turn.id)
        .where(OutboxReply.id == outgoing_id)
    )
    return db.execute(message).scalar() or ""
