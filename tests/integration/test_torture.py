"""`python -m torture` in short: no promise breaks, and one that does is named."""

import json
from collections.abc import Iterator

import pytest

from torture.places import Place, place
from torture.rows import Row, as_json, markdown, table
from torture.run import PARTS
from torture.sizes import Sizes

SHORT = Sizes(updates=200, kills=3, down_seconds=1, sends=20, refreshes=100, bodies=600)
KEPT = Row("kill -9", "sqlite", 1_000, 0, 0, None, "nothing else")
BROKEN = Row("kill -9", "sqlite", 1_000, 2, 0, 1, "", ("the engine was forgotten",))


@pytest.fixture
def here(kind: str, request: pytest.FixtureRequest) -> Iterator[Place]:
    """An empty database of each kind, of the torture's own."""
    if kind == "postgresql":
        request.getfixturevalue("migrated_server")  # skips where there is no server
    with place(kind) as made:
        yield made


# The whole program is killed in tests/e2e; many kills take minutes and stay with `make torture`.
@pytest.mark.parametrize("part", sorted(PARTS.keys() - {"kills"}))
def test_no_promise_breaks(part: str, here: Place) -> None:
    row = PARTS[part](here, SHORT)
    assert row.faults == []
    assert row.n >= SHORT.sends


def test_each_broken_promise_is_told() -> None:
    assert KEPT.faults == []
    assert BROKEN.faults == ["2 lost", "1 out of order", "the engine was forgotten"]


def test_the_table_is_the_same_in_every_form() -> None:
    rows = (KEPT, BROKEN)
    assert table(rows, "here").row_count == 2
    page = markdown(rows, "here")
    assert "| kill -9 | sqlite | 1,000 | 2 | 0 | 1 |  | ✗ |" in page
    told = json.loads(as_json(rows, "here"))["rows"]
    assert [(row["lost"], row["is_kept"]) for row in told] == [(0, True), (2, False)]
