"""The records as published: the figures a person reads in them, and how much is read at all."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.catalogue.national import Parsed, parse, survey

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
DATA = Path(os.environ.get("MOTCUA_NATIONAL_DATA") or ROOT / "../shared/data/national_procedures")
EXPECTED = yaml.safe_load((HERE / "national_expected.yml").read_text("utf-8"))

Lines = Mapping[str, dict[str, Any]]


@pytest.fixture(scope="module")
def lines() -> Lines:
    files = sorted(DATA.glob("*.jsonl"))
    if not files:
        pytest.skip(f"no published records in {DATA} (MOTCUA_NATIONAL_DATA names another folder)")
    rows = (json.loads(row) for file in files for row in file.read_text("utf-8").splitlines())
    return {row["ma_thu_tuc"]: row for row in rows}


def figures(parsed: Parsed) -> dict[str, Any]:
    """Return a record's figures in the form of the expected ones."""
    groups = [] if parsed.papers == "unknown" else parsed.papers
    return {
        "ways": [] if parsed.rows == "unknown" else [way(row) for row in parsed.rows],
        "documents": [len(group.papers) for group in groups],
        "counts": [f"{p.originals}+{p.copies}" for group in groups for p in group.papers],
        "laws": "unknown" if parsed.laws == "unknown" else [law.number for law in parsed.laws],
    }


def way(row: Any) -> list[Any]:
    known = row.time != "unknown"
    time = (row.time.number, row.time.unit) if known else ("unknown", "unknown")
    return [row.way, *time, row.charge if row.charge == "unknown" else row.charge.amount]


def test_at_least_60_records_are_expected() -> None:
    assert len(EXPECTED) >= 60


@pytest.mark.parametrize("code", EXPECTED)
def test_the_figures_are_those_a_person_reads(code: str, lines: Lines) -> None:
    assert figures(parse(lines[code])) == EXPECTED[code]


def test_enough_of_the_records_is_read(lines: Lines) -> None:
    tallies = survey(lines.values()).tallies
    assert tallies["time"].share >= 0.97
    assert tallies["fee"].share >= 0.97
    assert tallies["documents"].share >= 0.95
