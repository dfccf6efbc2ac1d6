"""Is a message in a language that we cannot read?"""

import re
import unicodedata

# Frequent English words that mean nothing in Vietnamese without accents.
_ENGLISH = {"how", "what", "where", "when", "which", "who", "why", "is", "are", "does", "can"}
_ENGLISH |= {"could", "should", "the", "my", "your", "i", "for", "of", "and", "with", "need"}
_ENGLISH |= {"want", "please", "help", "get", "apply", "register", "certificate", "marriage"}
_ENGLISH |= {"birth", "fee", "hello", "a", "an", "to", "in"}
_WORD = re.compile(r"[^\W_]+")  # with its digits: VNI types “tôi” as to6i, which is no “to”


def is_foreign(text: str) -> bool:
    """Whether ``text`` is mostly not in Latin letters, or reads as English.

    >>> [is_foreign(said) for said in ("how can I register a birth?", "我想登记结婚", "khai sinh")]
    [True, True, False]
    """
    words = _WORD.findall(text.lower())
    letters = [c for word in words for c in word if c.isalpha()]
    latin = sum("LATIN" in unicodedata.name(c, "") for c in letters)
    english = sum(word in _ENGLISH for word in words)
    return latin * 2 < len(letters) or (english >= 3 and english * 2 >= len(words))
