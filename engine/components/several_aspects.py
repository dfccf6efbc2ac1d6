"""Two questions in one message: “cần giấy tờ gì và lệ phí bao nhiêu”."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Guess = tuple[str, float]
ASKS = "ask_"
_SUBJECT = "ask_overview"  # a wish beside a question says what the question is about

_AND = r"và|va|với cả|voi ca|với|voi|lẫn|lan|cùng|cung"
_THEN = r"rồi|roi|còn|con"  # these join only what has ended as a question
_STOP = r"\s*[,;.?!\n]+(?=\s|$)\s*"
_END = (
    r"(?<=\s)(?:gì|gi|chi|đâu|dau|mô|mo|nào|nao|không|khong|(?<!bản )(?<!ban )sao|bao lâu|bao lau"
    r"|(?:bao )?nhiêu tiền|(?:bao )?nhieu tien|mấy ngày|may ngay)"
)
# The same question goes on (“bao lâu thì xong”), or one word more ends it (“mấy ngày có”).
_MORE = (
    r"(?:thì|thi|được|duoc|để|de|mới|moi|cho|của|cua|khi|không|khong|phải|phai|cấp|cap|ký|ky"
    r"|quy định|quy dinh)(?:\s|$)"
    rf"|\w+(?:{_STOP}|\W*$|\s+(?:{_AND})\s)"
)
_BORDER = re.compile(
    rf"{_STOP}(?:(?:{_AND}|{_THEN})\s+)?|\s+(?:{_AND})\s+"
    rf"|(?P<end>{_END})\s+(?:(?:{_AND}|{_THEN})\s+)?(?!{_MORE})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a message that may ask for something of its own."""

    text: str
    start: int
    end: int


def parts(text: str) -> list[Part]:
    """Split ``text`` where one question may end and the next begin.

    >>> [part.text for part in parts("Cần giấy tờ gì nộp ở đâu, bao lâu thì xong và lệ phí?")]
    ['Cần giấy tờ gì', 'nộp ở đâu', 'bao lâu thì xong', 'lệ phí']
    """
    return list(_parts(text))


def several_aspects(
    text: str, guess: Callable[[str], Guess], surely: float
) -> list[dict[str, Any]]:
    """Return an entity for each aspect that ``text`` asks for, when it asks for two or more.

    ``guess`` says which intent a part has, and how probably; below ``surely`` it does not count.
    """
    found: dict[str, dict[str, Any]] = {}
    split = parts(text)
    for part in split if len(split) > 1 else ():
        intent, chance = guess(part.text)
        if chance >= surely and intent.startswith(ASKS) and intent != _SUBJECT:
            found.setdefault(intent, _entity(part, intent, chance))
    return list(found.values()) if len(found) > 1 else []


def _parts(text: str) -> Iterator[Part]:
    start = 0
    for border in _BORDER.finditer(text):
        end = border.end("end") if border["end"] else border.start()
        yield from _part(text, start, end)
        start = border.end()
    yield from _part(text, start, len(text))


def _part(text: str, start: int, end: int) -> Iterator[Part]:
    if text[start:end].strip():
        yield Part(text[start:end], start, end)


def _entity(part: Part, intent: str, chance: float) -> dict[str, Any]:
    return {
        "entity": "aspect",
        "value": intent.removeprefix(ASKS),
        "start": part.start,
        "end": part.end,
        "confidence_entity": chance,
    }
