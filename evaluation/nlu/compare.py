"""Compares ways of reading the intent, on the same five folds.

``engine/.venv/bin/python -m evaluation.nlu.compare`` prints the table of docs/adr/0008. Each fold
of each pipeline runs in a process of its own, on one core, and its line is kept in ``var``; a
second run does only what is missing. ``--folds 1`` does the first fold only.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sklearn.metrics import f1_score

from evaluation.interval import Share
from evaluation.nlu.pipelines import PIPELINES
from evaluation.nlu.sentences import FOLDS, TYPED

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "var" / "compared"
ONE_CORE = {"OMP_NUM_THREADS": "1", "TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1"}
HEAD = ("", *TYPED, "aspects", "macro F1", "ms, p50", "ms, p95", "training s", "MiB")
Result = Mapping[str, Any]


def main() -> None:
    """Run what is missing and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pipelines", nargs="*", default=list(PIPELINES))
    parser.add_argument("--folds", type=int, default=FOLDS)
    asked = parser.parse_args()
    for name in asked.pipelines:
        for number in range(asked.folds):
            _run(name, number)
    print("\n".join(table()))


def table() -> Iterator[str]:
    """Yield the lines of a Markdown table over what has been run."""
    yield "| " + " | ".join(HEAD) + " |"
    yield "|---|" + "--:|" * (len(HEAD) - 1)
    for name in PIPELINES:
        results = [json.loads(f.read_text("utf-8")) for f in sorted(KEPT.glob(f"{_slug(name)}-*"))]
        if results:
            yield f"| {name}{_note(results)} | " + " | ".join(_cells(results)) + " |"


def _cells(results: list[Result]) -> Iterator[str]:
    for way in TYPED:
        read = _all(results, way)
        yield str(Share(sum(right == got for right, got in read), len(read)))
    written = _all(results, "as written")
    asked = [(right, got) for right, got in written if right.startswith("ask_")]
    yield str(Share(sum(right == got for right, got in asked), len(asked)))
    rights, gots = zip(*((right, got or "") for right, got in written), strict=True)
    yield f"{100 * f1_score(rights, gots, average='macro', labels=sorted(set(rights))):.1f}"
    times = sorted(t for result in results for t in result["milliseconds"])
    yield f"{statistics.median(times):.1f}"
    yield f"{times[int(0.95 * len(times))]:.1f}"
    yield f"{statistics.mean(r['train_seconds'] for r in results):.0f}"
    yield f"{statistics.mean(r['megabytes'] for r in results):.0f}"


def _all(results: Iterable[Result], way: str) -> list[tuple[str, str | None]]:
    return [tuple(pair) for result in results for pair in result["answers"][way]]


def _note(results: list[Result]) -> str:
    return "" if len(results) == FOLDS else f" ({len(results)} of {FOLDS} folds)"


def _run(name: str, number: int) -> None:
    kept = KEPT / f"{_slug(name)}-{number}.json"
    if kept.exists():
        return
    KEPT.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "evaluation.nlu.pipelines", name, str(number)]
    environment = {**os.environ, **ONE_CORE, "RASA_TELEMETRY_ENABLED": "false"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    kept.write_text(done.stdout.strip().splitlines()[-1], "utf-8")


def _slug(name: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in name.lower())


if __name__ == "__main__":
    main()
