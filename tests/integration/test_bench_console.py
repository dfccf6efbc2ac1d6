"""The bench of the console measures what a console has: the same tables, the same index."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text

from bench import console
from bench.console_fill import fill
from bench.console_kinds import KINDS
from bot.records.tables import Turn
from bot.records.talks.words import index_turns

MESSAGES = 300


def documents(database: Engine) -> list[tuple[object, ...]]:
    key = "rowid" if database.dialect.name == "sqlite" else "turn_id"
    shown = "words" if database.dialect.name == "sqlite" else "words::text"
    with database.begin() as db:
        rows = db.execute(text(f"SELECT {key}, {shown} FROM turn_words ORDER BY {key}"))
        return [tuple(row) for row in rows]


def test_what_is_written_past_the_inbox_is_indexed_as_the_inbox_does(database: Engine) -> None:
    fill(database, MESSAGES)
    written = documents(database)
    with database.begin() as db:
        index_turns(db, db.execute(select(Turn.id)).scalars().all())
    assert documents(database) == written
    assert len(written) == MESSAGES


def test_a_full_database_is_not_filled_again(database: Engine) -> None:
    for _ in range(2):
        fill(database, MESSAGES)
    assert len(documents(database)) == MESSAGES


def test_each_kind_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_DATA_DIR", str(tmp_path))
    nowhere = "postgresql://nobody@127.0.0.1:1/none"
    names = [figure.name for figure in console.measure_console(MESSAGES, nowhere)]
    for kind in KINDS:
        assert any(kind.name in name for name in names), kind.name
    assert (tmp_path / "bench" / f"console-{MESSAGES}.db").exists()
