"""TF-IDF over phrases, quick for one text at a time.

A feature that no phrase has still counts in the length of a text, with the highest weight, and so
draws every likeness down.
"""

from collections import Counter
from collections.abc import Sequence
from math import log

import numpy as np
from scipy.sparse import csc_matrix
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
            dtype=np.float32,
        )
        # By feature: what a text shares is looked up, and everything else not even touched.
        self.phrases: csc_matrix = vectoriser.fit_transform(texts).tocsc()
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
        found = self.phrases
        start, count = found.indptr[places], np.diff(found.indptr)[places]
        at = np.arange(count.sum()) + np.repeat(start - np.cumsum(count) + count, count)
        weights = found.data[at] * np.repeat(values, count)
        return np.bincount(found.indices[at], weights, found.shape[0]).astype(float, copy=False)

    def whole(self, vector: Vector) -> Scores:
        """Return ``vector`` with a value for every feature, mostly 0."""
        places, values = vector
        whole = np.zeros(len(self._idf))
        whole[places] = values
        return whole
