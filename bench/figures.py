"""A measured figure beside its goal, and how figures are shown."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from rich.table import Table

HEADINGS = ("figure", "goal", "measured", "met")


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value; ``at_most`` is its goal, ``None`` for a figure that is only told."""

    name: str
    value: float
    unit: str
    at_most: float | None = None

    @property
    def is_met(self) -> bool:
        """Whether the goal is reached; a figure without one always is."""
        return self.at_most is None or self.value <= self.at_most

    def as_json(self) -> dict[str, Any]:
        """The figure as JSON-ready data."""
        return {**asdict(self), "is_met": self.is_met}

    def as_row(self) -> tuple[str, str, str, str]:
        """The figure under ``HEADINGS``."""
        goal = "" if self.at_most is None else f"≤ {self.at_most:g} {self.unit}"
        mark = "" if self.at_most is None else "✓" if self.is_met else "✗"
        return self.name, goal, f"{self.value:,.2f} {self.unit}", mark


def table(figures: Iterable[Figure], machine: str = "") -> Table:
    """Return the figures as one table to be printed."""
    shown = Table(title="Một Cửa: measured", caption=machine)
    for heading in HEADINGS:
        shown.add_column(heading, justify="right" if heading in ("goal", "measured") else "left")
    for figure in figures:
        shown.add_row(*figure.as_row())
    return shown


def markdown(figures: Iterable[Figure], machine: str) -> str:
    """Return the figures as a page."""
    rows = [HEADINGS, ("---", "--:", "--:", "---"), *(figure.as_row() for figure in figures)]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([f"Measured by `make bench` on {machine}.", "", *lines, ""])


def as_json(figures: Iterable[Figure], machine: str) -> str:
    """Return the figures for programs."""
    page = {"machine": machine, "figures": [figure.as_json() for figure in figures]}
    return json.dumps(page, ensure_ascii=False, indent=2)
