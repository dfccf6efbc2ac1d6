"""Opens the database and keeps two promises on both kinds: whole transactions, plain errors."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.errors import DatabaseUnusable
from bot.records import schema
from bot.records.audit_chain import keep_chain
from bot.records.sqlite_turns import BUSY_MS, Turns
from bot.records.talks.words import catch_up

_MIGRATION_LOCK = 7_266_871  # any number, the same in every process
_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}

_SETTING = "MOTCUA_DATABASE_URL"
_DISK_FULL = "Ổ đĩa chứa cơ sở dữ liệu đã đầy; hãy dọn bớt rồi chạy lại."
_BROKEN = (
    "Tệp {place} đã hỏng hoặc không phải cơ sở dữ liệu; hãy chép bản sao lưu đè lên, "
    "hoặc đổi tên tệp rồi chạy lại để bắt đầu mới."
)
_PASSING = "Cơ sở dữ liệu đang bận hoặc vừa mất kết nối; hãy đợi một lát rồi thử lại."
_SENTENCES = {  # by what the driver says
    "disk is full": _DISK_FULL,
    "no space left": _DISK_FULL,
    "not a database": _BROKEN,
    "malformed": _BROKEN,
    "readonly": "Không ghi được vào {place}; hãy cấp quyền ghi cho người dùng chạy motcua.",
    "unable to open": "Không mở được {place}; hãy xem lại quyền và đường dẫn " + _SETTING + ".",
    "database is locked": "Chương trình khác đang giữ {place}; hãy tắt nó rồi chạy lại.",
    "password authentication": "Máy chủ {place} từ chối tên hoặc mật khẩu trong " + _SETTING + ".",
    "does not exist": "Máy chủ không có {place}; hãy tạo cơ sở dữ liệu hoặc sửa " + _SETTING + ".",
    "connection": "Không kết nối được tới {place}; hãy bật máy chủ hoặc sửa " + _SETTING + ".",
}


def open_database(url: str) -> Engine:
    """Return an engine for ``url``; a missing SQLite file is made at first use.

    Raises:
        DatabaseUnusable: the address cannot be used.
    """
    address = _address(url)
    engine = _open_sqlite(address) if address.drivername == "sqlite" else _open_server(address)
    keep_chain(engine)
    return engine


def exists(url: str) -> bool:
    """Whether there may be a database at ``url``; looking does not make a SQLite file.

    Raises:
        DatabaseUnusable: the address cannot be used.
    """
    address = _address(url)
    return address.drivername != "sqlite" or Path(str(address.database)).exists()


def upgrade(engine: Engine) -> None:
    """Bring tables and search up to date, in one transaction and in one process at a time."""
    with plain_errors(engine), engine.begin() as db:
        if db.dialect.name == "postgresql":
            db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        schema.upgrade(db)
        catch_up(db)


def check(engine: Engine) -> None:
    """Make sure that the database can be read, written and fits this version.

    Raises:
        DatabaseUnusable: with a sentence that says what to do.
    """
    with plain_errors(engine), engine.begin() as db:
        if db.dialect.name == "sqlite":
            _check_file(db)
        schema.check(db)


@contextmanager
def plain_errors(
    engine: Engine, kinds: tuple[type[DBAPIError], ...] = (DBAPIError,)
) -> Iterator[None]:
    """Turn the driver's errors, or those of some kinds, into a sentence that says what to do."""
    try:
        yield
    except (PoolTimeout, PendingRollbackError) as error:
        raise DatabaseUnusable(_PASSING) from error
    except kinds as error:
        raise DatabaseUnusable(_sentence(str(error.orig), engine.url)) from error


def _sentence(message: str, url: URL) -> str:
    place = url.database if url.drivername == "sqlite" else f"{url.host}:{url.port}/{url.database}"
    for part, sentence in _SENTENCES.items():
        if part in message.lower():
            return sentence.format(place=place)
    return f"Cơ sở dữ liệu {place} báo lỗi: {message.strip().splitlines()[0]}"


def _address(url: str) -> URL:
    try:
        address = make_url(url)
        driver = _DRIVERS[address.get_backend_name()]
    except (ArgumentError, KeyError):
        raise DatabaseUnusable(
            f"{_SETTING} phải có dạng sqlite:///tệp hoặc postgresql://tên@máy/cơ-sở-dữ-liệu."
        ) from None
    if driver == "sqlite" and address.database in (None, "", ":memory:"):
        raise DatabaseUnusable("SQLite phải nằm trong một tệp, ví dụ sqlite:///var/motcua.db.")
    return address.set(drivername=driver)


def _open_server(address: URL) -> Engine:
    return create_engine(
        address, pool_pre_ping=True, hide_parameters=True, connect_args={"connect_timeout": 5}
    )


def _open_sqlite(address: URL) -> Engine:
    folder = Path(str(address.database)).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnusable(f"Không tạo được thư mục {folder}: {error.strerror}.") from None
    engine = create_engine(address, hide_parameters=True, connect_args={"timeout": BUSY_MS / 1000})
    event.listen(engine, "connect", _prepare)
    turns = Turns()
    event.listen(engine, "begin", turns.begin)
    event.listen(engine, "checkin", turns.end)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we begin transactions ourselves, see Turns
    for pragma in (f"busy_timeout={BUSY_MS}", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()
    try:
        connection.execute("PRAGMA journal_mode=WAL").close()
    except sqlite3.OperationalError as error:
        # SQLite does not wait here. Another process is changing it, and the file remembers.
        if "locked" not in str(error):
            raise


def _check_file(db: Connection) -> None:
    found = db.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if found != "ok":
        raise DatabaseUnusable(_sentence("malformed", db.engine.url))
