"""How sure is a match? A logistic model over what the search found, fitted on known questions.

The weights stand in `confidence.yml`; `python -m evaluation.calibrate` fits them on the project's
own questions. They are data: no threshold is moved by hand where a weight is meant.
"""

from collections.abc import Sequence
from functools import cached_property
from math import exp
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

FILE = Path(__file__).with_name("confidence.yml")
LONG = 12  # words of a subject; more of them say no more


class Weights(BaseModel):
    """The model: one weight a feature, and how it came about."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    questions: int
    bias: float
    score: float
    nearness: float
    vote: float
    score_gap: float
    nearness_gap: float
    words: float

    @cached_property
    def vector(self) -> tuple[float, ...]:
        """The weights in the order of ``features``."""
        gaps = (self.score_gap, self.nearness_gap)
        return (self.score, self.nearness, self.vote, *gaps, self.words)


def features(
    number: int, scores: Sequence[float], near: Sequence[float], votes: Sequence[float], words: int
) -> tuple[float, ...]:
    """Return what tells how sure the candidate ``number`` is, beside the other candidates.

    The vote and the length count only as far as the message is near a phrase: the linker has to
    choose one of its procedures, also for what is none of them.
    """
    return (
        scores[number],
        near[number],
        votes[number] * near[number],
        scores[number] - _best_other(number, scores),
        near[number] - _best_other(number, near),
        min(words, LONG) / LONG * near[number],
    )


def confidence(weights: Weights, found: Sequence[float]) -> float:
    """Return the probability, 0…1, that a match with these features is the one meant."""
    margin = sum(w * x for w, x in zip(weights.vector, found, strict=True))
    return 1 / (1 + exp(-(margin + weights.bias)))


def load_weights() -> Weights:
    """Read the fitted weights."""
    return Weights.model_validate(yaml.safe_load(FILE.read_text("utf-8")))


def _best_other(number: int, values: Sequence[float]) -> float:
    return max((v for n, v in enumerate(values) if n != number), default=0.0)
