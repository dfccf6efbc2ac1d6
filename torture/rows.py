"""One promise with what became of it, and how the rows are shown."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from rich.table import Table

HEADINGS = ("promise", "on", "n", "lost", "doubled", "out of order", "measured", "kept")


@dataclass(frozen=True, slots=True)
class Row:
    """One part of the torture on one database.

    Attributes:
        promise: in a few words.
        on: which database.
        n: how many messages, requests or bodies.
        lost: how many of them were acknowledged and came to nothing.
        doubled: how many were done twice without a mark that says so; a marked one is only told.
        disordered: how many came after a later one of their chat, ``None`` where there is no order.
        measured: what else was seen.
        broken: each other promise that was broken, in words.
    """

    promise: str
    on: str
    n: int
    lost: int
    doubled: int
    disordered: int | None
    measured: str
    broken: tuple[str, ...] = ()

    @property
    def faults(self) -> list[str]:
        """Every promise that was broken, in words."""
        counted = {"lost": self.lost, "doubled": self.doubled, "out of order": self.disordered or 0}
        return [f"{count} {what}" for what, count in counted.items() if count] + [*self.broken]

    def as_json(self) -> dict[str, Any]:
        """The row as JSON-ready data."""
        return {**asdict(self), "is_kept": not self.faults}

    def as_cells(self) -> tuple[str, ...]:
        """The row under ``HEADINGS``."""
        order = "–" if self.disordered is None else f"{self.disordered:,}"
        counts = (f"{self.n:,}", f"{self.lost:,}", f"{self.doubled:,}", order)
        return self.promise, self.on, *counts, self.measured, "✗" if self.faults else "✓"


def table(rows: Iterable[Row], machine: str) -> Table:
    """Return the rows as one table to be printed."""
    shown = Table(title="Một Cửa: tortured", caption=machine)
    for number, heading in enumerate(HEADINGS):
        shown.add_column(heading, justify="right" if 2 <= number <= 5 else "left")
    for row in rows:
        shown.add_row(*row.as_cells())
    return shown


def markdown(rows: Iterable[Row], machine: str) -> str:
    """Return the rows as a page."""
    marks = ("---", "---", "--:", "--:", "--:", "--:", "---", "---")
    lines = ["| " + " | ".join(cells) + " |" for cells in (HEADINGS, marks, *_cells(rows))]
    return "\n".join([f"Measured by `make torture` on {machine}.", "", *lines, ""])


def as_json(rows: Iterable[Row], machine: str) -> str:
    """Return the rows for programs."""
    page = {"machine": machine, "rows": [row.as_json() for row in rows]}
    return json.dumps(page, ensure_ascii=False, indent=2)


def _cells(rows: Iterable[Row]) -> list[tuple[str, ...]]:
    return [row.as_cells() for row in rows]
