"""How far reviewers agree: the share of equal verdicts, and what of it chance does not explain."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sklearn.metrics import cohen_kappa_score
from sqlalchemy import Engine, Select, select
from sqlalchemy.orm import aliased

from bot.clock import LOCAL
from bot.records.read import reading
from bot.records.staff.accounts import Staff
from bot.records.staff.scope import visible
from bot.records.staff.tables import StaffMember
from bot.records.tables import Conversation, Turn
from bot.records.takeover.tables import Review

FEWEST = 10  # turns that both reviewed; with less, kappa says nothing


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two reviewers, their verdicts on the turns that both reviewed, in the same order."""

    one: str
    other: str
    verdicts: Sequence[tuple[str, str]]

    @property
    def of(self) -> int:
        """On how many turns it rests."""
        return len(self.verdicts)

    @property
    def equal(self) -> int:
        """On how many they say the same."""
        return sum(one == other for one, other in self.verdicts)

    @property
    def is_too_small(self) -> bool:
        """Whether there are too few turns to say more."""
        return self.of < FEWEST

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa; ``None`` where both say one and the same of all: it divides by zero."""
        if len({verdict for pair in self.verdicts for verdict in pair}) < 2:
            return None
        return float(cohen_kappa_score(*zip(*self.verdicts, strict=True)))


def agreements(engine: Engine, staff: Staff, first: date, last: date) -> list[Agreement]:
    """Return every two who reviewed the same turns from ``first`` to ``last``, by name."""
    verdicts: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    with reading(engine) as db:
        for one, other, said, answered in db.execute(_pairs(staff, first, last)):
            verdicts[one, other].append((said, answered))
    return [Agreement(one, other, said) for (one, other), said in sorted(verdicts.items())]


def _pairs(staff: Staff, first: date, last: date) -> Select[*tuple[Any, ...]]:
    mine, theirs = aliased(Review), aliased(Review)
    me, they = aliased(StaffMember), aliased(StaffMember)
    both = (theirs.turn_id == mine.turn_id, theirs.staff_id > mine.staff_id)
    within = (*_between(mine.created_at, first, last), *_between(theirs.created_at, first, last))
    return (
        select(me.login, they.login, mine.verdict, theirs.verdict)
        .join(theirs, both[0] & both[1])
        .join(me, me.id == mine.staff_id)
        .join(they, they.id == theirs.staff_id)
        .join(Turn, Turn.id == mine.turn_id)
        .join(Conversation, Conversation.id == Turn.conversation_id)
        .where(*within, *visible(staff))
    )


def _between(at: Any, first: date, last: date) -> Iterator[Any]:
    """Yield the conditions under which ``at`` is on one of the days, as they are here."""
    yield at >= datetime.combine(first, time(), LOCAL)
    yield at < datetime.combine(last + timedelta(days=1), time(), LOCAL)
