"""TF-IDF over phrases, quick for one text at a time.

A feature that no phrase has still counts in the length of a text, with the highest weight, and so
draws every likeness down.
"""

from collections import Counter
from collections.abc import Sequence
from math import log

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

Scores = np.ndarray[tuple[int], np.dtype[np.float64]]
Vector = tuple[np.ndarray[tuple[int], np.dtype[np.intp]], Scores]


class Index:
    """Phrases as vectors of one kind of features, each of length 1."""

    def __init__(self, analyzer: str, ngrams: tuple[int, int], texts: Sequence[str]) -> None:
        """Index ``texts`` by words (``word``) or characters (``char_wb``) of ``ngrams`` lengths."""
        vectoriser = TfidfVectorizer(
            analyzer=analyzer,
            ngram_range=ngrams,
            lowercase=False,
            sublinear_tf=True,
            token_pattern=r"\S+" if analyzer == "word" else None,
        )
        self.phrases: csr_matrix = vectoriser.fit_transform(texts)
        self._by_feature: csr_matrix = self.phrases.T.tocsr()
        self._analyse = vectoriser.build_analyzer()
        self._places, self._idf = vectoriser.vocabulary_, vectoriser.idf_
        self._unknown = log(1 + len(texts)) + 1

    def vector(self, text: str) -> Vector:
        """Return the places and values of the features of ``text`` that some phrase has."""
        counts = Counter(self._analyse(text))
        places = [self._places.get(feature, -1) for feature in counts]
        known = np.array(places, dtype=np.intp)
        times = 1 + np.log(np.array(list(counts.values()), dtype=float))
        values = times * np.where(known >= 0, self._idf[known], self._unknown)
        length = np.linalg.norm(values) or 1.0
        return known[known >= 0], np.asarray(values[known >= 0] / length)

    def likeness(self, vector: Vector) -> Scores:
        """Return the cosine of ``vector`` to every phrase."""
        places, values = vector
        row = csr_matrix((values, places, [0, len(places)]), shape=(1, len(self._idf)))
        return np.asarray((row @ self._by_feature).toarray()[0])
