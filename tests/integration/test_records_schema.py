"""The tables come up, fit the code, and every trouble is one plain sentence."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, event, inspect, text

from bot.errors import DatabaseUnusable
from bot.records import schema
from bot.records.database import check, open_database, upgrade
from bot.records.tables import Base
from tests.integration.records_kit import in_threads


def test_migrations_build_exactly_the_tables_of_the_code(fresh_database: Engine) -> None:
    with fresh_database.begin() as db:
        opts = {"compare_type": True, "include_name": _is_described}
        context = MigrationContext.configure(db, opts=opts)
        assert compare_metadata(context, Base.metadata) == []


def test_an_upgraded_database_passes_the_check(fresh_database: Engine) -> None:
    check(fresh_database)


def test_upgrading_again_changes_nothing(fresh_database: Engine) -> None:
    upgrade(fresh_database)
    check(fresh_database)


def test_downgrading_leaves_no_table_and_can_be_taken_back(fresh_database: Engine) -> None:
    with fresh_database.begin() as db:
        command.downgrade(schema.config(db), "base")
    assert set(inspect(fresh_database).get_table_names()) <= {"alembic_version"}
    upgrade(fresh_database)
    check(fresh_database)


def test_processes_that_upgrade_at_once_do_not_disturb_each_other(blank_url: str) -> None:
    def start() -> None:
        engine = open_database(blank_url)
        upgrade(engine)
        check(engine)
        engine.dispose()

    in_threads(4, start)


def test_a_new_file_that_several_open_at_once_is_locked_for_none(tmp_path: Path) -> None:
    for number in range(20):  # the race is rare

        def first_look(url: str = f"sqlite:///{tmp_path}/{number}.db") -> None:
            engine = open_database(url)
            with engine.connect():
                pass
            engine.dispose()

        in_threads(8, first_look)


def test_a_failed_migration_leaves_nothing_behind(blank_database: Engine) -> None:
    def fail_at_needs(_db: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "CREATE TABLE needs" in statement:
            raise InterruptedError

    event.listen(blank_database, "before_cursor_execute", fail_at_needs)
    with pytest.raises(InterruptedError):
        upgrade(blank_database)
    assert inspect(blank_database).get_table_names() == []


def test_an_old_schema_says_to_upgrade(blank_database: Engine) -> None:
    with pytest.raises(DatabaseUnusable, match="motcua db upgrade"):
        check(blank_database)


@pytest.mark.parametrize("use", [check, upgrade])
def test_a_newer_schema_is_refused(fresh_database: Engine, use: Callable[[Engine], None]) -> None:
    with fresh_database.begin() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseUnusable, match="mới hơn"):
        use(fresh_database)


def _sqlite(path: Path) -> Engine:
    return open_database(f"sqlite:///{path}")


@pytest.mark.parametrize("use", [check, upgrade])
def test_a_file_that_is_no_database_says_so(tmp_path: Path, use: Callable[[Engine], None]) -> None:
    (tmp_path / "records.db").write_text("xin chào " * 1000)
    with pytest.raises(DatabaseUnusable, match="hỏng"):
        use(_sqlite(tmp_path / "records.db"))


def test_a_damaged_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    engine = _sqlite(path)
    upgrade(engine)
    engine.dispose()
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    with pytest.raises(DatabaseUnusable, match="hỏng"):
        check(_sqlite(path))


def test_a_full_disk_says_so(tmp_path: Path) -> None:
    engine = _sqlite(tmp_path / "records.db")

    @event.listens_for(engine, "connect")
    def _shrink(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA max_page_count=3").close()

    with pytest.raises(DatabaseUnusable, match="đầy"):
        upgrade(engine)
    engine.dispose()


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseUnusable, match="thư mục"):
        _sqlite(tmp_path / "file" / "records.db")


def test_the_folder_is_made(tmp_path: Path) -> None:
    engine = _sqlite(tmp_path / "new" / "deep" / "records.db")
    upgrade(engine)
    engine.dispose()
    assert (tmp_path / "new" / "deep" / "records.db").exists()


def test_a_server_that_does_not_answer_says_so() -> None:
    with pytest.raises(DatabaseUnusable, match="Không kết nối được tới 127"):
        check(open_database("postgresql://nobody@127.0.0.1:1/motcua"))


@pytest.mark.parametrize(
    "url", ["", "mysql://a@b/c", "không phải", "sqlite://", "sqlite:///:memory:"]
)
def test_an_address_that_cannot_be_used_says_so(url: str) -> None:
    with pytest.raises(DatabaseUnusable, match="sqlite:///"):
        open_database(url)


def _is_described(name: str | None, kind: str, _parents: object) -> bool:
    """The search's own table is no table to SQLAlchemy: each database keeps it in its way."""
    return kind != "table" or not (name or "").startswith("turn_words")
