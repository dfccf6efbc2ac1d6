"""The tables, with types that mean the same on SQLite and PostgreSQL."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    Index,
    MetaData,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.records.columns import Json, JsonList, UtcTime


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
    """One citizen's chat on one channel, and who works on it now.

    ``commune`` is the full name of the one that the citizen named last. ``kept`` puts it out of
    reach of retention; ``flagged`` marks it for colleagues.
    """

    __tablename__ = "conversations"
    __table_args__ = (
        UniqueConstraint("channel", "chat"),
        Index(None, "last_at", "id"),
        Index(None, "commune", "last_at"),
        Index(
            "ix_conversations_flagged",
            "last_at",
            sqlite_where=text("flagged"),
            postgresql_where=text("flagged"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str]
    chat: Mapped[str]
    state: Mapped[Json]
    lease_owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    last_at: Mapped[datetime]
    commune: Mapped[str] = mapped_column(server_default="")
    flagged: Mapped[bool] = mapped_column(server_default=false())
    kept: Mapped[bool] = mapped_column(server_default=false())


class InboxMessage(Base):
    """One accepted message: waiting, done, dead (only ever answered by an error), replaced (the
    citizen edited it before it was answered), noticed (told that the bot is off) or dropped.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "external_id"),
        Index(None, "status", "id"),
        Index(None, "conversation_id", "status", "id"),
        Index(None, "trace"),
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
    position: Mapped[int | None] = mapped_column(BigInteger)
    message: Mapped[str] = mapped_column(server_default="")
    status: Mapped[str]
    attempts: Mapped[int]
    received_at: Mapped[datetime]
    trace: Mapped[str] = mapped_column(server_default="")


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
    """One reply to deliver: waiting, held (until the citizen writes again), sent, ambiguous
    (maybe sent), failed (given up) or dropped (by an operator).

    A turn has the bot's reply and, while a person is in the talk, theirs: those have ``staff_id``.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(None, "channel", "status", "due_at"),
        Index(None, "conversation_id", "status", "id"),
        Index(None, "turn_id"),
        Index(None, "sent_at"),
        Index(
            "ix_outbox_open",
            "status",
            sqlite_where=text("status <> 'sent'"),
            postgresql_where=text("status <> 'sent'"),
        ),
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
    trace: Mapped[str] = mapped_column(server_default="")
    staff_id: Mapped[int | None]


class OutboxPart(Base):
    """One message of a reply: sending, sent or ambiguous. Written before the message leaves.

    Only of channels that count messages, or that must not repeat one after a crash.
    """

    __tablename__ = "outbox_parts"
    __table_args__ = (Index(None, "conversation_id", "begun_at"),)

    outbox_id: Mapped[int] = mapped_column(ForeignKey(OutboxReply.id), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey(Conversation.id))
    status: Mapped[str]
    external_id: Mapped[str]
    begun_at: Mapped[datetime]


class Need(Base):
    """One thing the bot could not give, on its way to a department and back.

    ``words`` is the question as it is searched: without accents and capitals.
    ``status`` is new, accepted, waiting (for the citizen), drafted (to be approved), answered,
    confirmed, reopened, withdrawn or merged; a merged one follows ``merged_into``, and its citizen
    gets that answer. ``reason`` and ``detail`` say why it is this department's. ``due_at`` moves
    with a pause that began at ``paused_at``. ``is_helpful`` is the citizen's own word on the
    answer, ``was_late`` says of the first answer whether it came after the due time.
    """

    __tablename__ = "needs"
    __table_args__ = (
        Index(None, "status", "created_at"),
        Index(None, "conversation_id"),
        Index(None, "turn_id"),
        Index(None, "department", "status", "due_at"),
        Index(None, "owner_id", "status"),
        Index(None, "merged_into"),
        Index(None, "created_at", "field", "commune"),
        Index(
            "ix_needs_open",
            "due_at",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
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
    words: Mapped[str] = mapped_column(server_default="")
    kind: Mapped[str] = mapped_column(server_default="question")
    procedure_code: Mapped[str] = mapped_column(server_default="")
    commune: Mapped[str] = mapped_column(server_default="")
    reason: Mapped[str] = mapped_column(server_default="")
    detail: Mapped[str] = mapped_column(server_default="")
    owner_id: Mapped[int | None]
    due_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(server_default="")
    answered_by: Mapped[int | None]
    merged_into: Mapped[int | None]
    reopened: Mapped[int] = mapped_column(server_default="0")
    is_helpful: Mapped[bool | None]
    was_late: Mapped[bool | None]


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


class ZaloTokens(Base):
    """The token pair of one Zalo app, encrypted; the one before it; who is refreshing it now."""

    __tablename__ = "zalo_tokens"

    app_id: Mapped[str] = mapped_column(primary_key=True)
    generation: Mapped[int]
    access_token: Mapped[str]
    refresh_token: Mapped[str]
    previous_access_token: Mapped[str]
    previous_refresh_token: Mapped[str]
    account: Mapped[str]
    trouble: Mapped[str]
    refreshed_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    lease_owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]


class CatalogueVersion(Base):
    """One version of an imported record; the current one of its code has no ``replaced_at``.

    A record that goes back to what it said before gets another row, so that the days stay true.
    """

    __tablename__ = "catalogue_versions"
    __table_args__ = (
        Index(None, "code", "version"),
        Index(
            "uq_catalogue_versions_current",
            "code",
            unique=True,
            sqlite_where=text("replaced_at IS NULL"),
            postgresql_where=text("replaced_at IS NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    version: Mapped[str]
    origin: Mapped[str]
    record: Mapped[Json]
    source: Mapped[str]
    checked: Mapped[date]
    imported_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]
