"""Our records beside those as published: what differs has a written reason."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.catalogue.compare import compare
from bot.catalogue.load import load
from bot.catalogue.national import Parsed, published
from bot.settings import ROOT

DATA = Path(os.environ.get("MOTCUA_NATIONAL_DATA") or ROOT / "../shared/data/national_procedures")


@pytest.fixture
def files() -> Sequence[Path]:
    found = sorted(DATA.glob("*.jsonl"))
    if not found:
        pytest.skip(f"no published records in {DATA} (MOTCUA_NATIONAL_DATA names another folder)")
    return found


def test_every_difference_has_a_reason_and_every_reason_a_difference(
    files: Sequence[Path],
) -> None:
    ours = {entry.procedure.code: entry.procedure for entry in load(ROOT / "procedures").entries}
    theirs = [record for record in published(files, ours) if isinstance(record, Parsed)]
    assert theirs
    for portal in theirs:
        result = compare(ours[portal.code], portal)
        assert result.unexplained == [], portal.code
        assert result.stale == [], portal.code
