"""What time does to needs: reminders before and at the due time, escalation, joining the same."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, select

from bot.needs.levels import steps, warn_at
from bot.needs.similar import OpenNeeds
from bot.records.insert import insert
from bot.records.messages.inbox import utc_now
from bot.records.needs.moves import merge_rows
from bot.records.needs.opening import Rules
from bot.records.needs.rows import OPEN, RUNNING, happened, need_row, open_questions
from bot.records.needs.tables import NeedAlert
from bot.records.read import reading
from bot.records.tables import Need


@dataclass(frozen=True, slots=True)
class Alert:
    """Somebody has to be told of a need: ``warn`` and ``due`` its owner, then head and province."""

    need: int
    step: str
    department: str
    owner: int | None
    due_at: datetime


class SqlKeeper:
    """Looks after the needs of all departments, for any number of processes."""

    def __init__(
        self, engine: Engine, rules: Rules, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._engine, self._rules, self._clock = engine, rules, clock
        self._open = OpenNeeds()
        self._newest = 0

    def alert(self) -> list[Alert]:
        """Write down whom to tell now, each once for each due time, and return the new ones."""
        now = self._clock()
        running = (Need.status.in_(RUNNING), Need.due_at.is_not(None))
        told = select(NeedAlert.need_id, NeedAlert.step).join(Need, Need.id == NeedAlert.need_id)
        with reading(self._engine) as db:
            rows = db.execute(select(Need.__table__).where(*running)).all()
            before = set(map(tuple, db.execute(told.where(NeedAlert.due_at == Need.due_at))))
        due = [(row, step) for row in rows for step in self._steps(row, now)]
        fresh = [(row, step) for row, step in due if (row.id, step) not in before]
        return [alert for row, step in fresh if (alert := self._alerted(row, step, now))]

    def join(self) -> int:
        """Have new needs follow the open ones that surely ask the same; return how many do.

        What maybe asks the same is written down as a proposal for whoever reads the need.
        """
        with reading(self._engine) as db:
            fresh = list(open_questions(db, after=self._newest))
        joined = 0
        for row in fresh:
            joined += self._compared(row)
            self._newest = row.id
        return joined

    def _steps(self, row: Row[Any], now: datetime) -> Iterator[str]:
        work = self._rules.work
        if warn_at(work, row.accepted_at or row.created_at, row.due_at) <= now:
            yield "warn"
        if row.due_at <= now:
            yield "due"
        yield from (step for step, at in steps(row.due_at, work) if at <= now)

    def _alerted(self, row: Row[Any], step: str, now: datetime) -> Alert | None:
        mark = insert(self._engine, NeedAlert).values(
            need_id=row.id, step=step, due_at=row.due_at, at=now
        )
        with self._engine.begin() as db:
            fresh = mark.on_conflict_do_nothing().returning(NeedAlert.need_id)
            if db.execute(fresh).first() is None:
                return None
            happened(db, row.id, now, "", f"told: {step}")
        return Alert(row.id, step, row.department, row.owner_id, row.due_at)

    def _compared(self, row: Row[Any]) -> bool:
        found = self._open.like(row.question)
        self._open.add(row.id, row.question)
        if not found:
            return False
        best = found[0]
        with self._engine.begin() as db:
            return self._joined(db, row.id, best.need, best.score, is_same=best.is_same)

    def _joined(self, db: Connection, need: int, into: int, score: float, *, is_same: bool) -> bool:
        """Both must still be open, of one department, and the older one not merged itself."""
        now = self._clock()
        target, mine = need_row(db, into), need_row(db, need)
        if not (target and mine and target.status in OPEN and mine.status in OPEN):
            self._open.drop(into)
            return False
        if is_same and target.department == mine.department:
            merge_rows(db, need, into, "", now)
            self._open.drop(need)
            return True
        happened(db, need, now, "", "alike", number=into, score=round(score, 2))
        return False
