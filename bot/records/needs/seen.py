"""Whose needs somebody may see and handle."""

from sqlalchemy import ColumnElement

from bot.records.staff.accounts import Staff
from bot.records.tables import Need

HANDLE = frozenset({"officer", "helpdesk", "admin"})
READ = HANDLE | {"analyst", "editor"}


def visible_needs(staff: Staff) -> list[ColumnElement[bool]]:
    """Return the conditions on ``Need``: a department and a commune narrow down, if set.

    An officer without a department has none to see needs of.
    """
    narrowed: list[ColumnElement[bool]] = []
    if staff.department or set(staff.roles) == {"officer"}:
        narrowed.append((Need.department == staff.department) | (Need.owner_id == staff.id))
    if staff.commune:
        narrowed.append((Need.commune == staff.commune) | (Need.owner_id == staff.id))
    return narrowed


def may_handle(staff: Staff, department: str) -> bool:
    """Whether ``staff`` may change and answer the needs of ``department``."""
    if not HANDLE & set(staff.roles):
        return False
    if staff.department:
        return staff.department == department
    return set(staff.roles) != {"officer"}
