"""Which conversations somebody of the staff may see."""

from sqlalchemy import ColumnElement, Connection, exists, false, or_, select
from sqlalchemy.orm import aliased

from bot.records.staff.accounts import Staff
from bot.records.tables import Conversation, Need
from bot.records.takeover.tables import Handoff

EVERYWHERE = frozenset({"helpdesk", "analyst", "admin"})  # an officer alone sees their department's


def visible(staff: Staff) -> list[ColumnElement[bool]]:
    """Return the conditions on ``Conversation`` under which ``staff`` may see one.

    A commune and a department narrow down, both if both are set; what was handed to them, or is
    in their hands, they see in any case.
    """
    narrowed = [*_commune(staff), *_department(staff)]
    # Aliased, or it would mean the takeover of a query around it.
    taken = aliased(Handoff)
    theirs = or_(taken.staff_id == staff.id, *_handed(staff, taken))
    handed = exists().where(taken.conversation_id == Conversation.id, theirs)
    return [or_(condition, handed) for condition in narrowed]


def may_see(db: Connection, staff: Staff, conversation: str) -> bool:
    """Whether ``staff`` may see that conversation; ``False`` also if there is none."""
    found = select(Conversation.id).where(Conversation.id == conversation, *visible(staff))
    return db.execute(found).first() is not None


def _commune(staff: Staff) -> list[ColumnElement[bool]]:
    return [Conversation.commune == staff.commune] if staff.commune else []


def _department(staff: Staff) -> list[ColumnElement[bool]]:
    if staff.department:
        needed = Need.conversation_id == Conversation.id
        return [exists().where(needed, Need.department == staff.department)]
    return [] if EVERYWHERE & set(staff.roles) else [false()]


def _handed(staff: Staff, taken: type[Handoff]) -> list[ColumnElement[bool]]:
    to_commune = [taken.commune == staff.commune] if staff.commune else []
    to_department = [taken.department == staff.department] if staff.department else []
    return to_commune + to_department
