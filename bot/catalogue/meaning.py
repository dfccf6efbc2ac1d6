"""How near is what a message means to what a procedure's phrases mean? Off unless a model is set.

A sentence model makes a vector of each text. All vectors of one model lie near each other, whatever
they mean; so their mean is taken off first, and what has nothing in common comes to about 0.
"""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

from bot.catalogue.index import Scores

Vectors = np.ndarray[tuple[int, int], np.dtype[np.float32]]


class Encoder(Protocol):
    """A sentence model."""

    @property
    def fingerprint(self) -> str:
        """The same for the same vectors, another for another model."""

    def phrases(self, texts: Sequence[str]) -> Vectors:
        """Return a vector for each of a record's phrases."""

    def message(self, text: str) -> Scores:
        """Return the vector of what a citizen says."""


class Meaning:
    """The vectors of all phrases, by procedure."""

    def __init__(
        self,
        encoder: Encoder,
        phrases: Sequence[str],
        starts: np.ndarray[tuple[int], np.dtype[np.intp]],
    ) -> None:
        """Encode ``phrases``; each procedure's begin where ``starts`` says."""
        vectors = encoder.phrases(phrases)
        self._encoder, self._starts = encoder, starts
        self._mean = vectors.mean(axis=0)
        self._vectors = of_length_one(vectors - self._mean)

    def likeness(self, message: str) -> Scores:
        """Return the cosine of ``message`` to the nearest phrase of each procedure."""
        vector = of_length_one(self._encoder.message(message) - self._mean)
        # Not `@`: it wakes BLAS's threads, which on busy cores costs more than the whole product.
        cosines = np.einsum("pd,d->p", self._vectors, vector)
        return np.maximum.reduceat(cosines, self._starts).astype(float)


def of_length_one(vectors: Any) -> Any:
    """Return the vectors, each divided by its length; one of length 0 stays."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return vectors / np.where(lengths > 0, lengths, 1)
