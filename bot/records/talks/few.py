"""The conversations in question, where conditions leave so few that all of them can be looked at.

Without that, who may see a handful of conversations would have all others looked through for them.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, or_, select, text, union

from bot.records.staff.accounts import Staff
from bot.records.staff.scope import visible
from bot.records.tables import Conversation, Need
from bot.records.takeover.tables import Handoff
from bot.records.talks.many import one_of

FEW = 2000
Conditions = Sequence[ColumnElement[bool]]


def few(
    db: Connection, sources: Iterable[Select[Any]], conditions: Conditions, most: int = FEW
) -> list[str] | None:
    """Return the conversations that meet ``conditions``, ``None`` if every source has too many.

    Each source selects at least all that meet them.
    """
    for source in sources:
        known = db.execute(source.limit(most + 1)).scalars().all()
        if len(known) <= most:
            met = select(Conversation.id).where(one_of(db, Conversation.id, known), *conditions)
            return list(db.execute(met).scalars())
    return None


def seen_by(staff: Staff) -> Iterator[Select[Any]]:
    """Yield what selects at least all that ``visible(staff)`` lets through, if that narrows."""
    if not visible(staff):
        return
    in_hand = select(Handoff.conversation_id).where(or_(*_handed(staff)))
    theirs = _theirs(staff)
    yield in_hand if theirs is None else select(union(theirs, in_hand).subquery())


def _handed(staff: Staff) -> Iterator[ColumnElement[bool]]:
    yield Handoff.staff_id == staff.id
    if staff.commune:
        yield Handoff.commune == staff.commune
    if staff.department:
        yield Handoff.department == staff.department


def _theirs(staff: Staff) -> Select[Any] | None:
    """Select what is of their commune and their department, of those that they have."""
    needed = select(Need.conversation_id).where(Need.department == staff.department)
    of_commune = select(Conversation.id).where(Conversation.commune == staff.commune)
    if staff.commune:
        return of_commune.where(Conversation.id.in_(needed)) if staff.department else of_commune
    return needed.distinct() if staff.department else None


def handed_over(status: str) -> Select[Any]:
    """Select what is waiting for a person, or with one."""
    return select(Handoff.conversation_id).where(Handoff.status == status)


def flagged() -> Select[Any]:
    """Select what colleagues marked; in words, or SQLite would not use the index of these."""
    return select(Conversation.id).where(text("flagged"))
