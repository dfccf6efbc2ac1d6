"""Proposals as those read them who decide, and what they decide."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Row,
    Select,
    and_,
    exists,
    or_,
    select,
    true,
    update,
)

from bot.catalogue.catalogue import Catalogue
from bot.clock import LOCAL
from bot.errors import ReviewRefused
from bot.records.audit import Deed, note
from bot.records.messages.inbox import utc_now
from bot.records.operations.tables import AuditEntry
from bot.records.read import reading
from bot.records.staff.accounts import Staff
from bot.records.staff.scope import visible
from bot.records.staff.tables import StaffMember
from bot.records.tables import Conversation, Turn
from bot.records.takeover.tables import Proposal, Review, SampledTurn

DECIDERS: Final[Mapping[str, str]] = {"analyst": "sentence", "editor": "fact"}
DECISIONS: Final[Mapping[str, str]] = {"accept": "accepted", "reject": "rejected"}
SHOWN = 200

NO_REASON = "Hãy ghi lý do."
NO_DECISION = "Hãy chọn chấp nhận hoặc từ chối."
DECIDED = "Đề xuất này đã được quyết định."
CHANGED = "Đề xuất này vừa được sửa; vui lòng xem lại rồi quyết định."
LEFT = "Thủ tục này không còn trong danh mục nên không thể chấp nhận; hãy từ chối đề xuất."


@dataclass(frozen=True, slots=True)
class Proposed:
    """One proposal; ``turn`` is 0 for who may not see the conversation it comes from."""

    id: int
    kind: str
    text: str
    procedure: str
    aspect: str
    version: str
    status: str
    by: str
    turn: int
    created_at: datetime
    decided_by: str
    decided_at: datetime | None
    reason: str

    @property
    def seal(self) -> str:
        """Another one whenever what is decided on is another."""
        said = "\n".join((self.text, self.procedure, self.aspect, self.version))
        return sha256(said.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decides of a proposal that had ``seal`` when they read it."""

    answer: str
    seal: str


class SqlProposals:
    """All proposals of the installation."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self._engine, self._clock = engine, clock

    def of(self, staff: Staff, status: str) -> Sequence[Proposed]:
        """Return the newest proposals of a status that ``staff`` decide on."""
        newest = self._rows(staff).where(Proposal.status == status).order_by(Proposal.id.desc())
        with reading(self._engine) as db:
            return [*_proposed(db, db.execute(newest.limit(SHOWN)).all())]

    def sentences(self, staff: Staff) -> Sequence[Proposed]:
        """Return all sentences that ``staff`` may see, the oldest first."""
        every = self._rows(staff).where(Proposal.kind == "sentence").order_by(Proposal.id)
        with reading(self._engine) as db:
            return [*_proposed(db, db.execute(every).all())]

    def taken_away(self, staff: Staff, deed: Deed) -> Sequence[Mapping[str, str]]:
        """Return the accepted sentences with what they ask; that they leave us is noted."""
        found = [one for one in self.sentences(staff) if one.status == "accepted"]
        with self._engine.begin() as db:
            note(db, self._clock(), deed, "sentences exported", "proposals", count=len(found))
        return [{"text": s.text, "procedure": s.procedure, "aspect": s.aspect} for s in found]

    def decide(
        self, staff: Staff, number: int, decision: Decision, catalogue: Catalogue, deed: Deed
    ) -> bool:
        """Accept or reject one; ``False`` if it is not theirs to decide.

        Raises:
            ReviewRefused: it is decided already, or another than they read, or a reason lacks.
        """
        with self._engine.begin() as db:
            one = self._locked(db, staff, number)
            if one is None:
                return False
            _check(one, decision, catalogue, deed)
            status, now = DECISIONS[decision.answer], self._clock()
            by = {"decided_by": staff.id, "decided_at": now}
            mine = update(Proposal).where(Proposal.id == number)
            db.execute(mine.values(status=status, **by))
            note(db, now, deed, f"proposal {status}", _subject(number), kind=one.kind)
        return True

    def _locked(self, db: Connection, staff: Staff, number: int) -> Proposed | None:
        mine = self._rows(staff).where(Proposal.id == number).with_for_update(of=Proposal)
        return next(_proposed(db, db.execute(mine).all()), None)

    def _rows(self, staff: Staff) -> Select[*tuple[Any, ...]]:
        """Select what ``staff`` decide on; of a fact they need not see the conversation."""
        seen, today = _seen(staff), self._clock().astimezone(LOCAL).date()
        kinds = [kind for role, kind in DECIDERS.items() if role in staff.roles]
        awaited = _awaited(staff, today)
        return (
            select(Proposal.__table__, StaffMember.name.label("by"), Review.turn_id)
            .add_columns(seen.label("is_seen"))
            .join(Review, Review.id == Proposal.review_id)
            .join(StaffMember, StaffMember.id == Review.staff_id)
            .join(Turn, Turn.id == Review.turn_id)
            .join(Conversation, Conversation.id == Turn.conversation_id)
            .where(Proposal.kind.in_(kinds), or_(Proposal.kind == "fact", seen), ~awaited)
        )


def _seen(staff: Staff) -> ColumnElement[bool]:
    return and_(true(), *visible(staff))


def _awaited(staff: Staff, today: Any) -> ColumnElement[bool]:
    """Whether ``staff`` are yet to review the turn today, not knowing what colleagues think."""
    drawn = (SampledTurn.turn_id == Review.turn_id, SampledTurn.staff_id == staff.id)
    theirs = Review.__table__.alias()
    done = (theirs.c.turn_id == Review.turn_id, theirs.c.staff_id == staff.id)
    return and_(exists().where(*drawn, SampledTurn.day == today), ~exists().where(*done))


def _proposed(db: Connection, rows: Sequence[Row[Any]]) -> Iterator[Proposed]:
    names = {row.id: row.name for row in db.execute(select(StaffMember.id, StaffMember.name))}
    reasons = _reasons(db, [_subject(row.id) for row in rows if row.decided_at])
    for row in rows:
        yield Proposed(
            id=row.id,
            kind=row.kind,
            text=row.text,
            procedure=row.procedure_code,
            aspect=row.aspect,
            version=row.version,
            status=row.status,
            by=row.by,
            turn=row.turn_id if row.is_seen else 0,
            created_at=row.created_at,
            decided_by=names.get(row.decided_by, ""),
            decided_at=row.decided_at,
            reason=reasons.get(_subject(row.id), ""),
        )


def _reasons(db: Connection, subjects: Sequence[str]) -> dict[str, str]:
    rows = select(AuditEntry.subject, AuditEntry.reason).where(AuditEntry.subject.in_(subjects))
    return {row.subject: row.reason for row in db.execute(rows.order_by(AuditEntry.id))}


def _subject(number: int) -> str:
    return f"proposal {number}"


def _check(one: Proposed, decision: Decision, catalogue: Catalogue, deed: Deed) -> None:
    if decision.answer not in DECISIONS:
        raise ReviewRefused(NO_DECISION)
    if not deed.reason.strip():
        raise ReviewRefused(NO_REASON)
    if one.status != "proposed":
        raise ReviewRefused(DECIDED)
    if decision.seal != one.seal:
        raise ReviewRefused(CHANGED)
    has_left = one.procedure and catalogue.get(one.procedure) is None
    if decision.answer == "accept" and has_left:
        raise ReviewRefused(LEFT)
