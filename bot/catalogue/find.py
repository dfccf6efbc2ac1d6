"""Which procedure does a message mean? Search over all that people call it.

Every phrase of every record (name, aliases, life events, questions) is one document of TF-IDF
features: words with bigrams, and characters. A word that no record knows still counts, with the
highest weight, and draws the score down: “trợ cấp cho chim bồ câu” is not
“trợ cấp”. A linear model over the same phrases votes beside it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bot.catalogue.confidence import confidence, features, load_weights
from bot.catalogue.index import Index, Scores
from bot.catalogue.linker import Linker
from bot.catalogue.record import Procedure
from bot.understanding.aspect_words import Subject, subject
from bot.understanding.fold import fold
from bot.understanding.normalise import normalise

LINKER_SHARE = 0.5  # of the score; the rest is likeness to the nearest phrase
# Shares of the score: words as written, words without accents, likeness of spelling.
WITH_ACCENTS = (0.3, 0.3, 0.4)
WITHOUT_ACCENTS = (0.0, 0.6, 0.4)


@dataclass(frozen=True, slots=True)
class Match:
    """A procedure that a message may mean.

    Attributes:
        score: by which matches are ordered, 0…1.
        nearness: likeness of the message to the nearest of the procedure's phrases, 0…1.
        confidence: how probable it is that this procedure is meant, 0…1.
        features: what the confidence was computed from.
    """

    procedure: Procedure
    score: float
    nearness: float
    confidence: float
    features: tuple[float, ...]


class Finder:
    """Finds procedures by what people call them. Built in well under a second."""

    def __init__(self, procedures: Iterable[Procedure]) -> None:
        """Index every phrase of ``procedures``."""
        self._procedures = list(procedures)
        self._weights = load_weights()
        owned = [(n, s) for n, p in enumerate(self._procedures) for s in phrases(p)]
        owners = [n for n, _ in owned]
        self._owner = np.array(owners)
        written, folded = [s.written for _, s in owned], [s.folded for _, s in owned]
        self._written = Index("word", (1, 2), written)
        self._folded = Index("word", (1, 2), folded)
        self._spelling = Index("char_wb", (2, 4), folded)
        indexes = (self._folded, self._spelling)
        self._linker = Linker(indexes, owners, len(self._procedures))

    def find(self, text: str, limit: int = 5) -> Sequence[Match]:
        """Return the ``limit`` best procedures, best first; none for a text without a subject."""
        query = subject(text)
        if not query.folded:
            return []
        near, vote = self._evidence(query, _shares(text))
        # The linker knows procedures only; how near any phrase is says whether it is one at all.
        score = (1 - LINKER_SHARE) * near + LINKER_SHARE * vote * np.sqrt(near.max())
        best = np.argsort(-score, kind="stable")[: max(limit, 3)]
        words = len(query.folded.split())
        found = self._matches(
            best.tolist(), score[best].tolist(), near[best].tolist(), vote[best].tolist(), words
        )
        return [match for match in found if match.nearness > 0][:limit]

    def _evidence(self, query: Subject, shares: Sequence[float]) -> tuple[Scores, Scores]:
        """Return each procedure's likeness by its nearest phrase, and the linker's vote."""
        folded, spelling = self._folded.vector(query.folded), self._spelling.vector(query.folded)
        parts = (
            self._written.likeness(self._written.vector(query.written)),
            self._folded.likeness(folded),
            self._spelling.likeness(spelling),
        )
        near = np.zeros(len(self._procedures))
        likeness = sum(share * part for share, part in zip(shares, parts, strict=True))
        np.maximum.at(near, self._owner, likeness)
        return near, self._linker.likeliness((folded, spelling))

    def _matches(
        self, best: list[int], score: list[float], near: list[float], vote: list[float], words: int
    ) -> Iterator[Match]:
        for place, number in enumerate(best):
            telling = features(place, score, near, vote, words)
            sure = confidence(self._weights, telling)
            shown = min(score[place], 1.0)
            yield Match(self._procedures[number], shown, min(near[place], 1.0), sure, telling)


def _shares(text: str) -> Sequence[float]:
    """By what was typed: an abbreviation spelt out has accents that its writer left out."""
    typed = normalise(text).lower()
    return WITHOUT_ACCENTS if typed == fold(typed) else WITH_ACCENTS


def phrases(procedure: Procedure) -> list[Subject]:
    """Return the distinct subjects of all that a record says people call it."""
    texts = [procedure.name, procedure.official_name, *procedure.aliases]
    subjects = [subject(t) for t in (*texts, *procedure.life_events, *procedure.questions)]
    return list(dict.fromkeys(s for s in subjects if s.folded))
