"""Does a sentence model help? The search with and without it, on the project's own questions.

`python -m evaluation.embeddings FOLDER` prints the table. Asked are questions of one turn with
accents, and every figure is held out: the weights have not seen the question.
"""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import TypeVar

from psutil import Process
from rich.console import Console
from rich.table import Table

from bot.catalogue.chances import load_model
from bot.catalogue.embeddings import Embeddings, open_encoder
from bot.catalogue.find import Finder, has_accents
from bot.catalogue.record import Procedure
from bot.settings import load_settings
from evaluation.calibrate import collect, cross_validated, without_embeddings
from evaluation.logit import Choice
from evaluation.questions import OWN, Question, read

SEARCHED = {
    "curated": "curated records",
    "all": "imported ones beside them",
    "bare": "the right one by its official name only",
}
BEST = (1, 3)
TIMED = 300  # messages
T = TypeVar("T")


def main() -> None:
    """Search without and with the model, and print the tables."""
    procedures, questions = without_embeddings(), read(sorted(OWN.glob("*.jsonl")))
    asked, console = [*single(questions)], Console(width=100)

    finder, size = _measured(lambda: Finder(procedures))
    console.print(f"{len(procedures)} records, words: {_pace(finder, asked)}, {size}")
    folder, data = Path(sys.argv[1]), load_settings().data_dir
    encoder, model = _measured(lambda: open_encoder(folder, data))
    finder, size = _measured(lambda: Finder(procedures, Embeddings(encoder, load_model())))
    console.print(f"with meaning: {_pace(finder, asked)}, {size}, and {model} for the model")

    words = figures([*collect(procedures, questions)], asked, procedures)
    choices = [c for c in collect(procedures, questions, encoder) if c.accented]
    console.print(table(words, figures(choices, asked, procedures)))


def table(words: Sequence[Sequence[float]], meaning: Sequence[Sequence[float]]) -> Table:
    """Return both side by side."""
    heads = [f"{how}, R@{k}" for how in ("words", "and meaning") for k in BEST]
    made = Table("searched", "n", *heads)
    for name, (n, *without), (_, *with_it) in zip(SEARCHED.values(), words, meaning, strict=True):
        if with_it[-1]:  # else nothing is imported
            shares = (f"{100 * share:.1f}" for share in (*without, *with_it))
            made.add_row(name, f"{n:.0f}", *shares)
    return made


def single(questions: Sequence[Question]) -> Iterator[Question]:
    """Yield the questions of one turn with accents that some procedure answers."""
    for question in questions:
        first, *more = question.turns
        if question.expect.procedure and not more and has_accents(first):
            yield question


def figures(
    choices: Sequence[Choice], asked: Sequence[Question], procedures: Sequence[Procedure]
) -> list[tuple[float, ...]]:
    """Return how many are asked, and the shares with the right one among the best."""
    held_out = [*zip(choices, cross_validated(choices), strict=True)]
    rows = []
    for where in SEARCHED:
        known = {p.code for p in procedures if where == "all" or p.origin == "curated"}
        ids = {q.id for q in asked if q.expect.procedure in known}
        ranks = [
            int((chances[:-1] > chances[choice.right]).sum())
            for choice, chances in held_out
            if choice.where == where and choice.accented and choice.question in ids
            if choice.right is not None
        ]
        rows.append((len(ids), *(sum(r < k for r in ranks) / max(len(ids), 1) for k in BEST)))
    return rows


def _measured(make: Callable[[], T]) -> tuple[T, str]:
    """Return what is made, and the memory that it takes."""
    before = Process().memory_info().rss
    made = make()
    return made, f"{(Process().memory_info().rss - before) / 2**20:.0f} MB"


def _pace(finder: Finder, asked: Sequence[Question]) -> str:
    """Return the processor's time, which does not count what else runs."""

    def timed(text: str) -> float:
        start = time.thread_time()
        finder.find(text)
        return time.thread_time() - start

    return f"{1000 * median(timed(q.turns[0]) for q in asked[:TIMED]):.1f} ms a message"


if __name__ == "__main__":
    main()
