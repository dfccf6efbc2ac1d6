"""Where a part of the torture works: a database and a folder of its own, gone afterwards."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, create_engine, make_url, text

from bot.records.database import open_database, upgrade

POSTGRES = os.environ.get(
    "MOTCUA_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
)
KINDS = ("sqlite", "postgresql")


@dataclass(frozen=True, slots=True)
class Place:
    """An empty database with its tables, and a data folder."""

    kind: str
    url: str
    folder: Path

    @contextmanager
    def database(self) -> Iterator[Engine]:
        """Open the database."""
        engine = open_database(self.url)
        try:
            yield engine
        finally:
            engine.dispose()

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Read the database behind the application's back."""
        with self.database() as engine, engine.begin() as db:
            return [tuple(row) for row in db.execute(text(query))]

    def count(self, rest: str) -> int:
        """Count the rows of what follows ``FROM``."""
        return int(self.rows(f"SELECT count(*) FROM {rest}")[0][0])

    def damage(self) -> str:
        """Say what is wrong with the file of the database; empty if nothing is, or it has none."""
        if self.kind != "sqlite":
            return ""
        found = [str(told) for (told,) in self.rows("PRAGMA integrity_check(3)")]
        return "" if found == ["ok"] else f"the database is damaged: {'; '.join(found)}"


@contextmanager
def place(kind: str) -> Iterator[Place]:
    """Make a database of that kind with its tables, and drop it at the end."""
    with tempfile.TemporaryDirectory(prefix="motcua-torture-") as folder, _url(kind, folder) as url:
        made = Place(kind, url, Path(folder))
        with made.database() as engine:
            upgrade(engine)
        yield made


@contextmanager
def _url(kind: str, folder: str) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder}/motcua.db"
        return
    name = f"motcua_torture_{uuid4().hex[:12]}"
    server = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    try:
        _run(server, f"CREATE DATABASE {name}")
        yield make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    finally:
        _run(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.dispose()


def _run(server: Engine, statement: str) -> None:
    with server.connect() as db:
        db.execute(text(statement))
