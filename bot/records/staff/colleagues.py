"""Who could take over a talk, and whether they are at work now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Engine, select

from bot.records.read import reading
from bot.records.staff.accounts import Staff, staff_of
from bot.records.staff.tables import StaffMember, StaffSession

TALK = frozenset({"helpdesk", "officer"})  # the roles that talk with citizens
AT_WORK = timedelta(minutes=10)  # since a page of theirs last asked for something


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who talks with citizens."""

    staff: Staff
    is_online: bool


def colleagues(engine: Engine, me: Staff, now: datetime) -> Sequence[Colleague]:
    """Return all who talk with citizens but ``me``: those at work first, then by name."""
    people = select(StaffMember.__table__).where(StaffMember.disabled_at.is_(None))
    with reading(engine) as db:
        known = [staff_of(row) for row in db.execute(people)]
        online = set(db.scalars(select(StaffSession.staff_id).where(*_at_work(now))))
    talkers = [person for person in known if person.id != me.id and TALK & set(person.roles)]
    found = [Colleague(person, person.id in online) for person in talkers]
    return sorted(found, key=lambda one: (not one.is_online, one.staff.name))


def _at_work(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        StaffSession.confirmed.is_(True),
        StaffSession.revoked_at.is_(None),
        StaffSession.expires_at > now,
        StaffSession.last_seen_at > now - AT_WORK,
    )
