"""One way of writing for what citizens write in many ways."""

import re
import unicodedata
from functools import lru_cache
from itertools import groupby

from bot.understanding.fold import fold
from bot.understanding.syllable import in_one_spelling

_KEEP_AS_IT_IS = re.compile(r"[\d@/\\:_]")
_LONG_RUN = 3
_GAPS = frozenset({"Cc", "Cs", "Co", "Cn"})

_LETTERS = re.compile(r"[^\W\d_]+")


def normalise(text: str) -> str:
    """Return ``text`` composed, in lower case, its tone marks and white space in one place.

    A token that holds a digit, or looks like an address, keeps its letters: codes and numbers
    are facts.

    >>> normalise("  Uỷ quyền  HOÀ giải đượccc ko ạaaaa, mã H29.7-AB ")
    'ủy quyền hòa giải được ko ạ, mã H29.7-AB'
    """
    composed = unicodedata.normalize("NFC", text)
    return " ".join(map(_token, "".join(map(_visible, composed)).split()))


@lru_cache(maxsize=4096)
def _visible(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cf":
        return ""
    return " " if category in _GAPS else char


def _token(token: str) -> str:
    return token if _KEEP_AS_IT_IS.search(token) else _word(token)


@lru_cache(maxsize=16384)
def _word(token: str) -> str:
    lowered = unicodedata.normalize("NFC", token.lower().replace("ð", "đ"))  # Icelandic, by mistake
    return _LETTERS.sub(lambda word: in_one_spelling(word[0]), _shorten(lowered))


def _shorten(token: str) -> str:
    """Write a letter that stands three times or more once: đẹpppp, ạaaa, quááá."""
    return "".join(_once("".join(run)) for _, run in groupby(token, key=fold))


def _once(run: str) -> str:
    if len(run) < _LONG_RUN or not run[0].isalpha():
        return run
    return next((char for char in run if fold(char) != char), run[0])
