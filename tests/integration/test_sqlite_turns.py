"""Threads of one process write to a SQLite file one after the other, and nobody keeps the turn."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event as Signal

import pytest
from sqlalchemy import Engine, create_engine, event, text

from bot.records.database import open_database
from bot.records.read import reading
from bot.records.sqlite_turns import Turns

WAIT = 20


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path / 'records.db'}")
    with engine.begin() as db:
        db.execute(text("CREATE TABLE t (a INTEGER)"))
    yield engine
    engine.dispose()


def _write(database: Engine) -> None:
    with database.begin() as db:
        db.execute(text("INSERT INTO t VALUES (1)"))


def test_who_writes_waits_for_who_writes_and_not_for_who_reads(database: Engine) -> None:
    order: list[str] = []
    begun = Signal()

    def second() -> None:
        begun.set()
        with database.begin() as db:
            order.append("second")
            db.execute(text("INSERT INTO t VALUES (2)"))

    with ThreadPoolExecutor() as pool:
        with database.begin() as db:
            db.execute(text("INSERT INTO t VALUES (1)"))
            later = pool.submit(second)
            assert begun.wait(WAIT)
            with reading(database) as other:
                assert other.execute(text("SELECT count(*) FROM t")).scalar_one() == 0
            order.append("first")
        later.result(WAIT)
    assert order == ["first", "second"]


@pytest.mark.parametrize("statement", ["nonsense", "INSERT INTO t VALUES (1, 2)"])
def test_whoever_fails_gives_the_turn_back(database: Engine, statement: str) -> None:
    def fail() -> None:
        with database.begin() as db:
            db.execute(text(statement))

    with ThreadPoolExecutor() as pool:
        assert pool.submit(fail).exception(WAIT) is not None
        pool.submit(_write, database).result(WAIT)


def test_whoever_loses_the_connection_gives_the_turn_back(database: Engine) -> None:
    bare, turns = create_engine(database.url), Turns()
    event.listen(bare, "begin", turns.begin)
    event.listen(bare, "checkin", turns.end)
    with bare.connect() as db:
        transaction = db.begin()
        db.invalidate()
        transaction.rollback()
    with ThreadPoolExecutor() as pool:
        pool.submit(_write, bare).result(WAIT)
    bare.dispose()


def test_several_transactions_of_one_connection_take_one_turn(database: Engine) -> None:
    with database.connect() as db:
        for number in range(3):
            with db.begin():
                db.execute(text("INSERT INTO t VALUES (:n)"), {"n": number})
    with database.begin() as db:
        assert db.execute(text("SELECT count(*) FROM t")).scalar_one() == 3
