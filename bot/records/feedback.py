"""What citizens say of answers."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from bot.records.desk_tables import Feedback
from bot.records.insert import insert
from bot.records.tables import Turn
from bot.records.text import storable
from bot.reply import FeedbackDraft

RATED = ("answered", "partial")
_LONGEST = 1000


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
