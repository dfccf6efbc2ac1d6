"""Where a talk can be handed to: a colleague, a department, a commune that has staff."""

from typing import Any

from bot.records.staff.accounts import Staff
from bot.records.staff.colleagues import colleagues
from bot.records.takeover.handoffs import Target
from console.departments import departments
from console.guard import Office


def targets_for(office: Office, staff: Staff) -> dict[str, Any]:
    """Return what a page offers."""
    people = colleagues(office.engine, staff, office.clock())
    return {
        "people": people,
        "names": departments(office),
        "staffed": {one.staff.department for one in people},
        "communes": sorted({one.staff.commune for one in people if one.staff.commune}),
    }


def target_of(office: Office, staff: Staff, chosen: str) -> Target:
    """Return who was chosen of those offered; nobody if it is none of them."""
    kind, _sep, name = chosen.partition(":")
    offered = targets_for(office, staff)
    people = {one.staff.login: one.staff.id for one in offered["people"]}
    if kind == "staff" and name in people:
        return Target(staff_id=people[name])
    if kind == "department" and name in offered["names"]:
        return Target(department=name, name=offered["names"][name])
    if kind == "commune" and name in offered["communes"]:
        return Target(commune=name)
    return Target()
