"""Verdicts of staff on turns: one a person and turn, kept with what it proposes to change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, select

from bot.catalogue.catalogue import Catalogue
from bot.records.audit import Deed, note
from bot.records.insert import insert
from bot.records.messages.inbox import utc_now
from bot.records.read import reading
from bot.records.reviews.draft import Draft, checked
from bot.records.reviews.labels import offered
from bot.records.reviews.proposals import keep_proposals
from bot.records.reviews.turns import ReviewedTurn, turn_of, wanted
from bot.records.staff.accounts import Staff
from bot.records.staff.tables import StaffMember
from bot.records.tables import Turn
from bot.records.takeover.tables import Review
from bot.records.talks.read_turns import ReadTurn, read_turns, turns_of
from bot.records.talks.words import index_turns

NOTHING = Draft("")


@dataclass(frozen=True, slots=True)
class Given:
    """A review that somebody has given."""

    by: str
    draft: Draft
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Sheet:
    """A turn as its transcript shows it, one's own review and, if there is one, those of others."""

    turn: ReviewedTurn
    read: ReadTurn
    mine: Given | None = None
    others: tuple[Given, ...] = ()


class SqlReviews:
    """All reviews of the installation."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self._engine, self._clock = engine, clock

    def sheet(self, staff: Staff, turn: int) -> Sheet | None:
        """Return what ``staff`` may see of a turn and its reviews; ``None`` for nothing.

        Whoever has not said what they think does not read what colleagues do.
        """
        with reading(self._engine) as db:
            seen = turn_of(db, staff, turn)
            return _sheet(db, staff, seen) if seen else None

    def wanted(self, staff: Staff, limit: int, deed: Deed) -> Sequence[ReviewedTurn]:
        """Return the newest turns that nobody has reviewed and somebody should."""
        with self._engine.begin() as db:
            found = wanted(db, staff, limit)
            turns = [turn.id for turn in found]
            note(db, self._clock(), deed, "review queue read", "reviews", turns=turns)
        return found

    def wanted_numbers(self, staff: Staff, limit: int) -> Sequence[int]:
        """Return the numbers of those turns."""
        with reading(self._engine) as db:
            return [turn.id for turn in wanted(db, staff, limit)]

    def write(
        self, staff: Staff, number: int, draft: Draft, catalogue: Catalogue, deed: Deed
    ) -> bool:
        """Keep what ``staff`` say of a turn, in place of what they said before.

        Returns ``False`` if they may not see the turn.

        Raises:
            ReviewRefused: the verdict does not fit the turn.
        """
        with self._engine.begin() as db:
            turn = turn_of(db, staff, number)
            if turn is None:
                return False
            _alone(db, number)
            before = _mine(db, staff, number)
            draft = checked(draft, turn, catalogue, offered(db) | set(before.labels))
            if draft != before:
                self._write(db, staff, turn, draft, deed, before)
        return True

    def _write(
        self,
        db: Connection,
        staff: Staff,
        turn: ReviewedTurn,
        draft: Draft,
        deed: Deed,
        before: Draft,
    ) -> None:
        now, said = self._clock(), _columns(draft)
        row = insert(db, Review).values(turn_id=turn.id, staff_id=staff.id, created_at=now, **said)
        changed = row.on_conflict_do_update(index_elements=["turn_id", "staff_id"], set_=said)
        review = db.execute(changed.returning(Review.id)).scalar_one()
        keep_proposals(db, review, turn, draft, now)
        index_turns(db, [turn.id])
        verdicts = {"verdict": draft.verdict, "before": before.verdict}
        note(db, now, deed, "turn reviewed", f"turn {turn.id}", **verdicts)


def _alone(db: Connection, turn: int) -> None:
    """Let one review of a turn be written at a time; others may go on referring to it."""
    db.execute(select(Turn.id).where(Turn.id == turn).with_for_update(key_share=True))


def _mine(db: Connection, staff: Staff, turn: int) -> Draft:
    row = select(Review.__table__).where(Review.turn_id == turn, Review.staff_id == staff.id)
    found = db.execute(row).first()
    return _draft(found) if found else NOTHING


def _sheet(db: Connection, staff: Staff, turn: ReviewedTurn) -> Sheet:
    given = {row.staff_id: _given(row) for row in db.execute(_of(turn.id))}
    mine = given.pop(staff.id, None)
    rows = db.execute(turns_of(turn.conversation).where(Turn.id == turn.id)).all()
    (read,) = read_turns(db, rows, ())
    return Sheet(turn, read, mine, tuple(given.values()) if mine else ())


def _of(turn: int) -> Select[*tuple[Any, ...]]:
    rows = select(Review.__table__, StaffMember.name.label("by")).join(StaffMember)
    return rows.where(Review.turn_id == turn).order_by(Review.id)


def _given(row: Row[Any]) -> Given:
    return Given(row.by, _draft(row), row.created_at)


def _draft(row: Row[Any]) -> Draft:
    return Draft(row.verdict, row.procedure_code, row.aspect, row.comment, tuple(row.labels))


def _columns(draft: Draft) -> dict[str, Any]:
    return {
        "verdict": draft.verdict,
        "procedure_code": draft.procedure,
        "aspect": draft.aspect,
        "comment": draft.comment,
        "labels": list(draft.labels),
    }
