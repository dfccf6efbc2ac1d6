"""Searches that staff keep under a name, for themselves or for all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, delete, or_, select

from bot.records.insert import insert
from bot.records.messages.inbox import utc_now
from bot.records.read import reading
from bot.records.staff.accounts import Staff
from bot.records.staff.tables import StaffMember
from bot.records.takeover.tables import SavedFilter
from bot.records.text import storable

LONGEST_NAME = 60
LONGEST_QUERY = 2000


@dataclass(frozen=True, slots=True)
class Saved:
    """One search; ``query`` as in the address of its page, ``owner`` the name of who kept it."""

    id: int
    name: str
    query: str
    is_shared: bool
    is_own: bool
    owner: str


def saved_filters(engine: Engine, staff: Staff) -> list[Saved]:
    """Return what ``staff`` kept and what others share, by name."""
    is_own = (SavedFilter.staff_id == staff.id).label("is_own")
    columns = (SavedFilter.id, SavedFilter.name, SavedFilter.query, SavedFilter.is_shared)
    theirs: Any = (
        select(*columns, is_own, StaffMember.name)
        .join(StaffMember, StaffMember.id == SavedFilter.staff_id)
        .where(or_(is_own, SavedFilter.is_shared))
        .order_by(is_own.desc(), SavedFilter.name, SavedFilter.id)
    )
    with reading(engine) as db:
        return [Saved(*row) for row in db.execute(theirs)]


def save_filter(
    engine: Engine,
    staff: Staff,
    name: str,
    query: str,
    *,
    shared: bool,
    clock: Callable[[], datetime] = utc_now,
) -> bool:
    """Keep ``query`` under ``name`` in place of what was there; ``False`` without a name."""
    called = " ".join(storable(name, LONGEST_NAME).split())
    if not called:
        return False
    kept = {"query": query[:LONGEST_QUERY], "is_shared": shared, "created_at": clock()}
    with engine.begin() as db:
        row = insert(db, SavedFilter).values(staff_id=staff.id, name=called, **kept)
        db.execute(row.on_conflict_do_update(index_elements=["staff_id", "name"], set_=kept))
    return True


def delete_filter(engine: Engine, staff: Staff, number: int) -> bool:
    """Delete one's own; ``False`` if there is none of that number."""
    own = SavedFilter.id == number, SavedFilter.staff_id == staff.id
    with engine.begin() as db:
        return bool(db.execute(delete(SavedFilter).where(*own)).rowcount)
