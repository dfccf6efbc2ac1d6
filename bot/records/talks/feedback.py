"""What citizens say of answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, func, select

from bot.records.insert import insert
from bot.records.read import reading
from bot.records.tables import Turn
from bot.records.takeover.tables import Feedback
from bot.records.text import storable
from bot.reply import FeedbackDraft

RATED = ("answered", "partial")
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Rated:
    """What was said of one turn, as it holds now."""

    turn: int
    rating: str
    reason: str
    word: str
    at: datetime


def write_feedback(
    db: Connection, conversation: str, draft: FeedbackDraft, now: datetime
) -> Sequence[int]:
    """Keep what is said of the conversation's last answer; return the turns it changed.

    Said again, it replaces what was said before: people press twice, and change their minds.
    """
    last = select(Turn.id).where(Turn.conversation_id == conversation, Turn.outcome.in_(RATED))
    turn = db.execute(last.order_by(Turn.id.desc()).limit(1)).scalar()
    if turn is None:
        return ()
    said = {
        "rating": draft.rating,
        "reason": storable(draft.reason, 100),
        "word": storable(draft.word, _LONGEST),
    }
    row = insert(db, Feedback).values(
        conversation_id=conversation, turn_id=turn, created_at=now, **said
    )
    db.execute(row.on_conflict_do_update(index_elements=["turn_id"], set_=said))
    return (turn,)


def feedback_of(engine: Engine, conversation: str) -> Mapping[int, Rated]:
    """Return what was said of a conversation's answers, by turn."""
    columns = (Turn.id, Feedback.rating, Feedback.reason, Feedback.word, Feedback.created_at)
    said = select(*columns).join(Feedback, Feedback.turn_id == Turn.id)
    with reading(engine) as db:
        rows = db.execute(said.where(Turn.conversation_id == conversation).order_by(Turn.id))
        return {row[0]: Rated(*row) for row in rows}


def feedback_counts(
    engine: Engine, since: datetime, until: datetime
) -> Mapping[tuple[str, str], int]:
    """Return how often each rating was given for each reason, from ``since`` to before ``until``.

    Counted by the day on which it was first said; an empty reason is none.
    """
    within = (Feedback.created_at >= since, Feedback.created_at < until)
    what = (Feedback.rating, Feedback.reason)
    with reading(engine) as db:
        rows = db.execute(select(*what, func.count()).where(*within).group_by(*what))
        return {(rating, reason): count for rating, reason, count in rows}
