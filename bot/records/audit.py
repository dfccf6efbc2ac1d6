"""Who did what by hand, when and why: written in the transaction of the deed itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from bot.records.operations_tables import AuditEntry
from bot.records.read import reading
from bot.records.text import storable

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Deed:
    """Who does something, and why."""

    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that was done."""

    at: datetime
    who: str
    action: str
    subject: str
    reason: str
    detail: Mapping[str, Any]


def note(
    db: Connection, at: datetime, deed: Deed, action: str, subject: str, **detail: Any
) -> None:
    """Keep what was done; ``detail`` says how it was before."""
    row = insert(AuditEntry).values(
        at=at,
        who=storable(deed.who, 100),
        action=action,
        subject=subject,
        reason=storable(deed.reason, LONGEST_REASON),
        detail=detail,
    )
    db.execute(row)


def audited(engine: Engine, limit: int = 100) -> list[Done]:
    """Return the newest deeds, the newest first."""
    newest = select(
        AuditEntry.at,
        AuditEntry.who,
        AuditEntry.action,
        AuditEntry.subject,
        AuditEntry.reason,
        AuditEntry.detail,
    )
    with reading(engine) as db:
        return [
            Done(*row) for row in db.execute(newest.order_by(AuditEntry.id.desc()).limit(limit))
        ]
