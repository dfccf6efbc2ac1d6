"""How probable is each candidate, and that none is meant? A conditional logit model.

The candidates of a message share the probability with one more choice, “none of them”; so two that
are alike halve it, and a message that is near nothing has none. `python -m evaluation.calibrate`
fits weights and thresholds on the project's own questions and keeps them in `chances.yml`.

D. McFadden, "Conditional logit analysis of qualitative choice behavior", 1974.
"""

from functools import cached_property
from pathlib import Path

import numpy as np
import yaml
from pydantic import BaseModel, ConfigDict

from bot.catalogue.evidence import Features
from bot.catalogue.index import Scores

FILE = Path(__file__).with_name("chances.yml")


class Thresholds(BaseModel):
    """From which chance on what is done; the script chose them for what each mistake costs.

    Attributes:
        answer: answer the best candidate at once …
        ahead: … if it is this many times as likely as the next.
        ask: show candidates whose chances add up to this; below, nothing is worth asking.
        certain: a message is about a procedure although the engine hears something else; the
            surer the engine is, the nearer to 1 (chosen by `python -m bot.cli.hearing`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    answer: float
    ahead: float
    ask: float
    certain: float

    def answers(self, best: float, second: float = 0.0) -> bool:
        """Whether a candidate of chance ``best`` is answered with ``second`` next to it."""
        return best >= self.answer and best >= second * self.ahead


class Model(BaseModel):
    """The weights, what they were fitted on, and the thresholds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    questions: int
    records: int
    none: float
    weights: dict[str, float]
    thresholds: Thresholds

    @cached_property
    def _vector(self) -> Scores:
        weights = {"meaning": 0.0, **self.weights}  # a model may be fitted without it
        return np.array([weights[name] for name in Features._fields])

    def chances(self, features: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> Scores:
        """Return the probability of each row of features, then that of none of them."""
        logits = np.append(features @ self._vector, self.none)
        weights = np.exp(logits - logits.max())
        return np.asarray(weights / weights.sum())


def load_model(file: Path = FILE) -> Model:
    """Read a fitted model."""
    return Model.model_validate(yaml.safe_load(file.read_text("utf-8")))
