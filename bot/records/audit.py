"""Who did what by hand, when and why: written in the transaction of the deed itself."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, select

from bot.records.audit_chain import append
from bot.records.operations.tables import AuditEntry
from bot.records.read import reading
from bot.records.text import storable

LONGEST_REASON = 500
COLUMNS = (
    AuditEntry.id,
    AuditEntry.at,
    AuditEntry.who,
    AuditEntry.action,
    AuditEntry.subject,
    AuditEntry.reason,
    AuditEntry.detail,
    AuditEntry.place,
)


@dataclass(frozen=True, slots=True)
class Deed:
    """Who does something, why, and the network address it came from (empty: this machine)."""

    who: str
    reason: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that was done."""

    id: int
    at: datetime
    who: str
    action: str
    subject: str
    reason: str
    detail: Mapping[str, Any]
    place: str


def note(
    db: Connection, at: datetime, deed: Deed, action: str, subject: str, **detail: Any
) -> None:
    """Keep what was done; ``detail`` says how it was before.

    The row is written when the transaction ends, and not at all if that fails.
    """
    entry = {
        "at": at,
        "who": storable(deed.who, 100),
        "action": action,
        "subject": subject,
        "reason": storable(deed.reason, LONGEST_REASON),
        "detail": json.loads(json.dumps(detail)),  # as it will be read again
        "place": deed.place[:100],
    }
    append(db, entry)


def audited(engine: Engine, limit: int = 100) -> list[Done]:
    """Return the newest deeds, the newest first."""
    newest = select(*COLUMNS).order_by(AuditEntry.id.desc()).limit(limit)
    with reading(engine) as db:
        return [Done(*row) for row in db.execute(newest)]
