"""Fits the conditional logit model: which of its candidates, or none, does a message mean?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

Array = np.ndarray
RIDGE = 0.3


@dataclass(frozen=True, slots=True)
class Choice:
    """One message's candidates, a row of features each; ``right`` is the row that is meant."""

    question: str
    kind: str
    features: Array
    right: int | None
    weight: float = 1.0
    accented: bool = False
    where: str = ""
    """The kind of catalogue that was searched."""

    def chances(self, weights: Array, none: float) -> Array:
        """Return the probability of each row, then that of none."""
        logits = np.append(self.features @ weights, none)
        powers = np.exp(logits - logits.max())
        return np.asarray(powers / powers.sum())


def fit(choices: Sequence[Choice], ridge: float = RIDGE) -> tuple[Array, float]:
    """Return the weights of the features, and the logit of “none”, by maximum likelihood."""
    rows, there, chosen = _padded(choices)
    importance = np.array([choice.weight for choice in choices])

    def loss(parameters: Array) -> tuple[float, Array]:
        weights, none = parameters[:-1], parameters[-1]
        logits = np.where(there, rows @ weights, -np.inf)
        logits = np.column_stack([logits, np.full(len(logits), none)])
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        chances = powers / powers.sum(axis=1, keepdims=True)
        likely = np.log((chances * chosen).sum(axis=1))
        missed = (chances - chosen) * importance[:, None]
        slope = np.einsum("nk,nkf->f", missed[:, :-1], rows) + ridge * weights
        penalty = ridge * (weights @ weights) / 2
        return penalty - importance @ likely, np.append(slope, missed[:, -1].sum())

    found = minimize(loss, np.zeros(rows.shape[2] + 1), jac=True, method="L-BFGS-B")
    return found.x[:-1], float(found.x[-1])


def _padded(choices: Sequence[Choice]) -> tuple[Array, Array, Array]:
    """Return the rows of all choices in one table, which of them are there, and the right ones."""
    most = max(len(choice.features) for choice in choices)
    width = choices[0].features.shape[1]
    rows = np.zeros((len(choices), most, width))
    there = np.zeros((len(choices), most), dtype=bool)
    chosen = np.zeros((len(choices), most + 1))
    for place, choice in enumerate(choices):
        rows[place, : len(choice.features)] = choice.features
        there[place, : len(choice.features)] = True
        chosen[place, most if choice.right is None else choice.right] = 1
    return rows, there, chosen
