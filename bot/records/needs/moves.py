"""What staff do with a need before it is answered: take it, give it, send it on, merge it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, insert, select

from bot.errors import NeedRefused
from bot.records.messages.inbox import utc_now
from bot.records.needs.opening import Routing, Rules
from bot.records.needs.rows import OPEN, change, followers, happened, need_row
from bot.records.needs.seen import may_handle
from bot.records.needs.tables import RouteCorrection
from bot.records.staff.accounts import Staff, staff_of
from bot.records.staff.tables import StaffMember

NOT_THERE = "Không có việc này."
NO_REASON = "Hãy ghi lý do chuyển, ít nhất 10 chữ."
NO_DEPARTMENT = "Không có phòng, ban này trong tệp của tỉnh."
SAME_DEPARTMENT = "Việc này đang ở chính phòng, ban đó."
NOT_THEIRS = "Người này không xử lý việc của phòng, ban đó."
NOT_ITSELF = "Không thể gộp một việc vào chính nó."
NOTHING_MERGED = "Việc này chưa được gộp."
SHORTEST_REASON = 10
MOST_MOVES = 3  # sent on more often, a need goes to the fallback department


class SqlMoves:
    """Changes of needs, each with its event, for any number of processes."""

    def __init__(
        self, engine: Engine, rules: Rules, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._engine, self._rules, self._clock = engine, rules, clock

    def accept(self, staff: Staff, need: int) -> None:
        """Take a need up: from now on ``staff`` answer for it.

        Raises:
            NeedRefused: it is not theirs to take, or somebody was quicker.
        """
        now = self._clock()
        with self._engine.begin() as db:
            self._mine(db, staff, need)
            values = {"status": "accepted", "owner_id": staff.id, "accepted_at": now}
            change(db, need, ("new", "reopened"), values)
            happened(db, need, now, staff.login, "accepted")

    def assign(self, staff: Staff, need: int, to: int) -> None:
        """Give a need to a colleague of its department.

        Raises:
            NeedRefused: the colleague does not handle needs of that department.
        """
        now = self._clock()
        with self._engine.begin() as db:
            row = self._mine(db, staff, need)
            other = _colleague(db, to)
            if other is None or other.disabled or not may_handle(other, row.department):
                raise NeedRefused(NOT_THEIRS)
            values = {"status": "accepted", "owner_id": other.id, "accepted_at": now}
            change(db, need, OPEN, values)
            happened(db, need, now, staff.login, "assigned", to=other.login)

    def send_on(self, staff: Staff, need: int, department: str, reason: str) -> str:
        """“Not ours”: send a need to another department, and return where it went.

        Sent on for the fourth time it goes to the fallback department instead: nothing bounces
        unseen.

        Raises:
            NeedRefused: there is no such department, or no reason.
        """
        now = self._clock()
        if len(reason.strip()) < SHORTEST_REASON:
            raise NeedRefused(NO_REASON)
        with self._engine.begin() as db:
            row = self._mine(db, staff, need)
            target = self._target(db, row, department)
            values = {
                "department": target,
                "status": "new",
                "owner_id": None,
                "reason": "sent_on",
                "detail": row.department,
                "due_at": self._rules.due(target, row.kind, now),
            }
            change(db, need, OPEN, values)
            _learn(db, row, target, reason, now)
            where = {"from": row.department, "to": target}
            happened(db, need, now, staff.login, "sent on", reason, **where)
        return target

    def merge(self, staff: Staff, need: int, into: int, who: str = "") -> None:
        """Have a need follow another one: one answer for both, and for those merged before.

        Raises:
            NeedRefused: one of them is closed, or both are the same.
        """
        now = self._clock()
        with self._engine.begin() as db:
            target = self._mine(db, staff, into)
            if need == into or target.status not in OPEN:
                raise NeedRefused(NOT_ITSELF)
            self._mine(db, staff, need)
            merge_rows(db, need, into, who or staff.login, now)

    def split(self, staff: Staff, need: int) -> None:
        """Take a merged need out again; it is new, with a due time of its own.

        Raises:
            NeedRefused: it is not merged.
        """
        now = self._clock()
        with self._engine.begin() as db:
            row = self._mine(db, staff, need)
            if row.merged_into is None:
                raise NeedRefused(NOTHING_MERGED)
            due = self._rules.due(row.department, row.kind, now)
            fresh = {"status": "new", "merged_into": None, "due_at": due, "closed_at": None}
            change(db, need, ("merged",), fresh)
            happened(db, need, now, staff.login, "split", was=row.merged_into)

    def remark(self, staff: Staff, need: int, text: str) -> None:
        """Leave a word for colleagues."""
        with self._engine.begin() as db:
            self._mine(db, staff, need)
            happened(db, need, self._clock(), staff.login, "noted", text)

    def _mine(self, db: Connection, staff: Staff, need: int) -> Row[Any]:
        row = need_row(db, need)
        if row is None or not may_handle(staff, row.department):
            raise NeedRefused(NOT_THERE)
        return row

    def _target(self, db: Connection, row: Row[Any], department: str) -> str:
        known = {one.id for one in self._rules.province.departments}
        if department not in known:
            raise NeedRefused(NO_DEPARTMENT)
        if department == row.department:
            raise NeedRefused(SAME_DEPARTMENT)
        corrections = select(RouteCorrection.id).where(RouteCorrection.need_id == row.id)
        if len(db.execute(corrections).all()) >= MOST_MOVES:
            return self._rules.province.department_of(None)
        return department


def merge_rows(db: Connection, need: int, into: int, who: str, now: datetime) -> None:
    """Merge, with all that follow ``need``, in the caller's transaction."""
    for row in followers(db, need):
        statuses = ("merged",) if row.merged_into else OPEN
        values = {"status": "merged", "merged_into": into, "closed_at": None, "due_at": None}
        change(db, row.id, statuses, values)
    happened(db, need, now, who, "merged", into=into)
    happened(db, into, now, who, "joined by", number=need)


def resume(db: Connection, rules: Routing, row: Row[Any], now: datetime) -> None:
    """The citizen has said what was asked: the clock goes on with what was left."""
    due = rules.resumed(row.paused_at, row.due_at, now)
    values = {"status": "accepted", "paused_at": None, "due_at": due}
    change(db, row.id, ("waiting",), values)
    happened(db, row.id, now, "", "resumed")


def _learn(db: Connection, row: Row[Any], target: str, reason: str, now: datetime) -> None:
    correction = insert(RouteCorrection).values(
        need_id=row.id,
        question=row.question,
        sent_to=row.department,
        belongs_to=target,
        reason=reason.strip(),
        at=now,
    )
    db.execute(correction)


def _colleague(db: Connection, staff_id: int) -> Staff | None:
    row = db.execute(select(StaffMember.__table__).where(StaffMember.id == staff_id)).first()
    return staff_of(row) if row else None
