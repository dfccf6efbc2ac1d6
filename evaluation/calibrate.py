"""Fits `bot/catalogue/chances.yml` on the project's own questions.

`python -m evaluation.calibrate` prints what each threshold would give, by cross-validation over the
questions, and writes weights and thresholds. The questions are never phrases of the search.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from random import Random

import numpy as np
import yaml
from rich.console import Console

from bot.catalogue.chances import FILE, Model
from bot.catalogue.evidence import Evidence, Features
from bot.catalogue.find import has_accents
from bot.catalogue.levels import nearest
from bot.catalogue.record import Procedure
from bot.settings import load_settings
from bot.understanding.aspect_words import subject
from bot.wiring import System
from evaluation.logit import Choice, fit
from evaluation.questions import OWN, Question, read
from evaluation.thresholds import choose, report

HEAD = "# Fitted by `python -m evaluation.calibrate`; do not edit by hand.\n"
FOLDS = 10
PARTS = 5  # of the curated records, whose phrases are hidden in turn
# Most people ask for what is curated, and most go on about it or ask something new at once.
BARE_WEIGHT, SWITCH_WEIGHT = 0.2, 0.3


@dataclass(frozen=True, slots=True)
class Asked:
    """A message in its context, with the code that is right; none where nothing is."""

    question: Question
    text: str
    right: str | None
    context: str | None = None


def main() -> None:
    """Fit, report, write."""
    questions = read(sorted(OWN.glob("*.jsonl")))
    procedures = System(load_settings()).catalogue.all()
    choices = [*collect(procedures, questions)]
    chances = cross_validated(choices)
    thresholds = choose(choices, chances)
    Console().print(report(choices, chances, thresholds))
    weights, none = fit(choices)
    model = Model(
        questions=len(questions),
        records=len(procedures),
        none=round(none, 3),
        weights={n: round(w, 3) for n, w in zip(Features._fields, weights, strict=True)},
        thresholds=thresholds,
    )
    FILE.write_text(HEAD + yaml.safe_dump(model.model_dump(), sort_keys=False), "utf-8")


def collect(procedures: Sequence[Procedure], questions: Sequence[Question]) -> Iterator[Choice]:
    """Yield a choice for every way a question is put to some catalogue."""
    known = {p.code for p in procedures}
    asked = [a for a in _asked(questions) if a.right is None or a.right in known]
    curated = [p for p in procedures if p.origin == "curated"]
    yield from _choices(curated, asked, 1.0)
    if len(curated) < len(procedures):
        yield from _choices(procedures, asked, 1.0)
    yield from _choices(procedures, _switched(asked), SWITCH_WEIGHT)
    codes = sorted(p.code for p in curated)
    Random(0).shuffle(codes)  # noqa: S311, the same parts every time
    for part in range(PARTS):
        hidden = set(codes[part::PARTS])
        bare = [_bare(p) if p.code in hidden else p for p in procedures]
        yield from _choices(bare, [a for a in asked if a.right in hidden], BARE_WEIGHT)


def cross_validated(choices: Sequence[Choice]) -> list[np.ndarray]:
    """Return each choice's chances by a model that has not seen its question."""
    folds = np.array([hash_of(choice.question) % FOLDS for choice in choices])
    chances: list[np.ndarray] = [np.zeros(0)] * len(choices)
    for fold in range(FOLDS):
        model = fit([c for c, n in zip(choices, folds, strict=True) if n != fold])
        for place in np.flatnonzero(folds == fold):
            chances[place] = choices[int(place)].chances(*model)
    return chances


def hash_of(name: str) -> int:
    """Return a number that is the same in every run."""
    return sum(place * ord(char) for place, char in enumerate(name, start=1))


def _asked(questions: Iterable[Question]) -> Iterator[Asked]:
    """A follow-up is asked in the context of what it goes on about."""
    for question in questions:
        right = question.expect.procedure
        context = right if len(question.turns) > 1 else None
        for form in (question, question.stripped):
            yield Asked(question, form.turns[-1], right, context)


def _switched(asked: Sequence[Asked]) -> list[Asked]:
    """Every first question once more, in a talk that was about something else."""
    first = [a for a in asked if a.context is None]
    subjects = [a.right for a in first if a.right]
    return [
        Asked(a.question, a.text, a.right, other)
        for a, other in zip(first, cycle([*subjects[7:], *subjects[:7]]), strict=False)
        if a.right != other
    ]


def _bare(procedure: Procedure) -> Procedure:
    """The record as if it had been imported: known by its official name only."""
    nothing = {"aliases": (), "life_events": (), "questions": (), "origin": "national"}
    return procedure.model_copy(update={"name": procedure.official_name, **nothing})


def _choices(
    procedures: Sequence[Procedure], asked: Iterable[Asked], weight: float
) -> Iterator[Choice]:
    kept = nearest(procedures)
    numbers = {p.code: n for n, p in enumerate(kept)}
    evidence = Evidence(kept)
    for a in asked:
        query = subject(a.text)
        if not query.folded:
            continue
        best, features = evidence.weigh(
            query, numbers.get(a.context or ""), accented=has_accents(a.text)
        )
        right = [place for place, n in enumerate(best) if kept[n].code == a.right]
        if right or a.right is None:
            name, kind = a.question.id, a.question.set
            yield Choice(name, kind, features, right[0] if right else None, weight)


if __name__ == "__main__":
    main()
