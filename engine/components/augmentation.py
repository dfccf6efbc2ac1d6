"""More training examples out of few: the same question, asked about something else."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence

Example = tuple[str, str]


def swap_topics(
    examples: Iterable[Example], topics: Sequence[str], intents: Sequence[str], copies: int
) -> Iterator[Example]:
    """Yield each (text, intent), and ``copies`` more of it about other topics.

    A text that names no topic gets one in front: “hết bao nhiêu tiền” becomes “hộ chiếu hết bao
    nhiêu tiền”. Intents that do not begin with one of ``intents`` stay as they are.
    """
    choose = random.Random(0)  # noqa: S311, no secret: the same training gives the same model
    longest_first = sorted(topics, key=len, reverse=True)
    named = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)
    for text, intent in examples:
        yield text, intent
        if topics and intent.startswith(tuple(intents)):
            for topic in choose.sample(topics, min(copies, len(topics))):
                yield _about(topic, text, named), intent


def _about(topic: str, text: str, named: re.Pattern[str]) -> str:
    return named.sub(topic, text, count=1) if named.search(text) else f"{topic} {text}"
