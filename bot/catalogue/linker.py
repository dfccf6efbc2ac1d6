"""A linear model from what people say to a procedure, trained on the phrases of the records.

It weighs which words tell procedures apart, where likeness to a phrase only counts what is shared.
Training takes a fraction of a second and needs no Rasa, so it follows every change of a record.
"""

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC

Scores = np.ndarray[tuple[int], np.dtype[np.float64]]

SHARPNESS = 5.0  # of the softmax over the margins; chosen with the thresholds of `actions.resolve`


class Linker:
    """Tells the procedures apart by their phrases."""

    def __init__(self, phrases: Sequence[str], owners: Sequence[int], procedures: int) -> None:
        """Train on ``phrases``; ``owners`` are their procedures' numbers below ``procedures``."""
        self._procedures = procedures
        self._model = make_pipeline(_features(), LinearSVC(C=0.5))
        if procedures > 1:
            self._model.fit(phrases, owners)

    def likeliness(self, text: str) -> Scores:
        """Return how likely each procedure is, given that it is one of them; sums to 1."""
        if self._procedures < 2:
            return np.ones(self._procedures)
        margins = self._model.decision_function([text])
        if self._procedures == 2:  # one margin tells two apart
            margins = np.column_stack([-margins, margins])
        weights = np.exp(SHARPNESS * (margins[0] - margins[0].max()))
        return np.asarray(weights / weights.sum())


def _features() -> object:
    words = TfidfVectorizer(
        tokenizer=str.split, token_pattern=None, ngram_range=(1, 2), sublinear_tf=True
    )
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True)
    return make_union(words, characters)
