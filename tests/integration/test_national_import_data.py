"""All records as published: imported without loss, and answers from them invent nothing."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import pytest
from sqlalchemy import Engine

from bot.catalogue import answer
from bot.catalogue.national import Import, Report
from bot.channels.rendering import as_text
from bot.records.catalogue_versions import SqlImported
from bot.reply import Aspect
from bot.settings import ROOT
from tests.national import TODAY
from tests.records import invented

DATA = Path(os.environ.get("MOTCUA_NATIONAL_DATA") or ROOT / "../shared/data/national_procedures")
EVERY = 25  # record of which the answers are looked at


@pytest.fixture
def files() -> Sequence[Path]:
    found = sorted(DATA.glob("*.jsonl"))
    if not found:
        pytest.skip(f"no published records in {DATA} (MOTCUA_NATIONAL_DATA names another folder)")
    return found


def run(database: Engine, files: Sequence[Path]) -> Report:
    started = Import(SqlImported(database), TODAY)
    for _ in started.run(files):
        pass
    return started.report


def test_every_record_is_imported_once_and_answered_from(
    database: Engine, files: Sequence[Path]
) -> None:
    lines = sum(len(file.read_bytes().splitlines()) for file in files)
    report = run(database, files)
    assert (report.changes.new, report.skipped) == (lines, [])
    assert run(database, files).changes.unchanged == lines
    records = [stored.procedure for stored in SqlImported(database).current()]
    assert len(records) == lines
    for record in records[::EVERY]:
        assert record is not None
        for aspect in get_args(Aspect):
            reply = answer.reply(record, aspect)
            assert invented(record, reply) == set(), (record.code, aspect)
            assert len(as_text(reply)) < 8_000, (record.code, aspect)
