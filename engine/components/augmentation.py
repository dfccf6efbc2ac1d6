"""More training examples out of few: about other topics, and typed as hurried people type."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random

from bot.understanding.fold import fold
from engine.components.variants import abbreviate, misspell

Example = tuple[str, str]

# How a topic comes before a question that names none, and how after it.
BESIDE = (
    "{topic} {text}",
    "{topic} thì {text}",
    "{topic}, {text}",
    "muốn {topic} {text}",
    "cho hỏi {topic} {text}",
    "{text} khi {topic}",
    "{text} để {topic}",
    "{text} về {topic}",
)


def swap_topics(
    examples: Iterable[Example], topics: Sequence[str], intents: Sequence[str], copies: int
) -> Iterator[Example]:
    """Yield each (text, intent), and ``copies`` more of it about other topics.

    A text that names no topic gets one: “hết bao nhiêu tiền” becomes “hộ chiếu thì hết bao nhiêu
    tiền”. Intents that do not begin with one of ``intents`` stay as they are.
    """
    choose = Random(0)  # noqa: S311, no secret: the same training gives the same model
    longest_first = sorted(topics, key=len, reverse=True)
    named = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)
    for text, intent in examples:
        yield text, intent
        if topics and intent.startswith(tuple(intents)):
            for topic in choose.sample(topics, min(copies, len(topics))):
                yield _about(topic, text, named, choose), intent


def as_typed(examples: Iterable[Example], shares: Mapping[str, float]) -> Iterator[Example]:
    """Yield each (text, intent), once more without accents, and some with faults.

    ``shares`` says how many of the texts get a copy that is ``shortened``, ``misspelt``, or
    ``both_stripped``: either fault, and no accents.
    """
    choose = Random(0)  # noqa: S311, no secret: the same training gives the same model
    for text, intent in examples:
        yield text, intent
        yield fold(text), intent
        if choose.random() < shares["shortened"]:
            yield abbreviate(text, choose), intent
        if choose.random() < shares["misspelt"]:
            yield misspell(text, choose), intent
        if choose.random() < shares["both_stripped"]:
            yield fold(choose.choice((abbreviate, misspell))(text, choose)), intent


def _about(topic: str, text: str, named: re.Pattern[str], choose: Random) -> str:
    if named.search(text):
        return named.sub(topic, text, count=1)
    return choose.choice(BESIDE).format(topic=topic, text=text)
