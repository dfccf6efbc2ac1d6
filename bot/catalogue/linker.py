"""A linear model from what people say to a procedure, trained on the phrases of the records.

It weighs which words tell procedures apart, where likeness to a phrase only counts what is shared.
Training takes about a second and needs no Rasa, so it follows every change of a record. It knows
the curated records only: an official name alone teaches nothing that likeness does not know.
"""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.svm import LinearSVC

from bot.catalogue.index import Index, Scores, Vector

UNLIKELY = -1.0  # the margin of a record that the model does not know, as of one it rules out
WIDEST = (-1.2, 0.5)  # margins beyond say no more


class Linker:
    """Tells the procedures apart by the phrases of some indexes."""

    def __init__(
        self, indexes: Sequence[Index], owners: Sequence[int], known: Sequence[bool]
    ) -> None:
        """Train on the indexed phrases of the ``known`` procedures; ``owners`` are their numbers.

        Weights are kept for the features that those phrases have, in single precision.
        """
        owner = np.asarray(owners)
        self._procedures = np.flatnonzero(known)
        self._margins = np.full(len(known), UNLIKELY)
        taught = np.isin(owner, self._procedures)
        phrases = [index.phrases.tocsr()[taught] for index in indexes]
        self._places = [_places(part) for part in phrases]
        if len(self._procedures) > 1:
            self._fit(phrases, np.searchsorted(self._procedures, owner[taught]))

    def margins(self, vectors: Sequence[Vector]) -> Scores:
        """Return for each procedure how far on its side of the border a message lies."""
        margins = self._margins.copy()
        if len(self._procedures) > 1:
            said = self._bias.copy()
            for weights, known, (places, values) in zip(
                self._weights, self._places, vectors, strict=True
            ):
                at = known[places]
                said += values[at >= 0] @ weights[at[at >= 0]]
            margins[self._procedures] = np.clip(said, *WIDEST)
        return margins

    def _fit(self, phrases: Sequence[csr_matrix], classes: object) -> None:
        kept = [part[:, places >= 0] for part, places in zip(phrases, self._places, strict=True)]
        model = LinearSVC(C=0.5).fit(hstack(kept).tocsr(), classes)
        weights, self._bias = model.coef_, model.intercept_
        if len(self._bias) == 1:  # of two procedures it learns one margin
            weights = np.vstack([-weights, weights])
            self._bias = np.array([-self._bias[0], self._bias[0]])
        borders = np.cumsum([part.shape[1] for part in kept])[:-1]
        self._weights = [
            np.ascontiguousarray(part.T, dtype=np.float32)
            for part in np.split(weights, borders, axis=1)
        ]


def _places(phrases: csr_matrix) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Return each feature's row in the weights, -1 for one that no phrase has."""
    used = np.unique(phrases.indices)
    places = np.full(phrases.shape[1], -1, dtype=np.intp)
    places[used] = np.arange(len(used))
    return places
