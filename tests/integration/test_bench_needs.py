"""The bench of the needs fills the tables that the board reads, and measures every page."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from bench import needs
from bench.needs_fill import fill_needs
from bot.records.needs.rows import OPEN
from bot.records.tables import Need

FEW = 300


def test_each_turn_becomes_a_need_and_a_full_database_is_not_filled_again(
    database: Engine,
) -> None:
    for _ in range(2):
        fill_needs(database, FEW)
    with database.connect() as db:
        query = select(Need.status, func.count()).group_by(Need.status)
        found = {row[0]: row[1] for row in db.execute(query)}
    assert sum(found.values()) == FEW
    assert 0 < sum(found.get(status, 0) for status in OPEN) < FEW / 2


def test_each_page_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_DATA_DIR", str(tmp_path))
    nowhere = "postgresql://nobody@127.0.0.1:1/none"
    names = [figure.name for figure in needs.measure_needs(FEW, nowhere, rounds=2)]
    for board, _, _ in needs.BOARDS:
        assert f"SQLite: board, {board}, p95" in names
    assert "SQLite: one need, p95" in names
    assert any(name.startswith("joined wrongly") for name in names)
