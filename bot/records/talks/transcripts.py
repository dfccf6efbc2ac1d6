"""A conversation as staff read it.

A citizen is known by their chat on a channel and by nothing else. Whoever starts anew on the web
gets another chat and is somebody new to us; no two chats are ever put together. So what a citizen
did before is what stands earlier in the same conversation, and a long pause begins another visit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Select, func, select

from bot.records.audit import Deed, note
from bot.records.operations.tables import AuditEntry
from bot.records.read import reading
from bot.records.staff.accounts import Staff
from bot.records.staff.scope import visible
from bot.records.staff.tables import StaffMember
from bot.records.tables import Conversation, Turn
from bot.records.takeover.tables import Handoff
from bot.records.talks.read_turns import Message, ReadTurn, read_turns, turns_of, unanswered
from bot.records.talks.visits import Visit, visits_of

READERS = ("helpdesk", "officer", "analyst", "admin")
SHOWN = 100  # turns at once
AFTER = 20  # turns after the one that is asked for
READ_AGAIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Talk:
    """The conversation itself."""

    id: str
    channel: str
    commune: str
    flagged: bool
    kept: bool
    created_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class ReadHandoff:
    """One time that the citizen was to get a person; ``by`` is empty while nobody has come."""

    status: str
    by: str
    department: str
    asked_at: datetime
    claimed_at: datetime | None
    closed_at: datetime | None
    ending: str
    summary: str
    answered: bool | None
    word: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """A conversation with some of its turns, oldest first; ``unanswered`` stand after them."""

    talk: Talk
    turns: Sequence[ReadTurn]
    unanswered: Sequence[Message]
    visits: Sequence[Visit]
    handoffs: Sequence[ReadHandoff]
    has_earlier: bool
    has_later: bool


def transcript_of(
    engine: Engine,
    staff: Staff,
    conversation: str,
    *,
    before: int = 0,
    turn: int = 0,
    most: int = SHOWN,
) -> Transcript | None:
    """Return the newest turns, those before turn ``before``, or those around ``turn``.

    ``None`` if there is no such conversation, or none that ``staff`` may see.
    """
    with reading(engine) as db:
        talk = talk_of(db, staff, conversation)
        if talk is None:
            return None
        end = before or (_end(db, conversation, turn) if turn else 0)
        visits = visits_of(db, conversation)
        wanted = turns_of(conversation).where(*([Turn.id < end] if end else []))
        rows = db.execute(wanted.limit(most + 1)).all()
        return Transcript(
            talk=talk,
            turns=read_turns(db, rows[:most][::-1], {visit.turn for visit in visits}),
            unanswered=() if end else unanswered(db, conversation),
            visits=visits,
            handoffs=_handoffs(db, conversation),
            has_earlier=len(rows) > most,
            has_later=bool(end),
        )


def talk_of(db: Connection, staff: Staff, conversation: str) -> Talk | None:
    """Return the conversation if ``staff`` may see it."""
    columns = (
        Conversation.id,
        Conversation.channel,
        Conversation.commune,
        Conversation.flagged,
        Conversation.kept,
        Conversation.created_at,
        Conversation.last_at,
    )
    wanted = select(*columns).where(Conversation.id == conversation, *visible(staff))
    row = db.execute(wanted).first()
    return Talk(*row) if row else None


def keep_read(engine: Engine, deed: Deed, conversation: str, now: datetime) -> None:
    """Note that somebody reads a conversation, once within ``READ_AGAIN``."""
    action = "conversation read"
    same = (AuditEntry.subject == conversation, AuditEntry.who == deed.who)
    lately = (AuditEntry.action == action, AuditEntry.at > now - READ_AGAIN)
    with reading(engine) as db:
        if db.execute(select(AuditEntry.id).where(*same, *lately).limit(1)).first():
            return
    with engine.begin() as db:
        note(db, now, deed, action, conversation)


def _end(db: Connection, conversation: str, turn: int) -> int:
    """Return before which turn to end, for ``turn`` to be shown with some after it; 0: nowhere."""
    later = select(Turn.id).where(Turn.conversation_id == conversation, Turn.id > turn)
    return db.execute(later.order_by(Turn.id).offset(AFTER).limit(1)).scalar() or 0


def _handoffs(db: Connection, conversation: str) -> Sequence[ReadHandoff]:
    person = (Handoff.status, func.coalesce(StaffMember.name, ""), Handoff.department)
    times = (Handoff.asked_at, Handoff.claimed_at, Handoff.closed_at)
    end = (Handoff.ending, Handoff.summary, Handoff.answered, Handoff.word)
    rows: Select[*tuple[Any, ...]] = (
        select(*person, *times, *end)
        .outerjoin(StaffMember, StaffMember.id == Handoff.staff_id)
        .where(Handoff.conversation_id == conversation)
        .order_by(Handoff.id)
    )
    return [ReadHandoff(*row) for row in db.execute(rows)]
