"""The tables of the needs' way: what happened to each, what was told, what citizens asked for."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.records.columns import Json
from bot.records.tables import Base, Conversation, Need, Turn


class NeedEvent(Base):
    """One thing that happened to a need; never changed. ``who`` is a login, empty for the system.

    ``text`` is what a person said: a reason, a note for colleagues, a draft of an answer.
    """

    __tablename__ = "need_events"
    __table_args__ = (Index(None, "need_id", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey(Need.id))
    at: Mapped[datetime]
    who: Mapped[str]
    what: Mapped[str]
    text: Mapped[str]
    detail: Mapped[Json]


class NeedAlert(Base):
    """That somebody was told about a due time: ``step`` is warn, due, head or province.

    The key makes it once for each due time, whatever dies and whoever runs at the same moment.
    """

    __tablename__ = "need_alerts"

    need_id: Mapped[int] = mapped_column(ForeignKey(Need.id), primary_key=True)
    step: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[datetime] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class DigestSent(Base):
    """That a department got its digest of a day by one means (e-mail, Telegram, Zalo)."""

    __tablename__ = "digests_sent"

    day: Mapped[str] = mapped_column(primary_key=True)
    department: Mapped[str] = mapped_column(primary_key=True)
    means: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class RouteCorrection(Base):
    """That a need was not of the department it was sent to: suggestions learn from these."""

    __tablename__ = "route_corrections"
    __table_args__ = (Index(None, "need_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey(Need.id))
    question: Mapped[str]
    sent_to: Mapped[str]
    belongs_to: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime]


class Lesson(Base):
    """What an answered need would teach: an alias, a question with its answer, a sentence, a fact.

    ``kind`` is alias (``text`` is said for ``procedure_code``), faq (``text`` is asked, ``answer``
    is said, with that record), sentence (to train ``aspect``) or fact (``text`` says what the
    record should say). ``status`` is proposed, accepted or rejected.
    """

    __tablename__ = "lessons"
    __table_args__ = (
        UniqueConstraint("need_id", "kind", "text"),
        Index(None, "status", "id"),
        Index(None, "procedure_code", "status"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey(Need.id))
    kind: Mapped[str]
    procedure_code: Mapped[str]
    aspect: Mapped[str]
    text: Mapped[str]
    answer: Mapped[str]
    status: Mapped[str]
    proposed_by: Mapped[str]
    decided_by: Mapped[str]
    reason: Mapped[str]
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]


class Reminder(Base):
    """What a citizen wants to be told, and when: waiting, sent or cancelled."""

    __tablename__ = "reminders"
    __table_args__ = (
        Index(None, "status", "due_at"),
        Index(None, "conversation_id", "status"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey(Conversation.id))
    turn_id: Mapped[int | None] = mapped_column(ForeignKey(Turn.id))
    text: Mapped[str]
    procedure_code: Mapped[str]
    due_at: Mapped[datetime]
    status: Mapped[str]
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
