"""The open needs of a department that have a due time."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select

from bot.records.needs.rows import RUNNING
from bot.records.read import reading
from bot.records.tables import Need

MOST = 1000


@dataclass(frozen=True, slots=True)
class Dated:
    """One need and until when it has to be answered."""

    number: int
    created_at: datetime
    due_at: datetime


def dated_needs(engine: Engine, department: str) -> list[Dated]:
    """Return them, the earliest due first."""
    mine = (Need.department == department, Need.status.in_(RUNNING))
    query = select(Need.id, Need.created_at, Need.due_at).where(*mine)
    with reading(engine) as db:
        rows = db.execute(query.order_by(Need.due_at, Need.id).limit(MOST)).all()
    return [Dated(row[0], row[1], row[2]) for row in rows if row[2]]
