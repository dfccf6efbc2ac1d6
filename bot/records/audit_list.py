"""The audit to be read: by person, deed, subject and day, a page at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, select

from bot.records.audit import COLUMNS, Done
from bot.records.operations.tables import AuditEntry
from bot.records.read import reading

PAGE = 50
BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which deeds are asked for; what is empty does not narrow down. ``until`` is left out."""

    who: str = ""
    action: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None


def listed(engine: Engine, wanted: Wanted, before: int = 0, limit: int = PAGE) -> list[Done]:
    """Return deeds, the newest first, from before the row ``before`` on (0: from the newest)."""
    rows = select(*COLUMNS).where(*_conditions(wanted))
    if before:
        rows = rows.where(AuditEntry.id < before)
    with reading(engine) as db:
        found = db.execute(rows.order_by(AuditEntry.id.desc()).limit(limit))
        return [Done(*row) for row in found]


def every(engine: Engine, wanted: Wanted) -> Iterator[Done]:
    """Yield all of them, the newest first, without holding them all."""
    before = 0
    while found := listed(engine, wanted, before, BATCH):
        yield from found
        before = found[-1].id


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.who:
        yield AuditEntry.who == wanted.who
    if wanted.action:
        yield AuditEntry.action == wanted.action
    if wanted.subject:
        yield AuditEntry.subject == wanted.subject
    if wanted.since:
        yield AuditEntry.at >= wanted.since
    if wanted.until:
        yield AuditEntry.at < wanted.until
