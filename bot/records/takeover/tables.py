"""The tables of the help desk: takeovers, notes, reviews, feedback and what staff keep for work."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.records.staff.tables import StaffMember
from bot.records.tables import Base, Conversation, InboxMessage, Turn


class Handoff(Base):
    """A conversation on its way to a person, with one, or back: waiting, talking or closed.

    A conversation has at most one that is not closed. ``department`` and ``commune`` say whose
    queue it is in; empty is everybody's. ``ending`` says why it was closed: ``returned`` (by
    staff), ``left`` (by the citizen), ``silent`` or ``expired`` (nobody came). ``answered`` is the
    citizen's own word on whether they got their answer.
    """

    __tablename__ = "handoffs"
    __table_args__ = (
        Index(None, "status", "asked_at"),
        Index(None, "conversation_id", "id"),
        Index(
            "uq_handoffs_open",
            "conversation_id",
            unique=True,
            sqlite_where=text("status <> 'closed'"),
            postgresql_where=text("status <> 'closed'"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey(Conversation.id))
    turn_id: Mapped[int | None] = mapped_column(ForeignKey(Turn.id))
    status: Mapped[str]
    department: Mapped[str]
    commune: Mapped[str]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey(StaffMember.id))
    asked_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    staff_at: Mapped[datetime | None]
    citizen_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    ending: Mapped[str]
    summary: Mapped[str]
    answered: Mapped[bool | None]
    word: Mapped[str]


class SealedText(Base):
    """What a citizen wrote to a person, unmasked and encrypted, until ``expires_at``."""

    __tablename__ = "sealed_texts"
    __table_args__ = (Index(None, "expires_at"),)

    inbox_id: Mapped[int] = mapped_column(ForeignKey(InboxMessage.id), primary_key=True)
    body: Mapped[str]
    expires_at: Mapped[datetime]


class Note(Base):
    """A word among staff about a conversation; ``mentions`` are logins."""

    __tablename__ = "notes"
    __table_args__ = (Index(None, "conversation_id", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey(Conversation.id))
    staff_id: Mapped[int] = mapped_column(ForeignKey(StaffMember.id))
    text: Mapped[str]
    mentions: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime]


class Mention(Base):
    """A note that calls somebody, until they have seen it."""

    __tablename__ = "mentions"
    __table_args__ = (Index(None, "staff_id", "seen_at"),)

    note_id: Mapped[int] = mapped_column(ForeignKey(Note.id), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey(StaffMember.id), primary_key=True)
    seen_at: Mapped[datetime | None]


class Feedback(Base):
    """What a citizen said of an answer: up or down, a reason of ours, a word of their own."""

    __tablename__ = "feedback"
    __table_args__ = (UniqueConstraint("turn_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey(Conversation.id))
    turn_id: Mapped[int] = mapped_column(ForeignKey(Turn.id))
    rating: Mapped[str]
    reason: Mapped[str]
    word: Mapped[str]
    created_at: Mapped[datetime]


class Review(Base):
    """One reviewer's verdict on one turn: right, wrong_procedure, wrong_aspect, unmet, wrong_fact.

    ``unmet`` is a question that should not have been answered. ``procedure_code`` and ``aspect``
    are the right ones where the bot's were wrong. ``labels`` are names of ``ReviewLabel``.
    """

    __tablename__ = "reviews"
    __table_args__ = (
        UniqueConstraint("turn_id", "staff_id"),
        Index(None, "staff_id", "created_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    turn_id: Mapped[int] = mapped_column(ForeignKey(Turn.id))
    staff_id: Mapped[int] = mapped_column(ForeignKey(StaffMember.id))
    verdict: Mapped[str]
    procedure_code: Mapped[str]
    aspect: Mapped[str]
    comment: Mapped[str]
    labels: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime]


class ReviewLabel(Base):
    """A word of the institution's own for reviews; ``kind`` is theme, quality or follow_up."""

    __tablename__ = "review_labels"
    __table_args__ = (UniqueConstraint("kind", "name"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]
    retired_at: Mapped[datetime | None]


class SampledTurn(Base):
    """A turn that somebody is to review, by the day on which it was drawn."""

    __tablename__ = "sampled_turns"
    __table_args__ = (Index(None, "staff_id", "day"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    turn_id: Mapped[int] = mapped_column(ForeignKey(Turn.id), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey(StaffMember.id), primary_key=True)


class Proposal(Base):
    """What a review would change: a training sentence, or a fact of a record.

    ``kind`` is ``sentence`` (``text`` is asked, of ``procedure_code`` and ``aspect``) or ``fact``
    (``text`` says what is wrong in version ``version`` of ``procedure_code``). ``status`` is
    proposed, accepted or rejected. Nothing is trained or changed before somebody accepts it.
    """

    __tablename__ = "proposals"
    __table_args__ = (
        UniqueConstraint("review_id", "kind"),
        Index(None, "kind", "status", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey(Review.id))
    kind: Mapped[str]
    text: Mapped[str]
    procedure_code: Mapped[str]
    aspect: Mapped[str]
    version: Mapped[str]
    status: Mapped[str]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey(StaffMember.id))
    decided_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class SavedFilter(Base):
    """A search of the conversations that somebody wants to find again; ``query`` as in the URL."""

    __tablename__ = "saved_filters"
    __table_args__ = (UniqueConstraint("staff_id", "name"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey(StaffMember.id))
    name: Mapped[str]
    query: Mapped[str]
    is_shared: Mapped[bool]
    created_at: Mapped[datetime]


class CannedReply(Base):
    """A text that staff may insert; ``department`` empty is for all."""

    __tablename__ = "canned_replies"
    __table_args__ = (UniqueConstraint("department", "title"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    department: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    changed_by: Mapped[int] = mapped_column(ForeignKey(StaffMember.id))
    changed_at: Mapped[datetime]
