"""Whether what a citizen tells is past the deadline of a procedure."""

from bot.catalogue.record import UNKNOWN, Deadline, Procedure
from bot.understanding.fold import fold
from bot.understanding.spans import Span, passed

CHILD = 18 * 365  # whoever is older is no child whose birth is to be registered


def overdue(procedure: Procedure, text: str) -> Deadline | None:
    """Return the deadline of ``procedure`` if ``text`` says that more time has passed.

    Only a deadline that counts days from what has happened can be told to be over.
    """
    deadline = procedure.deadline
    if deadline is None or deadline == UNKNOWN or deadline.days is None:
        return None
    said = fold(deadline.text)
    if f"trong {deadline.days} ngay" not in said or "ke tu" not in said:
        return None
    days = _calendar_days(deadline.days, working="ngay lam viec" in said)
    return deadline if any(_counts(s, said) and s.days > days for s in passed(text)) else None


def _calendar_days(days: int, *, working: bool) -> int:
    """The most that so many days can be, with weekends and the holidays of Tết."""
    return 2 * days + 14 if working else days


def _counts(span: Span, deadline: str) -> bool:
    """A child's age is the time since its birth."""
    return not span.is_age or ("ngay sinh" in deadline and span.days < CHILD)
