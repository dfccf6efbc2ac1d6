"""What to be told of a proposed sentence before one accepts it."""

import re
from collections.abc import Mapping, Sequence

from bot.records.reviews.proposal_list import Proposed
from bot.understanding.fold import fold

_TAG = re.compile(r"\[(?:số |mã số |biển số |dãy số|email)[^\]]*\]")


def has_personal_tag(text: str) -> bool:
    """Whether personal data stood in a text before it was masked.

    >>> has_personal_tag("em có [số căn cước] rồi")
    True
    """
    return bool(_TAG.search(text))


def twins(sentences: Sequence[Proposed]) -> Mapping[int, Proposed]:
    """Return, for each sentence that was proposed before, the first that says the same."""
    first: dict[str, Proposed] = {}
    for one in sentences:
        first.setdefault(_same(one.text), one)
    return {one.id: found for one in sentences if (found := first[_same(one.text)]) is not one}


def _same(text: str) -> str:
    return " ".join(fold(text).split())
