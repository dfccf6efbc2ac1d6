"""Who writes to a SQLite file next.

SQLite lets one write at a time, and whoever finds the lock taken sleeps and looks again, for up to
a tenth of a second at a time and in no order. So threads of one process queue up here before they
ask; between processes it stays as it is.
"""

from threading import Lock

from sqlalchemy import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_MS = 10_000
_MINE = "has the turn"


class Turns:
    """Begins the transactions of one engine; a turn ends when its connection is given back."""

    def __init__(self) -> None:
        self._lock = Lock()

    def begin(self, db: Connection) -> None:
        """Take the write lock at once: a reader that became a writer could fail as busy."""
        if db.get_execution_options().get("reading"):
            db.exec_driver_sql("BEGIN")
            return
        if not db.info.get(_MINE):  # who waits too long asks SQLite, which says what is wrong
            db.info[_MINE] = self._lock.acquire(timeout=BUSY_MS / 1000)
        db.exec_driver_sql("BEGIN IMMEDIATE")

    def end(self, _connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
        """The connection is free again."""
        if record.info.pop(_MINE, False):
            self._lock.release()
