"""Fits `bot/catalogue/chances.yml` on the project's own questions.

`python -m evaluation.calibrate` prints what each threshold would give, by cross-validation over the
questions, and writes weights and thresholds. The questions are never phrases of the search.
With `--embeddings FOLDER` it does so for the sentence model of that folder, and writes there.
"""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from random import Random

import numpy as np
import yaml
from rich.console import Console
from rich.table import Table

from bot.catalogue.chances import FILE, Model, load_model
from bot.catalogue.embeddings import CHANCES, open_encoder
from bot.catalogue.evidence import Evidence, Features
from bot.catalogue.find import Finder, has_accents
from bot.catalogue.levels import nearest
from bot.catalogue.meaning import Encoder
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
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--embeddings", type=Path, help="a folder with a sentence model")
    folder = parser.parse_args().embeddings
    encoder = open_encoder(folder, load_settings().data_dir) if folder else None
    questions, procedures = read(sorted(OWN.glob("*.jsonl"))), without_embeddings()
    model, table = calibrated(questions, procedures, encoder)
    Console().print(table)
    file = folder / CHANCES if folder else FILE
    file.write_text(HEAD + yaml.safe_dump(model.model_dump(), sort_keys=False), "utf-8")


def without_embeddings() -> list[Procedure]:
    """Return the records of the catalogue, searched by words alone."""
    settings = load_settings().model_copy(update={"embeddings": ""})
    return System(settings).catalogue.all()


def calibrated(
    questions: Sequence[Question], procedures: Sequence[Procedure], encoder: Encoder | None
) -> tuple[Model, Table]:
    """Return the fitted model, and what each threshold gives.

    Embeddings weigh messages with accents; for the others the model stays that of the catalogue.
    """
    choices = [*collect(procedures, questions, encoder)]
    fitted = [c for c in choices if c.accented or not encoder]
    others = [c for c in choices if encoder and not c.accented]
    plain = load_model()
    chances = [*cross_validated(fitted), *(plain.chances(c.features) for c in others)]
    thresholds = choose([*fitted, *others], chances, plain.thresholds.certain)
    weights, none = fit(fitted)
    model = Model(
        questions=len(questions),
        records=len(procedures),
        none=round(none, 3),
        weights={n: round(w, 3) for n, w in zip(Features._fields, weights, strict=True)},
        thresholds=thresholds,
    )
    return model, report([*fitted, *others], chances, thresholds)


def collect(
    procedures: Sequence[Procedure],
    questions: Sequence[Question],
    encoder: Encoder | None = None,
) -> Iterator[Choice]:
    """Yield a choice for every way a question is put to some catalogue."""
    known = {p.code for p in procedures}
    asked = [a for a in _asked(questions, Finder(procedures)) if a.right in known | {None}]
    curated = [p for p in procedures if p.origin == "curated"]
    yield from _choices(curated, asked, 1.0, encoder, "curated")
    if len(curated) < len(procedures):
        yield from _choices(procedures, asked, 1.0, encoder, "all")
    yield from _choices(procedures, _switched(asked), SWITCH_WEIGHT, encoder, "switched")
    codes = sorted(p.code for p in curated)
    Random(0).shuffle(codes)  # noqa: S311, the same parts every time
    for part in range(PARTS):
        hidden = set(codes[part::PARTS])
        bare = [_bare(p) if p.code in hidden else p for p in procedures]
        asking = [a for a in asked if a.right in hidden]
        yield from _choices(bare, asking, BARE_WEIGHT, encoder, "bare")


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


def _asked(questions: Iterable[Question], finder: Finder) -> Iterator[Asked]:
    """Yield the last turn of each talk, in the context that the turns before it left."""
    for question in questions:
        for form in (question, question.stripped):
            *before, last = form.turns
            yield Asked(question, last, question.expect.procedure, _context(before, finder))


def _context(turns: Iterable[str], finder: Finder) -> str | None:
    """Return what a talk is about after ``turns``, by the model as it was before this run."""
    context = None
    for turn in turns:
        best = finder.find(turn, context).best
        context = best.procedure.code if best else context
    return context


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
    procedures: Sequence[Procedure],
    asked: Iterable[Asked],
    weight: float,
    encoder: Encoder | None,
    where: str,
) -> Iterator[Choice]:
    kept = nearest(procedures)
    numbers = {p.code: n for n, p in enumerate(kept)}
    evidence = Evidence(kept, encoder)
    for a in asked:
        query = subject(a.text)
        if not query.folded:
            continue
        accented = has_accents(a.text)
        best, features = evidence.weigh(query, numbers.get(a.context or ""), accented=accented)
        right = [place for place, n in enumerate(best) if kept[n].code == a.right]
        if right or a.right is None:
            name, kind, place = a.question.id, a.question.set, right[0] if right else None
            yield Choice(name, kind, features, place, weight, accented, where)


if __name__ == "__main__":
    main()
