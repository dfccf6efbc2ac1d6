"""What the bot understood of one message, for who wants to know why it answered as it did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, Select, select

from bot.records.read import reading
from bot.records.staff.accounts import Staff
from bot.records.staff.scope import visible
from bot.records.tables import Conversation, InboxMessage, Turn


@dataclass(frozen=True, slots=True)
class UnderstoodTurn:
    """What is stored of one turn besides the talk itself."""

    id: int
    intent: str
    confidence: float
    ranking: Sequence[Mapping[str, Any]]
    entities: Sequence[Mapping[str, Any]]
    reply: Mapping[str, Any]
    aspect: str | None
    procedure_code: str | None
    procedure_name: str | None
    procedure_version: str | None
    latency_ms: float
    fault: str
    trace: str

    @property
    def candidates(self) -> Sequence[Mapping[str, Any]]:
        """The procedures that it may have been about."""
        found: Sequence[Mapping[str, Any]] = self.reply.get("candidates", ())
        return found

    @property
    def situations(self) -> Mapping[str, str]:
        """What was known of the citizen's case."""
        found: Mapping[str, str] = self.reply.get("situations", {})
        return found


def understood(engine: Engine, staff: Staff, conversation: str, turn: int) -> UnderstoodTurn | None:
    """Return what is known of a turn; ``None`` if ``staff`` may not see it there."""
    columns = (
        Turn.id,
        Turn.intent,
        Turn.confidence,
        Turn.ranking,
        Turn.entities,
        Turn.reply,
        Turn.aspect,
        Turn.procedure_code,
        Turn.procedure_name,
        Turn.procedure_version,
        Turn.latency_ms,
        Turn.fault,
        InboxMessage.trace,
    )
    wanted: Select[*tuple[Any, ...]] = (
        select(*columns)
        .join(InboxMessage, InboxMessage.id == Turn.inbox_id)
        .join(Conversation, Conversation.id == Turn.conversation_id)
        .where(Turn.id == turn, Conversation.id == conversation, *visible(staff))
    )
    with reading(engine) as db:
        row = db.execute(wanted).first()
    return UnderstoodTurn(*row) if row else None
