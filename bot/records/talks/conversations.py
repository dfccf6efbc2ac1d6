"""What a list tells of conversations; nothing here writes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, func, select, text

from bot.records.read import reading
from bot.records.staff.tables import StaffMember
from bot.records.tables import Conversation, InboxMessage, Turn
from bot.records.takeover.tables import Feedback, Handoff

LOOK_AT = ("unmet", "error")
LONGEST = 160  # characters of a message that a list shows


@dataclass(frozen=True, slots=True)
class Listed:
    """One conversation of a list.

    Attributes:
        said: the citizen's newest message, shortened; ``media`` is its kind if it has no words.
        hit: the message that was looked for, where that is another one.
        outcomes: what became of its turns, each once; first what somebody should look at.
        handoff: ``waiting`` or ``talking``, empty if nobody was asked for.
        person: who of the staff has it.
    """

    id: str
    channel: str
    commune: str
    last_at: datetime
    flagged: bool
    handoff: str
    person: str
    said: str
    media: str
    hit: str
    turns: int
    outcomes: tuple[str, ...]
    procedure: str
    rating: str


def listed(engine: Engine, conversations: Mapping[str, int | None]) -> list[Listed]:
    """Return what is known of ``conversations``, in their order; the caller may see them.

    With each comes the turn that was looked for, if one was.
    """
    if not conversations:
        return []
    with reading(engine) as db:
        rows = {row.id: row for row in db.execute(_of(conversations))}
        said, turns = _said(db, conversations), _turns(db, conversations)
        hits = _hits(db, conversations.values())
    whole = (id_ for id_ in conversations if id_ in rows)
    return [_listed(rows[c], said.get(c), turns.get(c, []), hits) for c in whole]


def communes(engine: Engine) -> Sequence[str]:
    """Return the communes that conversations named, hopping from one to the next in their index."""
    with reading(engine) as db:
        return db.execute(_COMMUNES).scalars().all()


_NEXT = "SELECT min(commune) FROM conversations WHERE commune > "
_COMMUNES = text(
    f"WITH RECURSIVE named(name) AS ({_NEXT} '' UNION ALL "  # noqa: S608 - ours
    f"SELECT ({_NEXT} named.name) FROM named WHERE named.name IS NOT NULL) "
    "SELECT name FROM named WHERE name IS NOT NULL"
)


def _of(conversations: Collection[str]) -> Select[*tuple[Any, ...]]:
    known = (
        Conversation.id,
        Conversation.channel,
        Conversation.commune,
        Conversation.last_at,
        Conversation.flagged,
    )
    is_open = (Handoff.conversation_id == Conversation.id) & (Handoff.status != "closed")
    return (
        select(*known, Handoff.status.label("handoff"), StaffMember.name.label("person"))
        .outerjoin(Handoff, is_open)
        .outerjoin(StaffMember, StaffMember.id == Handoff.staff_id)
        .where(Conversation.id.in_(conversations))
    )


def _said(db: Connection, conversations: Collection[str]) -> dict[str, Row[Any]]:
    theirs = InboxMessage.conversation_id.in_(conversations)
    last = select(func.max(InboxMessage.id)).where(theirs).group_by(InboxMessage.conversation_id)
    said = func.coalesce(func.nullif(InboxMessage.label, ""), InboxMessage.text).label("said")
    message = select(InboxMessage.conversation_id, said, InboxMessage.media)
    rows = db.execute(message.where(InboxMessage.id.in_(db.execute(last).scalars().all())))
    return {row.conversation_id: row for row in rows}


def _turns(db: Connection, conversations: Collection[str]) -> dict[str, list[Row[Any]]]:
    """Return the turns of each, the newest first."""
    of: tuple[Any, ...] = (Turn.conversation_id, Turn.outcome, Turn.procedure_name, Feedback.rating)
    rows = (
        select(*of)
        .outerjoin(Feedback, Feedback.turn_id == Turn.id)
        .where(Turn.conversation_id.in_(conversations))
        .order_by(Turn.id.desc())
    )
    turns: dict[str, list[Row[Any]]] = {}
    for row in db.execute(rows):
        turns.setdefault(row.conversation_id, []).append(row)
    return turns


def _hits(db: Connection, turns: Iterable[int | None]) -> dict[str, str]:
    said = func.coalesce(func.nullif(InboxMessage.label, ""), Turn.text)
    rows = (
        select(Turn.conversation_id, said)
        .join(InboxMessage, InboxMessage.id == Turn.inbox_id)
        .where(Turn.id.in_([turn for turn in turns if turn]))
    )
    return dict(db.execute(rows).all())


def _listed(
    row: Row[Any], said: Row[Any] | None, turns: Sequence[Row[Any]], hits: Mapping[str, str]
) -> Listed:
    newest, hit = (said.said if said else ""), hits.get(row.id, "")
    return Listed(
        id=row.id,
        channel=row.channel,
        commune=row.commune,
        last_at=row.last_at,
        flagged=row.flagged,
        handoff=row.handoff or "",
        person=row.person or "",
        said=_short(newest),
        media=said.media if said and not newest else "",
        hit=_short(hit) if hit != newest else "",
        turns=len(turns),
        outcomes=_outcomes(turns),
        procedure=next((turn.procedure_name for turn in turns if turn.procedure_name), ""),
        rating=next((turn.rating for turn in turns if turn.rating), ""),
    )


def _outcomes(turns: Sequence[Row[Any]]) -> tuple[str, ...]:
    newest = dict.fromkeys(turn.outcome for turn in turns)
    return tuple(sorted(newest, key=lambda outcome: outcome not in LOOK_AT))


def _short(said: str) -> str:
    line = " ".join(said.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"
