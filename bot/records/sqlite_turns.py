"""Who writes to a SQLite file next.

SQLite lets one write at a time, and whoever finds the lock taken sleeps and looks again, for up to
a tenth of a second at a time and in no order. So threads of one process queue up here, and the one
whose turn it is asks again every two milliseconds: the lock is not left idle between processes.
"""

import time
from threading import Lock

from sqlalchemy import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_MS = 10_000
AGAIN_SECONDS = 0.002
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
        _begin_writing(db)

    def end(self, _connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
        """The connection is free again."""
        if record.info.pop(_MINE, False):
            self._lock.release()


def _begin_writing(db: Connection) -> None:
    end = time.monotonic() + BUSY_MS / 1000
    db.exec_driver_sql("PRAGMA busy_timeout=0")
    try:
        while not _is_begun(db, is_last=time.monotonic() > end):
            time.sleep(AGAIN_SECONDS)
    finally:
        db.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_MS}")


def _is_begun(db: Connection, *, is_last: bool) -> bool:
    try:
        db.exec_driver_sql("BEGIN IMMEDIATE")
    except OperationalError as error:
        if is_last or "locked" not in str(error.orig):
            raise
        return False
    return True
