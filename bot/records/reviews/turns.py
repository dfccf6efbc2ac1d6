"""Turns as reviewers see them, and which of them there are to review."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select, text

from bot.records.staff.accounts import Staff
from bot.records.staff.scope import visible
from bot.records.tables import Conversation, InboxMessage, Turn
from bot.records.talks.words import KEY, facet

WANTED = facet("review", "wanted")


@dataclass(frozen=True, slots=True)
class ReviewedTurn:
    """One turn; ``said`` is what the citizen wrote, or what stood on the button."""

    id: int
    conversation: str
    channel: str
    kind: str
    said: str
    media: str
    outcome: str
    intent: str
    confidence: float
    aspect: str
    procedure_code: str
    procedure_name: str
    procedure_version: str
    created_at: datetime


def turn_of(db: Connection, staff: Staff, number: int) -> ReviewedTurn | None:
    """Return a turn; ``None`` if ``staff`` may not see it, or the bot said nothing in it."""
    row = db.execute(_seen_by(staff).where(Turn.id == number)).first()
    return ReviewedTurn(*row) if row else None


def wanted(db: Connection, staff: Staff, limit: int) -> Sequence[ReviewedTurn]:
    """Return the newest turns that nobody has reviewed and somebody should."""
    newest = _seen_by(staff).where(_is_wanted(db)).order_by(Turn.id.desc()).limit(limit)
    return [ReviewedTurn(*row) for row in db.execute(newest)]


def has_reply() -> ColumnElement[bool]:
    """Whether the bot spoke in the ``Turn`` at hand: it is quiet while a person is in the talk."""
    return func.json_array_length(Turn.reply["blocks"]) > 0


def _seen_by(staff: Staff) -> Select[*tuple[Any, ...]]:
    said = func.coalesce(func.nullif(InboxMessage.label, ""), Turn.text)
    understood = (Turn.outcome, Turn.intent, Turn.confidence, func.coalesce(Turn.aspect, ""))
    record = (Turn.procedure_code, Turn.procedure_name, Turn.procedure_version)
    return (
        select(
            Turn.id,
            Turn.conversation_id,
            Conversation.channel,
            InboxMessage.kind,
            said,
            InboxMessage.media,
            *understood,
            *(func.coalesce(part, "") for part in record),
            Turn.created_at,
        )
        .join(InboxMessage, InboxMessage.id == Turn.inbox_id)
        .join(Conversation, Conversation.id == Turn.conversation_id)
        .where(has_reply(), *visible(staff))
    )


def _is_wanted(db: Connection) -> ColumnElement[bool]:
    kind = db.dialect.name
    found = {
        "sqlite": f"turn_words MATCH '\"{WANTED}\"'",
        "postgresql": f"words @@ ('''{WANTED}''')::tsquery",
    }[kind]
    turns = text(f"SELECT {KEY[kind]} AS id FROM turn_words WHERE {found}")  # noqa: S608 - ours
    return Turn.id.in_(select(turns.columns(Turn.id).subquery().c.id))
