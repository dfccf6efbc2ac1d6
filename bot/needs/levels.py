"""By when a need has to be answered: the province's own service levels, or ours."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from bot.needs.work import WorkingTime
from bot.province.province import Province
from bot.province.routes import ServiceLevel
from bot.reply import NeedKind

# Ours, for a province that has set none: short, since a citizen waits in a chat. No law sets them.
DEFAULTS: Mapping[NeedKind, ServiceLevel] = {
    "question": ServiceLevel(days=2),
    "missing_procedure": ServiceLevel(days=5),
    "missing_fact": ServiceLevel(days=3),
    "broken_link": ServiceLevel(hours=8),
    "suggestion": ServiceLevel(days=10),
    "complaint": ServiceLevel(days=2),
}
WARNED_AT = 0.75  # of the working time has passed: the owner is reminded


def level_of(province: Province, department: str, kind: NeedKind) -> ServiceLevel:
    """Return what holds for a need: the narrower rule before the wider one, ours at last."""
    wanted = ((department, kind), (department, None), (None, kind), (None, None))
    rules = {(rule.department, rule.kind): rule for rule in province.service_levels}
    return next((rules[key] for key in wanted if key in rules), DEFAULTS[kind])


def due_at(work: WorkingTime, opened: datetime, level: ServiceLevel) -> datetime:
    """Return the end of the time that the owner has."""
    if level.days is not None:
        return work.days_after(opened, level.days)
    return work.after(opened, timedelta(hours=level.hours or 0))


def warn_at(work: WorkingTime, opened: datetime, due: datetime) -> datetime:
    """Return when the owner is reminded, three quarters of the working time after ``opened``."""
    return work.after(opened, work.between(opened, due) * WARNED_AT)


def resumed(work: WorkingTime, paused: datetime, due: datetime, now: datetime) -> datetime:
    """Return the new due time of a need that waited for the citizen since ``paused``.

    What was left then is left now; a need that was overdue stays so.
    """
    left = work.between(paused, due)
    return work.after(now, left) if left else due


def steps(due: datetime, work: WorkingTime) -> Iterator[tuple[str, datetime]]:
    """Yield who is told after ``due``: the head at once, the province a working day later."""
    yield "head", due
    yield "province", work.days_after(due, 1)
