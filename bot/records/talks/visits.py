"""When a citizen came back to a conversation after a pause."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import Connection, select

from bot.records.tables import InboxMessage, Turn

PAUSE = timedelta(hours=4)
LOOKED_BACK = 1000  # turns


@dataclass(frozen=True, slots=True)
class Visit:
    """A stretch of a conversation without a long pause, and the turn that it begins with."""

    turn: int
    began_at: datetime


def visits_of(db: Connection, conversation: str) -> Sequence[Visit]:
    """Return the visits within the newest turns, the oldest first."""
    newest = (
        select(Turn.id, InboxMessage.received_at)
        .join(InboxMessage, InboxMessage.id == Turn.inbox_id)
        .where(Turn.conversation_id == conversation)
        .order_by(Turn.id.desc())
        .limit(LOOKED_BACK)
    )
    came = [Visit(*row) for row in reversed(db.execute(newest).all())]
    again = (
        later for earlier, later in pairwise(came) if later.began_at - earlier.began_at > PAUSE
    )
    return [*came[:1], *again]
