"""How fast the list, the search and the transcript are over a million messages.

Each page is asked for over HTTP, within this process, and so with its rendering. The databases stay
for the next time: a file in the data folder, and a database beside the one that is named.
"""

import os
from time import perf_counter
from typing import Annotated
from urllib.parse import urlencode

import typer
from rich.console import Console
from sqlalchemy import Engine, func, select, text

from bench.browsers import SERVER, Browsers, addresses, kind_of, since
from bench.console_fill import fill
from bench.console_kinds import KINDS, Kind
from bench.figures import Figure, table
from bench.machine import cpu_loop, describe, p95
from bot.catalogue.catalogue import Catalogue, open_catalogue
from bot.records.database import open_database
from bot.records.tables import Turn
from bot.records.talks.words import index_turns
from bot.settings import load_settings

MESSAGES = 1_000_000
LIST, SEARCH, READ = 300, 300, 150  # milliseconds
ROUNDS = 5
PAGES = 10
READ_ONES, WRITTEN = 50, 500
Times = list[float]


def measure_console(messages: int = MESSAGES, server: str = "") -> list[Figure]:
    """Return the figures of SQLite and, where a server is reachable, of PostgreSQL."""
    catalogue = open_catalogue(load_settings().catalogue_dir)
    catalogue.prepare()
    figures = cpu_loop()
    server = server or os.environ.get("MOTCUA_TEST_POSTGRES", SERVER)
    for address in addresses(f"console-{messages}", server):
        engine = open_database(address)
        fill(engine, messages)
        figures += _Measured(engine, catalogue).figures()
        engine.dispose()
    return figures


class _Measured:
    """One database, and browsers that look at it."""

    def __init__(self, engine: Engine, catalogue: Catalogue) -> None:
        self._engine = engine
        self._kind = kind_of(engine)
        self._browsers = Browsers(engine, catalogue)

    def figures(self) -> list[Figure]:
        """Measure everything."""
        taken = {kind: self._rounds(kind) for kind in KINDS}
        worked = p95(self._browsers.worked)  # which other programs do not lengthen
        lists = [time for kind, times in taken.items() if not kind.is_search for time in times]
        searches = [time for kind, times in taken.items() if kind.is_search for time in times]
        return [
            *self._told("list", lists, LIST),
            *self._told("search", searches, SEARCH),
            self._figure("list and search, p95 on the processor", worked),
            *(self._worst(kind, times) for kind, times in taken.items()),
            *self._pages(),
            *self._told("transcript", self._transcripts(), READ),
            *self._reference(),
            self._writing(),
            self._index(),
        ]

    def _told(self, name: str, times: Times, goal: float | None = None) -> list[Figure]:
        middle = sorted(times)[len(times) // 2]
        return [
            self._figure(f"{name}, p50", middle),
            self._figure(f"{name}, p95", p95(times), goal),
        ]

    def _figure(
        self, name: str, value: float, goal: float | None = None, unit: str = "ms"
    ) -> Figure:
        return Figure(f"{self._kind}: {name}", value, unit, goal)

    def _worst(self, kind: Kind, times: Times) -> Figure:
        return self._figure(f"  {kind.name}, slowest of {len(times)}", max(times))

    def _rounds(self, kind: Kind) -> Times:
        address = f"/conversations?{urlencode(kind.query)}"
        return [self._browsers.get(kind.who, address)[0] for _ in range(ROUNDS)]

    def _pages(self) -> list[Figure]:
        """Go on from page to page, of everything and of what is often said."""
        taken: dict[int, Times] = {2: [], PAGES: []}
        for query in ({}, {"text": "khai sinh"}, {"outcome": "unmet"}, {"channel": "zalo"}):
            address = f"/conversations?{urlencode(query)}"
            for number in range(1, PAGES + 1):
                time, page = self._browsers.get("admin", address)
                taken.setdefault(number, []).append(time)
                if 'rel="next"' not in page:
                    break
                address = "/conversations" + _next(page)
        found = {number: taken[number] for number in (2, PAGES) if taken[number]}
        return [
            self._figure(f"page {number}, slowest", max(t), LIST) for number, t in found.items()
        ]

    def _transcripts(self) -> Times:
        some = select(Turn.conversation_id).where(Turn.id.in_(self._turns(READ_ONES)))
        with self._engine.connect() as db:
            conversations = db.execute(some).scalars().all()
        return [self._browsers.get("admin", f"/conversations/{c}")[0] for c in conversations]

    def _reference(self) -> list[Figure]:
        """Look for the same words without any index of words."""
        like = select(Turn.conversation_id).where(Turn.text.like("%khai sinh%"))
        rare = select(Turn.conversation_id).where(Turn.text.like("%không ai nói thế này%"))
        last = Turn.id.desc()
        taken = []
        for name, query in (("a common text", like), ("a text that nobody said", rare)):
            start = perf_counter()
            with self._engine.connect() as db:
                db.execute(query.order_by(last).limit(30)).all()
            taken.append(self._figure(f"reference: LIKE, {name}", since(start)))
        return taken

    def _writing(self) -> Figure:
        numbers = self._turns(WRITTEN)
        with self._engine.connect() as db, db.begin() as change:
            start = perf_counter()
            for number in numbers:
                index_turns(db, [number])
            spent = since(start)
            change.rollback()
        return self._figure("to index a turn anew, on average", spent / len(numbers))

    def _turns(self, count: int) -> range:
        """Return so many turns, spread over the whole time."""
        with self._engine.connect() as db:
            last = db.execute(select(func.max(Turn.id))).scalar() or 0
        step = max(last // count, 1)
        return range(step, last + 1, step)

    def _index(self) -> Figure:
        size = {
            "sqlite": "SELECT sum(pgsize) FROM dbstat WHERE name IN "
            "('turn_words_data', 'turn_words_content', 'turn_words_docsize', 'turn_words_idx')",
            "postgresql": "SELECT pg_total_relation_size('turn_words')",
        }[self._engine.dialect.name]
        with self._engine.connect() as db:
            found = db.execute(text(size)).scalar_one()
        return self._figure("index of words", found / 2**20, unit="MiB")


def _next(page: str) -> str:
    before = page.partition('rel="next"')[0].rpartition('href="')[2]
    return before.partition('"')[0].replace("&amp;", "&")


def main(
    messages: Annotated[int, typer.Option(help="How many.")] = MESSAGES,
    server: Annotated[str, typer.Option(help="Address of a PostgreSQL server.")] = "",
) -> None:
    """Measure the console alone."""
    machine = describe()
    Console().print(table(measure_console(messages, server), machine))


if __name__ == "__main__":
    typer.run(main)
