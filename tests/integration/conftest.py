"""The databases on which the same tests run: a SQLite file and a throw-away PostgreSQL database."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from bot.records.database import open_database, upgrade
from bot.records.tables import Base
from tests.fakes_zalo import FakeZalo, fake_zalo
from tests.integration.zalo_kit import Channel, connected
from tests.needs_thing import missing

POSTGRES = os.environ.get(
    "MOTCUA_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
)


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Every test of a database runs on both kinds."""
    return str(request.param)


@pytest.fixture
def database(kind: str, request: pytest.FixtureRequest) -> Engine:
    """A database with empty tables."""
    engine: Engine = request.getfixturevalue(f"{kind}_tables")
    return engine


@pytest.fixture
def sqlite_tables(tmp_path: Path, migrated_file: Path) -> Iterator[Engine]:
    """A SQLite file with empty tables."""
    shutil.copy(migrated_file, tmp_path / "records.db")
    with _opened(f"sqlite:///{tmp_path / 'records.db'}") as engine:
        yield engine


@pytest.fixture
def postgresql_tables(migrated_server: Engine) -> Engine:
    """The session's PostgreSQL database, emptied."""
    names = ", ".join((*Base.metadata.tables, "turn_words"))
    with migrated_server.begin() as db:
        db.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
    return migrated_server


@pytest.fixture
def fresh_database(blank_database: Engine) -> Engine:
    """A database with empty tables, for tests that change the tables."""
    upgrade(blank_database)
    return blank_database


@pytest.fixture
def blank_database(blank_url: str) -> Iterator[Engine]:
    """A database without tables."""
    with _opened(blank_url) as engine:
        yield engine


@pytest.fixture
def blank_url(kind: str, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables."""
    if kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'records.db'}"
    else:
        with postgres_database() as url:
            yield url


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with tables, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "records.db"
    with _opened(f"sqlite:///{path}") as engine:
        upgrade(engine)
    return path


@pytest.fixture(scope="session")
def migrated_server() -> Iterator[Engine]:
    """A PostgreSQL database with tables."""
    with postgres_database() as url, _opened(url) as engine:
        upgrade(engine)
        yield engine


@pytest.fixture
def zalo() -> Iterator[FakeZalo]:
    """Zalo's API on loopback."""
    with fake_zalo() as server:
        yield server


@pytest.fixture
def channel(zalo: FakeZalo, database: Engine) -> Channel:
    """A Zalo channel with its first pair of tokens."""
    return connected(zalo, database)


@contextmanager
def _opened(url: str) -> Iterator[Engine]:
    engine = open_database(url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def postgres_database() -> Iterator[str]:
    """A new PostgreSQL database, dropped at the end."""
    name = f"motcua_test_{uuid4().hex[:12]}"
    server = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    try:
        _run(server, f"CREATE DATABASE {name}")
        yield make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    finally:
        _run(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.dispose()


def _run(server: Engine, statement: str) -> None:
    try:
        with server.connect() as db:
            db.execute(text(statement))
    except OperationalError as error:
        if error.connection_invalidated or "connection" in str(error.orig):
            missing(f"PostgreSQL is not reachable at {server.url}")
        raise
