"""What models make of sentences that they have not seen."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import normalize

from engine.components.intent_classifier import FoldedIntentClassifier
from engine.components.readings import columns, rows_of
from engine.components.several_aspects import several_aspects
from engine.components.softmax import Softmax
from evaluation.nlu.sentences import Example, folds, taught, typed

HERE = Path(__file__).parent
SEVERAL, LATER = "two_aspects.jsonl", "two_aspects_later.jsonl"  # LATER than the rules
WAYS = ("as written", "no accents", "misspelt")


@dataclass(frozen=True, slots=True)
class Held:
    """The model of one fold, with what it has learnt and what it is asked."""

    model: Pipeline
    learnt: list[Example]
    plain: list[Example]
    asked: list[Example]

    def margins(self, texts: Sequence[str]) -> Any:
        """Return the margin of each intent."""
        return self.model.decision_function(rows_of(texts))

    def chances(self, texts: Sequence[str], scale: float) -> Any:
        """Return the probability of each intent, as the classifier gives it."""
        softmax, readings = _softmax(self.model, scale), [columns(text) for text in texts]
        return np.array([softmax.chances(r) * softmax.known(r) ** 0.5 for r in readings])

    def nearness(self, texts: Sequence[str]) -> Any:
        """Return the cosine to the nearest sentence that was learnt."""
        features = self.model[0]
        known = normalize(features.transform(rows_of([text for text, _ in self.learnt])))
        products = normalize(features.transform(rows_of(texts))) @ known.T
        return products.max(axis=1).toarray().ravel()

    def aspects(self, text: str, scale: float, surely: float) -> list[str]:
        """Return the aspects of a text that asks for several."""

        def guess(part: str) -> tuple[str, float]:
            chances = self.chances([part], scale)[0]
            return str(self.model.classes_[chances.argmax()]), float(chances.max())

        return [entity["value"] for entity in several_aspects(text, guess, surely)]


def held_out() -> Iterator[Held]:
    """Train on each fold; its sentences are asked as written, without accents and misspelt."""
    known, config = taught(), FoldedIntentClassifier.get_default_config()
    for fold in folds(known.examples):
        model = FoldedIntentClassifier(config, None, None).fitted(fold.learnt, known.topics)
        asked = [example for way in WAYS for example in typed(fold.asked, way)]
        yield Held(model, fold.learnt, fold.asked, asked)


def outside() -> list[str]:
    """Return sentences that belong to no intent."""
    return HERE.joinpath("out_of_scope.txt").read_text("utf-8").splitlines()


def several(file: str) -> list[tuple[str, list[str]]]:
    """Return messages that ask for several aspects, with these in their order."""
    lines = HERE.joinpath(file).read_text("utf-8").splitlines()
    return [(line["text"], line["aspects"]) for line in map(json.loads, lines)]


@cache
def _softmax(model: Pipeline, scale: float) -> Softmax:
    return Softmax(model, scale)
