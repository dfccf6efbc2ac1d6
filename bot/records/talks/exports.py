"""What an export tells: a line a turn or a line a conversation, read some at a time.

Each time with a connection of its own, so that a slow download holds up nobody.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Select, case, func, select

from bot.records.audit import Deed, note
from bot.records.read import reading
from bot.records.tables import Conversation, InboxMessage, OutboxReply, Turn
from bot.records.takeover.tables import Feedback, Handoff

AT_ONCE = 500

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TurnLine:
    """One turn; ``by_staff`` are the replies to it that people wrote."""

    turn: int
    conversation: str
    at: datetime
    channel: str
    commune: str
    text: str
    media: str
    reply: Mapping[str, Any]
    outcome: str
    aspect: str | None
    procedure_code: str | None
    procedure_name: str | None
    procedure_version: str | None
    intent: str
    confidence: float
    rating: str | None
    reason: str | None
    word: str | None
    by_staff: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class TalkLine:
    """One conversation, and how many of its turns were what."""

    conversation: str
    channel: str
    commune: str
    created_at: datetime
    last_at: datetime
    flagged: bool
    kept: bool
    turns: int = 0
    unmet: int = 0
    up: int = 0
    down: int = 0
    handoffs: int = 0


def keep_export(
    engine: Engine,
    deed: Deed,
    now: datetime,
    action: str,
    subject: str,
    rows: int,
    **detail: Any,
) -> None:
    """Note an export before the first of its rows leaves."""
    with engine.begin() as db:
        note(db, now, deed, action, subject, rows=rows, **detail)


def turn_lines(engine: Engine, turns: Sequence[int]) -> Iterator[list[TurnLine]]:
    """Yield the lines of ``turns`` in their order, some at a time."""
    for some in _some(turns):
        with reading(engine) as db:
            lines = {row.id: TurnLine(*row) for row in db.execute(_turns(some))}
            spoken = _by_staff(db, some)
        yield [replace(lines[t], by_staff=spoken.get(t, ())) for t in some if t in lines]


def talk_lines(engine: Engine, talks: Sequence[str]) -> Iterator[list[TalkLine]]:
    """Yield the lines of conversations in their order, some at a time."""
    for some in _some(talks):
        with reading(engine) as db:
            lines = {row.id: TalkLine(*row) for row in db.execute(_talks(some))}
            counted = {row[0]: row[1:] for row in db.execute(_counts(some))}
            handed = {row[0]: row[1] for row in db.execute(_handoffs(some))}
        for talk, (turns, unmet, up, down) in counted.items():
            counts = {"turns": turns, "unmet": unmet, "up": up, "down": down}
            lines[talk] = replace(lines[talk], **counts, handoffs=handed.get(talk, 0))
        yield [lines[talk] for talk in some if talk in lines]


def _some(numbers: Sequence[T]) -> Iterator[Sequence[T]]:
    return (numbers[start : start + AT_ONCE] for start in range(0, len(numbers), AT_ONCE))


def _turns(some: Sequence[int]) -> Select[*tuple[Any, ...]]:
    said = func.coalesce(func.nullif(InboxMessage.label, ""), InboxMessage.text)
    where = (Conversation.id, Turn.created_at, Conversation.channel, Conversation.commune)
    procedure = (Turn.procedure_code, Turn.procedure_name, Turn.procedure_version)
    understood = (Turn.outcome, Turn.aspect, *procedure, Turn.intent, Turn.confidence)
    opinion = (Feedback.rating, Feedback.reason, Feedback.word)
    return (
        select(Turn.id, *where, said, InboxMessage.media, Turn.reply, *understood, *opinion)
        .join(InboxMessage, InboxMessage.id == Turn.inbox_id)
        .join(Conversation, Conversation.id == Turn.conversation_id)
        .outerjoin(Feedback, Feedback.turn_id == Turn.id)
        .where(Turn.id.in_(some))
    )


def _by_staff(db: Connection, some: Sequence[int]) -> dict[int, list[Mapping[str, Any]]]:
    theirs = (OutboxReply.turn_id.in_(some), OutboxReply.staff_id.is_not(None))
    rows = select(OutboxReply.turn_id, OutboxReply.reply).where(*theirs).order_by(OutboxReply.id)
    spoken: dict[int, list[Mapping[str, Any]]] = {}
    for turn, reply in db.execute(rows):
        spoken.setdefault(turn or 0, []).append(reply)
    return spoken


def _talks(some: Sequence[str]) -> Select[*tuple[Any, ...]]:
    columns = (
        Conversation.id,
        Conversation.channel,
        Conversation.commune,
        Conversation.created_at,
        Conversation.last_at,
        Conversation.flagged,
        Conversation.kept,
    )
    return select(*columns).where(Conversation.id.in_(some))


def _counts(some: Sequence[str]) -> Select[*tuple[Any, ...]]:
    unmet = func.sum(case((Turn.outcome == "unmet", 1), else_=0))
    up, down = (func.sum(case((Feedback.rating == said, 1), else_=0)) for said in ("up", "down"))
    return (
        select(Turn.conversation_id, func.count(), unmet, up, down)
        .outerjoin(Feedback, Feedback.turn_id == Turn.id)
        .where(Turn.conversation_id.in_(some))
        .group_by(Turn.conversation_id)
    )


def _handoffs(some: Sequence[str]) -> Select[*tuple[Any, ...]]:
    asked = select(Handoff.conversation_id, func.count())
    return asked.where(Handoff.conversation_id.in_(some)).group_by(Handoff.conversation_id)
