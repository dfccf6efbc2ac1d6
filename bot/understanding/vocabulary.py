"""How often the words of this domain occur, as counted once into ``vocabulary.txt``."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.understanding.fold import fold
from bot.understanding.syllable import is_syllable

FILE = Path(__file__).with_name("vocabulary.txt")  # made by scripts/build_vocabulary.py


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Counts of words and of neighbours.

    Attributes:
        written: syllables as they are written, with their accents.
        others: words that are no Vietnamese syllables, such as *online* and *visa*.
        words: how often a syllable occurs, without its accents.
        total: how often all syllables occur.
        pairs: how often two syllables follow each other, without their accents.
    """

    written: frozenset[str]
    others: frozenset[str]
    words: dict[str, int]
    total: int
    pairs: dict[tuple[str, str], int]


@cache
def vocabulary() -> Vocabulary:
    """Return the counts of the file."""
    rows = [line.split() for line in FILE.read_text("utf-8").splitlines() if line[0] != "#"]
    counts = {row[0]: int(row[1]) for row in rows if len(row) == 2}
    pairs = {(row[0], row[1]): int(row[2]) for row in rows if len(row) == 3}
    written = frozenset(filter(is_syllable, counts))
    words: dict[str, int] = {}
    for word in sorted(written):
        words[fold(word)] = words.get(fold(word), 0) + counts[word]
    return Vocabulary(written, frozenset(counts) - written, words, sum(words.values()), pairs)
