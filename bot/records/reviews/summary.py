"""How many answers reviewers find right, with what is uncertain about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scipy.stats import binomtest
from sqlalchemy import Engine, Select, case, distinct, func, select

from bot.records.read import reading
from bot.records.staff.accounts import Staff
from bot.records.staff.scope import visible
from bot.records.tables import Conversation, Turn
from bot.records.takeover.tables import Review, SampledTurn


@dataclass(frozen=True, slots=True)
class Right:
    """Of ``of`` sampled turns with ``outcome`` the first reviewer found ``hits`` right."""

    outcome: str
    hits: int
    of: int

    @property
    def percent(self) -> float:
        """The share in percent."""
        return 100 * self.hits / self.of

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval in percent, which holds for small numbers too."""
        found = binomtest(self.hits, self.of).proportion_ci(method="wilson")
        return 100 * float(found.low), 100 * float(found.high)


@dataclass(frozen=True, slots=True)
class Summary:
    """What was reviewed in a time: all of it, and of what was drawn by chance how it was found.

    What stands in the queue to be looked at is there because something is wrong with it, so only
    what was drawn by chance says how good answers are.
    """

    reviewed: int
    outcomes: Sequence[Right]

    @property
    def total(self) -> Right:
        """All outcomes together."""
        return Right("", sum(o.hits for o in self.outcomes), sum(o.of for o in self.outcomes))


def summary(engine: Engine, staff: Staff, since: datetime) -> Summary:
    """Return what was reviewed since then of what ``staff`` may see; the most frequent first."""
    turns = func.count(distinct(Review.turn_id))
    with reading(engine) as db:
        reviewed = db.execute(_reviewed(select(turns), staff, since)).scalar_one()
        rows = db.execute(_by_outcome(staff, since)).all()
    return Summary(reviewed, [Right(*row) for row in sorted(rows, key=lambda r: (-r.of, r[0]))])


def _by_outcome(staff: Staff, since: datetime) -> Select[*tuple[Any, ...]]:
    hits = func.sum(case((Review.verdict == "right", 1), else_=0))
    counted = select(Turn.outcome, hits, func.count().label("of"))
    rows = _reviewed(counted, staff, since).where(Review.id.in_(_first_of_drawn(since)))
    return rows.group_by(Turn.outcome)


def _first_of_drawn(since: datetime) -> Select[*tuple[Any, ...]]:
    """Select, of each turn that was drawn, the review that was given first by who drew it."""
    theirs = (SampledTurn.turn_id == Review.turn_id) & (SampledTurn.staff_id == Review.staff_id)
    rows = select(func.min(Review.id)).join(SampledTurn, theirs)
    return rows.where(Review.created_at >= since).group_by(Review.turn_id)


def _reviewed(
    columns: Select[*tuple[Any, ...]], staff: Staff, since: datetime
) -> Select[*tuple[Any, ...]]:
    return (
        columns.join(Turn, Turn.id == Review.turn_id)
        .join(Conversation, Conversation.id == Turn.conversation_id)
        .where(Review.created_at >= since, *visible(staff))
    )
