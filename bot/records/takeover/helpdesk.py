"""Whether a person can be asked for, and who waits for one."""

from datetime import datetime

from sqlalchemy import Engine, func, select

from bot.province.duty import Duty
from bot.records.read import reading
from bot.records.staff.colleagues import TALK
from bot.records.staff.tables import StaffMember
from bot.records.takeover.tables import Handoff
from bot.records.takeover.views import place_of


class SqlHelpdesk:
    """``Helpdesk`` of those who may log in and talk with citizens."""

    def __init__(self, engine: Engine, duty: Duty) -> None:
        self._engine, self._duty = engine, duty

    def is_open(self, now: datetime) -> bool:
        """Whether somebody may be asked for at that moment."""
        return self._duty.is_on(now) and self._is_staffed()

    def opens_next(self, now: datetime) -> datetime | None:
        """Return when the desk opens after ``now``; ``None`` when there is no such desk."""
        return self._duty.begins_next(now) if self._is_staffed() else None

    def place(self, conversation: str) -> int | None:
        """Return the place of a conversation in its queue, ``None`` when it does not wait."""
        with reading(self._engine) as db:
            return place_of(db, conversation)

    def waiting(self) -> int:
        """Return how many wait in everybody's queue."""
        everybodys = (Handoff.department == "", Handoff.commune == "")
        count = select(func.count()).select_from(Handoff)
        with reading(self._engine) as db:
            found = count.where(Handoff.status == "waiting", *everybodys)
            return db.execute(found).scalar_one()

    def _is_staffed(self) -> bool:
        enabled = select(StaffMember.roles).where(StaffMember.disabled_at.is_(None))
        with reading(self._engine) as db:
            return any(TALK & set(roles) for roles in db.execute(enabled).scalars())
