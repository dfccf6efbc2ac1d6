"""How well needs are answered: by department and by officer, over a time, each with its base.

Received are the needs that began in the time, merged ones too: each is a citizen who asked.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, Engine, Row, func, select

from bot.needs.meter import Meter
from bot.needs.work import WorkingTime
from bot.records.needs.rows import OPEN, RUNNING
from bot.records.read import reading
from bot.records.staff.tables import StaffMember
from bot.records.tables import Need

COLUMNS = (
    Need.department, Need.status, Need.created_at, Need.due_at, Need.answered_at, Need.answered_by,
    Need.owner_id, Need.was_late, Need.reopened, Need.is_helpful,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """The figures of one department or officer.

    Attributes:
        received: needs that began in the time.
        answered: of these, answered by now.
        in_time: of the answered, those whose first answer came by the due time.
        overdue: of the received, open and past their due time now.
        median_hours: working hours from the beginning to the answer, of the answered.
        reopened: of the answered, those whose citizen came back.
        judged: of the answered, those whose citizen said whether it helped.
        helpful: of the judged, those that helped.
    """

    name: str
    received: int = 0
    answered: int = 0
    in_time: int = 0
    overdue: int = 0
    median_hours: float | None = None
    reopened: int = 0
    judged: int = 0
    helpful: int = 0


class Received:
    """The needs that began in a time, read once; ``department`` leaves out those of others."""

    def __init__(
        self,
        engine: Engine,
        work: WorkingTime,
        begin: datetime,
        end: datetime,
        department: str = "",
    ) -> None:
        self._engine = engine
        wanted = select(*COLUMNS).where(Need.created_at >= begin, Need.created_at < end)
        wanted = wanted.where(Need.department == department) if department else wanted
        with reading(engine) as db:
            self._rows: Sequence[Any] = db.execute(wanted).all()
        self._meter = Meter(work, min((row.created_at for row in self._rows), default=begin))

    def by_department(self, now: datetime) -> list[Sheet]:
        """Return the figures of each department that received anything, by name."""
        return self._sheets(now, lambda row: str(row.department))

    def by_officer(self, now: datetime) -> list[Sheet]:
        """Return the figures of each officer who answered or has something in hand, by name."""
        names = _names(self._engine)
        return self._sheets(now, lambda row: names.get(row.answered_by or row.owner_id, ""))

    def _sheets(self, now: datetime, key: Callable[[Row[Any]], str]) -> list[Sheet]:
        groups: dict[str, list[Row[Any]]] = {}
        for row in self._rows:
            if name := key(row):
                groups.setdefault(name, []).append(row)
        return [_sheet(name, rows, self._meter, now) for name, rows in sorted(groups.items())]


def oldest(engine: Engine, department: str = "", most: int = 10) -> Sequence[Any]:
    """Return the open needs that wait longest, of one department or of all."""
    wanted = (Need.status.in_(OPEN), *_of(department))
    query = select(Need.id, Need.question, Need.department, Need.created_at, Need.due_at)
    with reading(engine) as db:
        rows = query.where(*wanted).order_by(Need.created_at, Need.id)
        return db.execute(rows.limit(most)).all()


def most_asked(
    engine: Engine, begin: datetime, department: str = "", most: int = 10
) -> Sequence[Any]:
    """Return the needs that several citizens asked since ``begin``, with their number."""
    main = func.coalesce(Need.merged_into, Need.id)
    asked = (
        select(main.label("main"), func.count().label("askers"))
        .where(Need.created_at >= begin, *_of(department))
        .group_by(main)
        .having(func.count() > 1)
        .order_by(func.count().desc(), main)
        .limit(most)
        .subquery()
    )
    query = select(Need.id, Need.question, Need.department, Need.status, asked.c.askers)
    with reading(engine) as db:
        rows = query.join(asked, asked.c.main == Need.id).order_by(asked.c.askers.desc(), Need.id)
        return db.execute(rows).all()


def _of(department: str) -> tuple[ColumnElement[bool], ...]:
    return (Need.department == department,) if department else ()


def by_field_and_commune(
    engine: Engine, begin: datetime, end: datetime, least: int
) -> list[tuple[str, str, int | None]]:
    """Return how many needs each field and commune had; ``None`` for fewer than ``least``."""
    names = (func.coalesce(Need.field, ""), Need.commune)
    query = select(*names, func.count()).where(Need.created_at >= begin, Need.created_at < end)
    with reading(engine) as db:
        rows = db.execute(query.group_by(*names).order_by(*names)).all()
    return [(row[0], row[1], row[2] if row[2] >= least else None) for row in rows]


def _sheet(name: str, rows: Sequence[Row[Any]], meter: Meter, now: datetime) -> Sheet:
    answered = [row for row in rows if row.answered_at]
    late = [row for row in rows if row.status in RUNNING and row.due_at and row.due_at <= now]
    hours = [_hours(meter.between(row.created_at, row.answered_at)) for row in answered]
    judged = [row for row in answered if row.is_helpful is not None]
    return Sheet(
        name=name,
        received=len(rows),
        answered=len(answered),
        in_time=sum(row.was_late is False for row in answered),
        overdue=len(late),
        median_hours=round(median(hours), 1) if hours else None,
        reopened=sum(row.reopened > 0 for row in answered),
        judged=len(judged),
        helpful=sum(bool(row.is_helpful) for row in judged),
    )


def _hours(length: timedelta) -> float:
    return length.total_seconds() / 3600


def _names(engine: Engine) -> dict[int | None, str]:
    with reading(engine) as db:
        rows = db.execute(select(StaffMember.id, StaffMember.name)).all()
    return {row[0]: row[1] for row in rows}
