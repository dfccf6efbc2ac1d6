"""Figures kept in a file, and what has become worse since."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.errors import MotcuaError
from evaluation.interval import Share
from evaluation.score import Row

Figures = dict[str, dict[str, Share]]
LARGE_ENOUGH = 20
TOLERATED = 2.0  # points
LOWER_IS_BETTER = frozenset({"refused"})
ONLY_TOLD = frozenset({"clarify"})


def as_json(rows: Iterable[Row]) -> str:
    """Return the figures of every set, as hits and totals."""
    figures = {row.set: {name: _pair(share) for name, share in row.shares.items()} for row in rows}
    return json.dumps(figures, ensure_ascii=False, indent=1) + "\n"


def read(file: Path) -> Figures:
    """Return the figures that ``as_json`` wrote.

    Raises:
        MotcuaError: the file holds something else.
    """
    try:
        kept: dict[str, dict[str, list[int]]] = json.loads(file.read_text("utf-8"))
        return {
            name: {figure: Share(*map(int, pair)) for figure, pair in figures.items()}
            for name, figures in kept.items()
        }
    except (ValueError, TypeError, AttributeError) as error:
        raise MotcuaError(f"{file} không phải là tệp số liệu của motcua evaluate.") from error


def regressions(before: Figures, rows: Iterable[Row]) -> Iterator[str]:
    """Yield each figure that lost more than is tolerated, in sets large enough to tell."""
    for row in rows:
        for name, share in row.shares.items():
            was = before.get(row.set, {}).get(name)
            if was and name not in ONLY_TOLD and _has_lost(name, was, share):
                yield f"{row.set}, {name}: {was.percent:.1f} → {share.percent:.1f}"


def _has_lost(name: str, was: Share, now: Share) -> bool:
    if min(was.of, now.of) < LARGE_ENOUGH:
        return False
    loss = was.percent - now.percent
    return (-loss if name in LOWER_IS_BETTER else loss) > TOLERATED


def _pair(share: Share) -> list[Any]:
    return [share.hits, share.of]
