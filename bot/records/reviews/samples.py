"""What each reviewer looks at today: turns of the last days, drawn once.

Every other turn is one that was answered, as far as there are any; the rest come from all other
outcomes alike. Some turns are those of a colleague, so that one can tell how far two agree.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain, zip_longest
from secrets import SystemRandom
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, exists, insert, select, text

from bot.clock import LOCAL
from bot.conversation.following import NEEDS
from bot.conversation.rating import RATE
from bot.conversation.reception import DESK
from bot.conversation.reminding import REMINDERS
from bot.records.audit import Deed, note
from bot.records.messages.inbox import utc_now
from bot.records.read import reading
from bot.records.reviews.turns import has_reply
from bot.records.staff.accounts import Staff
from bot.records.staff.scope import visible
from bot.records.tables import Conversation, Turn
from bot.records.takeover.tables import Review, SampledTurn

SIZE = 10  # turns a person and day
SHARED = 3  # of them, those that a colleague has today too
LOOK_BACK = 7  # days, where yesterday has too few
NOT_JUDGED = (RATE, DESK, NEEDS, REMINDERS)  # intents of turns that answer no question


@dataclass(frozen=True, slots=True)
class Sampled:
    """One turn to review, and whether that is done."""

    turn: int
    outcome: str
    is_done: bool


class SqlSamples:
    """The samples of all reviewers."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self._engine, self._clock = engine, clock

    def today(self, staff: Staff, deed: Deed) -> Sequence[Sampled]:
        """Return the sample of ``staff`` for today, drawn when it is first asked for."""
        today = self._clock().astimezone(LOCAL).date()
        with reading(self._engine) as db:
            if kept := _kept(db, staff, today):
                return kept
        with self._engine.begin() as db:
            _alone(db)
            if not _kept(db, staff, today):
                self._draw(db, staff, today, deed)
            return _kept(db, staff, today)

    def _draw(self, db: Connection, staff: Staff, today: date, deed: Deed) -> None:
        drawn = _drawn(db, staff, today)
        if drawn:
            rows = [{"day": today, "staff_id": staff.id, "turn_id": turn} for turn in drawn]
            db.execute(insert(SampledTurn), rows)
            note(db, self._clock(), deed, "sample drawn", f"{today}", turns=drawn)


def _kept(db: Connection, staff: Staff, day: date) -> list[Sampled]:
    done = exists().where(Review.turn_id == Turn.id, Review.staff_id == staff.id)
    rows = (
        select(Turn.id, Turn.outcome, done)
        .join(SampledTurn, SampledTurn.turn_id == Turn.id)
        .join(Conversation, Conversation.id == Turn.conversation_id)
        .where(SampledTurn.day == day, SampledTurn.staff_id == staff.id, *visible(staff))
    )
    return [Sampled(*row) for row in db.execute(rows.order_by(Turn.id))]


def _alone(db: Connection) -> None:
    """Let one sample be drawn at a time, so that the next shares turns with it."""
    if db.dialect.name == "postgresql":
        db.execute(text(f"LOCK TABLE {SampledTurn.__tablename__} IN SHARE ROW EXCLUSIVE MODE"))


def _drawn(db: Connection, staff: Staff, today: date) -> list[int]:
    others = select(SampledTurn.turn_id).where(SampledTurn.day == today)
    theirs = _spread(db.execute(_open(staff).where(Turn.id.in_(others))))
    own = _spread(row for row in _recent(db, staff, today) if row.id not in theirs)
    drawn = [*theirs[:SHARED], *own]
    return [*drawn, *theirs[SHARED:]][:SIZE]


def _recent(db: Connection, staff: Staff, today: date) -> Sequence[Row[Any]]:
    """Return yesterday's turns, with those of the days before as long as they are too few."""
    end, found = datetime.combine(today, time(), LOCAL), list[Row[Any]]()
    for days in range(1, LOOK_BACK + 1):
        since = end - timedelta(days=days)
        rows = _open(staff).where(Turn.created_at >= since, Turn.created_at < end)
        found = list(db.execute(rows))
        if len(found) >= SIZE:
            break
    return found


def _open(staff: Staff) -> Select[*tuple[Any, ...]]:
    """Select what ``staff`` may see and have neither reviewed nor had in a sample before."""
    reviewed = exists().where(Review.turn_id == Turn.id, Review.staff_id == staff.id)
    sampled = exists().where(SampledTurn.turn_id == Turn.id, SampledTurn.staff_id == staff.id)
    turns = select(Turn.id, Turn.outcome)
    turns = turns.join(Conversation, Conversation.id == Turn.conversation_id)
    judged = Turn.intent.not_in(NOT_JUDGED)
    return turns.where(has_reply(), judged, ~reviewed, ~sampled, *visible(staff))


def _spread(turns: Iterable[Row[Any]]) -> list[int]:
    """Return turns by chance, but with every outcome among the first."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for turn in turns:
        groups[turn.outcome].append(turn.id)
    for group in groups.values():
        SystemRandom().shuffle(group)
    answered = groups.pop("answered", [])
    return [*_in_turn(answered, [*_in_turn(*groups.values())])]


def _in_turn(*groups: Sequence[int]) -> Iterator[int]:
    each = chain.from_iterable(zip_longest(*groups))
    return (number for number in each if number is not None)
