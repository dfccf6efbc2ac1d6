"""Puts back the spaces between syllables that were typed without: ``giaykhaisinh``.

The syllables and their order are those of the domain's vocabulary, so that names and foreign words,
which are made of other syllables or of other neighbours, stay whole.
"""

from functools import lru_cache
from itertools import pairwise
from math import log

from bot.understanding.fold import fold
from bot.understanding.syllable import in_one_spelling
from bot.understanding.vocabulary import vocabulary

_LONGEST = 60  # letters of a word; more is not Vietnamese without spaces
_SYLLABLE = 7  # letters of nghiêng
_MOST = 6  # syllables
_STRANGERS = 9.0  # the price of two neighbours that the vocabulary does not know
# Syllables that are strangers to each other must be long and usual: “camera” is not “ca me ra”.
_SHORTEST, _MEAN_LENGTH, _DEAREST = 2, 2.7, 10.0


@lru_cache(maxsize=8192)
def spaced(word: str) -> str:
    """Return a word in lower case with spaces between its syllables, if it is several.

    >>> spaced("giaykhaisinh"), spaced("đăngkýkếthôn"), spaced("samsung")
    ('giay khai sinh', 'đăng ký kết hôn', 'samsung')
    """
    folded = "".join(map(fold, word))
    if len(folded) != len(word) or not 4 <= len(word) <= _LONGEST or not word.isalpha():
        return word
    cost, cuts = _cheapest(word, folded)
    pieces = [folded[a:b] for a, b in pairwise(cuts)]
    if not 2 <= len(pieces) <= _MOST or not _is_believed(pieces, cost):
        return word
    return " ".join(in_one_spelling(word[a:b]) for a, b in pairwise(cuts))


def _is_believed(pieces: list[str], cost: float) -> bool:
    if all(pair in vocabulary().pairs for pair in pairwise(pieces)):
        return True
    lengths = [len(piece) for piece in pieces]
    long = min(lengths) >= _SHORTEST and sum(lengths) >= _MEAN_LENGTH * len(pieces)
    return long and cost <= _DEAREST * len(pieces)


def _cheapest(word: str, folded: str) -> tuple[float, tuple[int, ...]]:
    """Return the price of the best way to cut, and the places of its cuts."""
    best: list[dict[str, tuple[float, tuple[int, ...]]]] = [{"": (0.0, (0,))}]
    for end in range(1, len(word) + 1):
        best.append({})
        for start in range(max(0, end - _SYLLABLE), end):
            piece = folded[start:end]
            if best[start] and piece in vocabulary().words and _is_written(word[start:end]):
                best[end][piece] = min(
                    (cost + _price(before, piece), (*cuts, end))
                    for before, (cost, cuts) in best[start].items()
                )
    return min(best[-1].values(), default=(0.0, ()))


def _is_written(piece: str) -> bool:
    return piece.isascii() or in_one_spelling(piece) in vocabulary().written


def _price(before: str, piece: str) -> float:
    known = vocabulary()
    together = known.pairs.get((before, piece), 0)
    if together:
        return max(0.0, log(known.words[before] / together))
    alone = log(known.total / known.words[piece])
    return _STRANGERS + alone / 2 if before else alone
