"""The tables, with types that mean the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    MetaData,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from typing_extensions import override

Json = dict[str, Any]
JsonList = list[dict[str, Any]]


class UtcTime(TypeDecorator[datetime]):
    """Aware times in UTC, also on SQLite, which keeps no time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times, which could mean anything."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a time needs its time zone")
        return value and value.astimezone(UTC)

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the time as UTC."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Common ground of all tables."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text,
        datetime: UtcTime,
        Json: JSON,
        JsonList: JSON,
    }


class Conversation(Base):
    """One citizen's chat on one channel, and who works on it now."""

    __tablename__ = "conversations"
    __table_args__ = (UniqueConstraint("channel", "chat"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str]
    chat: Mapped[str]
    state: Mapped[Json]
    lease_owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    last_at: Mapped[datetime]


class InboxMessage(Base):
    """One accepted message: waiting, done, or dead (only ever answered by an error)."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "external_id"),
        Index(None, "status", "id"),
        Index(None, "conversation_id", "status", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey(Conversation.id))
    channel: Mapped[str]
    external_id: Mapped[str]
    kind: Mapped[str]
    text: Mapped[str]
    label: Mapped[str]
    media: Mapped[str]
    status: Mapped[str]
    attempts: Mapped[int]
    received_at: Mapped[datetime]


class Turn(Base):
    """One message with what was understood and the reply to it."""

    __tablename__ = "turns"
    __table_args__ = (
        UniqueConstraint("inbox_id"),
        Index(None, "conversation_id", "id"),
        Index(None, "created_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey(Conversation.id))
    inbox_id: Mapped[int] = mapped_column(ForeignKey(InboxMessage.id))
    text: Mapped[str]
    intent: Mapped[str]
    confidence: Mapped[float]
    ranking: Mapped[JsonList]
    entities: Mapped[JsonList]
    outcome: Mapped[str]
    aspect: Mapped[str | None]
    procedure_code: Mapped[str | None]
    procedure_name: Mapped[str | None]
    procedure_version: Mapped[str | None]
    reply: Mapped[Json]
    state: Mapped[Json]
    latency_ms: Mapped[float]
    fault: Mapped[str]
    created_at: Mapped[datetime]


class OutboxReply(Base):
    """One reply to deliver: waiting, sent, ambiguous (maybe sent) or failed (given up)."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(None, "channel", "status", "due_at"),
        Index(None, "conversation_id", "status", "id"),
        Index(None, "turn_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey(Conversation.id))
    turn_id: Mapped[int | None] = mapped_column(ForeignKey(Turn.id))
    channel: Mapped[str]
    reply: Mapped[Json]
    status: Mapped[str]
    attempts: Mapped[int]
    due_at: Mapped[datetime]
    error: Mapped[str]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class Need(Base):
    """One thing the bot could not give, on its way to a department."""

    __tablename__ = "needs"
    __table_args__ = (
        Index(None, "status", "created_at"),
        Index(None, "conversation_id"),
        Index(None, "turn_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    turn_id: Mapped[int] = mapped_column(ForeignKey(Turn.id))
    conversation_id: Mapped[str] = mapped_column(ForeignKey(Conversation.id))
    question: Mapped[str]
    field: Mapped[str | None]
    department: Mapped[str]
    status: Mapped[str]
    created_at: Mapped[datetime]


class DeadLetter(Base):
    """One update that no channel could read, kept for the operators."""

    __tablename__ = "dead_letters"
    __table_args__ = (UniqueConstraint("channel", "external_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str]
    external_id: Mapped[str]
    body: Mapped[str]
    why: Mapped[str]
    created_at: Mapped[datetime]
