"""Which conversations changed, whichever process changed them, without asking the tables often.

A look asks for what has a higher number than at the last look. On PostgreSQL numbers become visible
out of order, so a look goes back a little and leaves out what it has told. Of handoffs, the open
ones are compared: to take one over gives no new number.
"""

from collections import deque
from collections.abc import Callable, Iterable
from itertools import islice
from threading import Lock
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.orm import aliased

from bot.records.read import reading
from bot.records.staff.accounts import Staff
from bot.records.staff.scope import visible
from bot.records.tables import Conversation, InboxMessage, OutboxReply, Turn
from bot.records.takeover.tables import Handoff, Note

SOON = 0.4  # seconds: two streams that look within these share one look
OVERLAP = 50
REMEMBERED = 5000
_TABLES: tuple[Any, ...] = (InboxMessage, Turn, OutboxReply, Note)
_OPEN = select(Handoff.id, Handoff.conversation_id, Handoff.status, Handoff.staff_id).where(
    Handoff.status.in_(("waiting", "talking"))
)


class Changes:
    """The changes of one database, for any number of streams and threads of this process."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = monotonic) -> None:
        self._engine, self._clock, self._lock = engine, clock, Lock()
        self._told: deque[str] = deque(maxlen=REMEMBERED)
        self._count, self._looked_at = 0, float("-inf")
        self._seen: dict[Any, set[int]] = {}
        self._open: set[tuple[Any, ...]] | None = None

    def now(self) -> int:
        """Return from where on changes count as new."""
        with self._lock:
            if self._open is None:
                self._look()
            return self._count

    def since(self, count: int, *, at_once: bool = False) -> tuple[set[str], int]:
        """Return the conversations that changed after ``count``, and how far that is."""
        with self._lock:
            if at_once or self._clock() - self._looked_at >= SOON:
                self._look()
            new = min(self._count - count, len(self._told))
            return set(islice(reversed(self._told), new)), self._count

    def _look(self) -> None:
        self._looked_at = self._clock()
        with reading(self._engine) as db:
            changed = {c for table in _TABLES for c in self._new_rows(db, table)}
            changed |= self._moved(db)
        self._told.extend(changed)
        self._count += len(changed)

    def _new_rows(self, db: Connection, table: Any) -> Iterable[str]:
        seen = self._seen.get(table)
        after = max(seen, default=0) - OVERLAP if seen is not None else _newest(db, table) - OVERLAP
        new = select(table.id, table.conversation_id).where(table.id > after)
        rows: dict[int, str] = dict(db.execute(new).all())
        self._seen[table] = set(sorted(rows)[-OVERLAP:])
        return {rows[number] for number in rows.keys() - seen} if seen is not None else ()

    def _moved(self, db: Connection) -> set[str]:
        known, self._open = self._open, {tuple(row) for row in db.execute(_OPEN)}
        return {row[1] for row in self._open ^ known} if known is not None else set()


def seen_of(engine: Engine, staff: Staff, conversations: Iterable[str]) -> list[str]:
    """Return those of ``conversations`` that ``staff`` may see."""
    theirs = select(Conversation.id).where(Conversation.id.in_(list(conversations)))
    with reading(engine) as db:
        return list(db.execute(theirs.where(*visible(staff)).order_by(Conversation.id)).scalars())


def waiting(engine: Engine, staff: Staff) -> int:
    """Return how many conversations that ``staff`` may see wait for a person."""
    asked = aliased(Handoff)  # not the one that ``visible`` speaks of
    count = select(func.count()).select_from(asked).join(Conversation)
    with reading(engine) as db:
        return db.execute(count.where(asked.status == "waiting", *visible(staff))).scalar_one()


def _newest(db: Connection, table: Any) -> int:
    return db.execute(select(func.max(table.id))).scalar() or 0
