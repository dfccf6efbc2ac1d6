"""Which procedure does a message mean? Evidence for each, weighed into chances."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.catalogue.chances import Thresholds, load_model
from bot.catalogue.embeddings import Embeddings
from bot.catalogue.evidence import Evidence, Features
from bot.catalogue.levels import nearest
from bot.catalogue.record import Procedure
from bot.understanding.aspect_words import subject
from bot.understanding.fold import fold
from bot.understanding.normalise import normalise


@dataclass(frozen=True, slots=True)
class Match:
    """A procedure that a message may mean, and how probable that is, 0…1."""

    procedure: Procedure
    chance: float
    features: Features

    @property
    def nearness(self) -> float:
        """Likeness of the message to the nearest of the procedure's phrases, 0…1."""
        return self.features.nearness


@dataclass(frozen=True, slots=True)
class Found:
    """The candidates, likeliest first, and how probable it is that none of them is meant."""

    matches: tuple[Match, ...] = ()
    none: float = 1.0

    @property
    def best(self) -> Match | None:
        """The likeliest candidate, if there is any."""
        return self.matches[0] if self.matches else None

    def near(self, code: str) -> float:
        """Return how near the message is to the procedure ``code``, 0…1."""
        return next((m.nearness for m in self.matches if m.procedure.code == code), 0.0)


class Finder:
    """Finds procedures by what people call them. Built in about a second."""

    def __init__(
        self, procedures: Iterable[Procedure], embeddings: Embeddings | None = None
    ) -> None:
        """Index what a citizen may mean of ``procedures``; ``embeddings`` have a say in it."""
        self._model = load_model()
        self._with_meaning = embeddings.model if embeddings else self._model
        self._procedures = nearest(procedures)
        self._numbers = {p.code: n for n, p in enumerate(self._procedures)}
        encoder = embeddings.encoder if embeddings else None
        self._evidence = Evidence(self._procedures, encoder) if self._procedures else None

    @property
    def thresholds(self) -> Thresholds:
        """The chances from which on something is done."""
        return self._with_meaning.thresholds

    def find(self, text: str, context: str | None = None) -> Found:
        """Return what ``text`` may mean in a talk about the procedure ``context``.

        Nothing for a text without a subject.
        """
        query = subject(text)
        if not query.folded or self._evidence is None:
            return Found()
        accented = has_accents(text)
        best, features = self._evidence.weigh(
            query, self._numbers.get(context or ""), accented=accented
        )
        model = self._with_meaning if accented else self._model
        *chances, none = model.chances(features).tolist()
        matches = (
            Match(self._procedures[number], chance, Features(*row))
            for number, chance, row in zip(best, chances, features.tolist(), strict=True)
            if row[0] > 0 or row[Features._fields.index("context")]
        )
        return Found(tuple(sorted(matches, key=lambda m: -m.chance)), none)


def has_accents(text: str) -> bool:
    """By what was typed: an abbreviation spelt out has accents that its writer left out."""
    typed = normalise(text).lower()
    return typed != fold(typed)
