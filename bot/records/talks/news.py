"""What has come to a conversation since a page showed it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from bot.records.read import reading
from bot.records.staff.accounts import Staff
from bot.records.staff.scope import may_see
from bot.records.tables import Turn
from bot.records.talks.read_turns import Message, ReadTurn, read_turns, turns_of, unanswered
from bot.records.talks.transcripts import SHOWN
from bot.records.talks.visits import visits_of


@dataclass(frozen=True, slots=True)
class News:
    """Turns that are new, turns that look otherwise than they did, and what waits."""

    turns: Sequence[ReadTurn]
    changed: Sequence[ReadTurn]
    unanswered: Sequence[Message]


def news_of(
    engine: Engine, staff: Staff, conversation: str, after: int, stamps: Collection[str]
) -> News | None:
    """Return the turns after ``after``, and those whose stamp is no longer among ``stamps``.

    ``None`` if ``staff`` may not see the conversation.
    """
    numbers = [int(stamp.partition(".")[0]) for stamp in stamps]
    with reading(engine) as db:
        if not may_see(db, staff, conversation):
            return None
        starts = {visit.turn for visit in visits_of(db, conversation)}
        turns = turns_of(conversation)
        new = db.execute(turns.where(Turn.id > after).limit(SHOWN)).all()
        old = db.execute(turns.where(Turn.id.in_(numbers))).all()
        known = read_turns(db, old[::-1], starts)
        return News(
            turns=read_turns(db, new[::-1], starts),
            changed=[turn for turn in known if turn.stamp not in stamps],
            unanswered=unanswered(db, conversation),
        )
