"""A linear model from what people say to a procedure, trained on the phrases of the records.

It weighs which words tell procedures apart, where likeness to a phrase only counts what is shared.
Training takes a fraction of a second and needs no Rasa, so it follows every change of a record.
"""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import hstack
from sklearn.svm import LinearSVC

from bot.catalogue.index import Index, Scores, Vector

SHARPNESS = 5.0  # of the softmax over the margins


class Linker:
    """Tells the procedures apart by the phrases of some indexes."""

    def __init__(self, indexes: Sequence[Index], owners: Sequence[int], procedures: int) -> None:
        """Train on the indexed phrases; ``owners`` are their procedures' numbers."""
        self._starts = np.cumsum([0, *(index.phrases.shape[1] for index in indexes)])
        self._weights = np.zeros((self._starts[-1], procedures))
        self._bias = np.zeros(procedures)
        if procedures > 1:
            self._fit(hstack([index.phrases for index in indexes]).tocsr(), owners)

    def likeliness(self, vectors: Sequence[Vector]) -> Scores:
        """Return how likely each procedure is, given that it is one of them; sums to 1."""
        margins = self._bias.copy()
        for start, (places, values) in zip(self._starts, vectors, strict=False):
            margins += values @ self._weights[places + start]
        weights = np.exp(SHARPNESS * (margins - margins.max()))
        return np.asarray(weights / weights.sum())

    def _fit(self, features: object, owners: Sequence[int]) -> None:
        model = LinearSVC(C=0.5).fit(features, owners)
        weights, bias = model.coef_, model.intercept_
        if len(bias) == 1:  # of two procedures it learns one margin
            weights, bias = np.vstack([-weights, weights]), np.array([-bias[0], bias[0]])
        self._weights, self._bias = np.ascontiguousarray(weights.T), bias
