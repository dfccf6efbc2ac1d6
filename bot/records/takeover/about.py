"""What one must know of a conversation to take part in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, func, select

from bot.records.messages.parts import SqlParts, Window
from bot.records.read import reading
from bot.records.staff.accounts import Staff
from bot.records.staff.scope import visible
from bot.records.tables import Conversation, InboxMessage, Turn


@dataclass(frozen=True, slots=True)
class About:
    """One conversation; ``procedure`` is the code that it was last about, empty for none."""

    id: str
    channel: str
    commune: str
    procedure: str
    window: Window


def about(engine: Engine, staff: Staff, conversation: str) -> About | None:
    """Return what is known; ``None`` if there is none that ``staff`` may see."""
    columns = (Conversation.id, Conversation.channel, Conversation.commune)
    found = select(*columns).where(Conversation.id == conversation, *visible(staff))
    with reading(engine) as db:
        row = db.execute(found).first()
        procedure = _procedure(db, conversation)
    window = SqlParts(engine).window(conversation)
    return About(*row, procedure, window) if row else None


def newest_words(engine: Engine, conversations: Sequence[str]) -> Mapping[str, str]:
    """Return what each citizen said last, masked; the caller has seen to it who may read it."""
    newest = (
        select(func.max(InboxMessage.id))
        .where(InboxMessage.conversation_id.in_(conversations))
        .group_by(InboxMessage.conversation_id)
    )
    text = func.coalesce(func.nullif(InboxMessage.label, ""), InboxMessage.text)
    said = select(InboxMessage.conversation_id, text).where(InboxMessage.id.in_(newest))
    with reading(engine) as db:
        return {row[0]: row[1] for row in db.execute(said)}


def _procedure(db: Connection, conversation: str) -> str:
    here = (Turn.conversation_id == conversation, Turn.procedure_code.is_not(None))
    newest = select(Turn.procedure_code).where(*here).order_by(Turn.id.desc()).limit(1)
    return db.execute(newest).scalar() or ""
