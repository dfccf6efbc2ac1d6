"""How fast the board of needs is over a hundred thousand, and how well the same find each other."""

import os
from itertools import islice
from time import perf_counter
from typing import Annotated
from urllib.parse import urlencode

import typer
from rich.console import Console
from sqlalchemy import Engine

from bench.browsers import SERVER, Browsers, addresses, kind_of, since
from bench.console_talks import NEWEST, Talks
from bench.figures import Figure, table
from bench.machine import cpu_loop, describe, p95
from bench.needs_fill import fill_needs
from bot.catalogue.catalogue import Catalogue, open_catalogue
from bot.needs.similar import SAME, OpenNeeds
from bot.records.database import open_database
from bot.records.needs.board import PAGE
from bot.settings import load_settings
from evaluation.needs.measure import outcomes, precision, sentences

NEEDS = 100_000
OPEN = 10_000
BOARD, LIKE = 300, 50  # milliseconds
ROUNDS = 20
ASKED = 500
BOARDS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("open", "admin", {}),
    ("open, of a department", "officer", {}),
    ("open, of a department that is seldom needed", "seldom", {}),
    ("open, of a large commune", "commune", {}),
    ("late", "admin", {"view": "late"}),
    ("mine", "officer", {"view": "mine"}),
    ("done", "admin", {"view": "done"}),
    ("all, page 20", "admin", {"view": "all", "after": str(19 * PAGE)}),
    ("two common words", "admin", {"view": "all", "text": "khai sinh"}),
    ("a word that nobody said", "admin", {"view": "all", "text": "tontaitrongday"}),
    ("open, two common words", "admin", {"text": "khai sinh"}),
)
YEAR = {"from": "2025-10-01", "to": "2026-09-30"}


def measure_needs(needs: int = NEEDS, server: str = "", rounds: int = ROUNDS) -> list[Figure]:
    """Return the figures of SQLite and, where a server is reachable, of PostgreSQL."""
    catalogue = open_catalogue(load_settings().catalogue_dir)
    catalogue.prepare()
    figures = cpu_loop()
    server = server or os.environ.get("MOTCUA_TEST_POSTGRES", SERVER)
    for address in addresses(f"needs-{needs}", server):
        engine = open_database(address)
        fill_needs(engine, needs)
        figures += _pages(engine, catalogue, needs, rounds)
        engine.dispose()
    return [*figures, *_joining(min(needs, OPEN))]


def _pages(engine: Engine, catalogue: Catalogue, needs: int, rounds: int) -> list[Figure]:
    kind, browsers = kind_of(engine), Browsers(engine, catalogue, lambda: NEWEST)

    def figure(name: str, who: str, address: str, goal: float | None, times: int) -> Figure:
        browsers.get(who, address)  # the first look at a page also reads its template
        taken = [browsers.get(who, address)[0] for _ in range(times)]
        return Figure(f"{kind}: {name}, p95", p95(taken), "ms", goal)

    boards = [
        figure(f"board, {name}", who, f"/needs?{urlencode(query)}", BOARD, rounds)
        for name, who, query in BOARDS
    ]
    one = figure("one need", "admin", f"/needs/{needs // 2}", BOARD, rounds)
    year = f"/needs/figures?{urlencode(YEAR)}"
    return [*boards, one, figure("figures of a year", "admin", year, None, 3)]


def _joining(needs: int) -> list[Figure]:
    """Compare one with all that are open, and say how rightly the same are joined."""
    said = [turn.text for turn in islice(Talks(needs + ASKED).turns(), needs + ASKED)]
    known = OpenNeeds(enumerate(said[:needs]))
    times = []
    for text in said[needs:]:
        start = perf_counter()
        known.like(text)
        times.append(since(start))
    joined, right = precision(list(outcomes(sentences(), with_own=True)), SAME)
    return [
        Figure(f"one need beside {needs:,} open ones, p95", p95(times), "ms", LIKE),
        Figure(f"joined wrongly, of {joined}", joined - right, "needs", 0),
    ]


def main(
    needs: Annotated[int, typer.Option(help="How many.")] = NEEDS,
    server: Annotated[str, typer.Option(help="Address of a PostgreSQL server.")] = "",
) -> None:
    """Measure the needs alone."""
    machine = describe()
    Console().print(table(measure_needs(needs, server), machine))


if __name__ == "__main__":
    typer.run(main)
