"""Makes any text fit to be stored: whole characters, no personal data, bounded."""

import re
import unicodedata

from bot.conversation.masking import mask

LONGEST = 10_000
_JOINER = "\u200d"  # holds emoji together; in a number it would hide that from the mask
_STRAY_JOINER = re.compile(rf"(?<=[\w .\-]){_JOINER}+|{_JOINER}+(?=[\w .\-])")
_ALLOWED = "\n\t" + _JOINER


def clean(text: str, longest: int = LONGEST) -> str:
    """Drop NUL, other controls, lone surrogates and invisible characters, then shorten."""
    kept = (c for c in text if c in _ALLOWED or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return _STRAY_JOINER.sub("", "".join(kept))[:longest]


def storable(text: str, longest: int = LONGEST) -> str:
    """Clean and mask, then shorten: the other way round a cut could bare half a number."""
    return mask(clean(text, 2 * longest))[:longest]
