"""What speaks for each procedure: the features that its chance is computed from.

Every phrase of every record (name, aliases, life events, questions) is one document of TF-IDF
features: words with bigrams, and characters. A word that no record knows still counts, with the
highest weight, and draws likeness down: “trợ cấp cho chim bồ câu” is not “trợ cấp”. A linear model
over the same phrases votes beside it.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.preprocessing import normalize

from bot.catalogue.index import Index, Scores, Vector
from bot.catalogue.levels import distance
from bot.catalogue.linker import Linker
from bot.catalogue.meaning import Encoder, Meaning
from bot.catalogue.record import Procedure
from bot.understanding.aspect_words import Subject, subject

# Shares of the likeness: words as written, words without accents, spelling.
WITH_ACCENTS = (0.3, 0.3, 0.4)
WITHOUT_ACCENTS = (0.0, 0.6, 0.4)
CANDIDATES = 8  # that are weighed; the right one of 2,700 is among them in 99 of 100
LONG = 12  # words of a subject; more of them say no more
SUBJECT = 4  # words that make a subject of its own; a follow-up has fewer
EXACT = 0.95  # likeness from which a message is what a record lists


class Features(NamedTuple):
    """What is known of one candidate, each about 0…1."""

    nearness: float
    """Likeness to the nearest of the procedure's phrases."""
    exact: float
    """The message is one of its phrases; the fewer words it has, the more that says."""
    spelling: float
    """Likeness of spelling to all its phrases together."""
    margin: float
    """The linker's, from -1.2 to 0.5."""
    curated: float
    commune: float
    """Done at the commune."""
    ministry: float
    """Done at a ministry only."""
    long_and_near: float
    """Nearness of a message with many words; a single shared word is no likeness."""
    length: float
    """Words of the message, as a part of ``LONG``."""
    context: float
    """The talk is about this procedure already."""
    own_subject: float
    """That, and the message has a subject of its own."""
    meaning: float
    """Likeness of meaning to the nearest of its phrases; 0 without a sentence model."""


class Evidence:
    """Weighs what a message says for each of some procedures. Built in about a second."""

    def __init__(self, procedures: Sequence[Procedure], encoder: Encoder | None = None) -> None:
        """Index every phrase of ``procedures``; there must be one."""
        owned = [(n, s) for n, p in enumerate(procedures) for s in phrases(p)]
        owners = [n for n, _ in owned]
        self._starts = np.flatnonzero(np.diff(owners, prepend=-1))
        written, folded = [s.written for _, s in owned], [s.folded for _, s in owned]
        self._written = Index("word", (1, 2), written)
        self._folded = Index("word", (1, 2), folded)
        self._spelling = Index("char_wb", (2, 4), folded)
        self._spelt = _together(self._spelling.phrases, owners, len(procedures))
        curated = [p.origin == "curated" for p in procedures]
        self._linker = Linker((self._folded, self._spelling), owners, curated)
        far = np.array([distance(p.level) for p in procedures])
        self._meaning = Meaning(encoder, written, self._starts) if encoder else None
        self._fixed = np.stack([np.array(curated), far == 0, far == 3], axis=1).astype(float)

    def weigh(
        self, query: Subject, context: int | None, *, accented: bool
    ) -> tuple[list[int], np.ndarray[tuple[int, int], np.dtype[np.float64]]]:
        """Return the best candidates' numbers, and a row of ``Features`` for each."""
        folded, spelling = self._folded.vector(query.folded), self._spelling.vector(query.folded)
        near = self._nearness(query, folded, spelling, accented=accented)
        margin = self._linker.margins((folded, spelling))
        meant = self._meant(query, accented=accented)
        best = _best(near + (margin + 1) * np.sqrt(near.max()) + meant, context)
        return best.tolist(), self._features(best, near, margin, meant, spelling, query, context)

    def _meant(self, query: Subject, *, accented: bool) -> Scores:
        """Sentence models know Vietnamese by its accents and mistake it without."""
        if self._meaning is None or not accented:
            return np.zeros(len(self._starts))
        return self._meaning.likeness(query.written)

    def _nearness(
        self, query: Subject, folded: Vector, spelling: Vector, *, accented: bool
    ) -> Scores:
        shares = WITH_ACCENTS if accented else WITHOUT_ACCENTS
        likeness = shares[1] * self._folded.likeness(folded)
        likeness += shares[2] * self._spelling.likeness(spelling)
        if accented:
            likeness += shares[0] * self._written.likeness(self._written.vector(query.written))
        return np.minimum(np.maximum.reduceat(likeness, self._starts), 1.0)

    def _features(
        self,
        best: np.ndarray[tuple[int], np.dtype[np.intp]],
        near: Scores,
        margin: Scores,
        meant: Scores,
        spelling: Vector,
        query: Subject,
        context: int | None,
    ) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        words = len(query.folded.split())
        length = min(words, LONG) / LONG
        nearness, in_context = near[best], (best == context).astype(float)
        columns = (
            nearness,
            (nearness >= EXACT) * (1 - length),
            self._spelt[best] @ self._spelling.whole(spelling),
            margin[best],
            *self._fixed[best].T,
            nearness * length,
            np.full(len(best), length),
            in_context,
            in_context * min(words, SUBJECT) / SUBJECT,
            meant[best],
        )
        return np.stack(columns, axis=1)


def phrases(procedure: Procedure) -> list[Subject]:
    """Return the distinct subjects of all that a record says people call it; at least one."""
    texts = [procedure.name, procedure.official_name, *procedure.aliases, *procedure.learnt]
    subjects = [subject(t) for t in (*texts, *procedure.life_events, *procedure.questions)]
    return list(dict.fromkeys(s for s in subjects if s.folded)) or [
        Subject(procedure.code, procedure.code)
    ]


def _best(scores: Scores, context: int | None) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    most = min(CANDIDATES, len(scores))
    best = np.argpartition(-scores, most - 1)[:most]
    if context is not None and context not in best:
        best = np.append(best, context)
    return np.asarray(best[np.argsort(-scores[best], kind="stable")])


def _together(phrases: csr_matrix, owners: Sequence[int], procedures: int) -> csr_matrix:
    """Return the sum of each procedure's phrases, of length 1."""
    rows = np.arange(len(owners))
    owned = csr_matrix((np.ones(len(owners)), (owners, rows)), shape=(procedures, len(owners)))
    return normalize((owned @ phrases).tocsr())
