"""What a text says in figures, spans of time and amounts of money; names and numbers of laws.

All of it comes in one form, however it is written.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from bot.catalogue.national.fees import amounts, dong
from bot.catalogue.record import UNKNOWN, Unknown
from bot.understanding.fold import fold

FeeLine = tuple[str, int | Unknown]
IN_WORDS = re.compile(r"(?<=\d) ?\([^()\d]{2,25}\)")  # “05 (năm) ngày”: no year is meant
UNIT = r"ngày làm việc|ngày|giờ|tuần|tháng|năm"
NUMBER = r"(?<![\w/.,])(?:\d{1,3})(?:[.,]\d)?"
# Neither a date, “ngày 01/7”, nor the time of day, “sau 15 giờ”, is a span of time.
SPAN = re.compile(
    rf"(?P<clock>(?:sau|trước|lúc|từ|đến) )?(?P<from>{NUMBER})"
    rf"(?: ?(?:-|–|đến|hoặc) ?(?P<to>{NUMBER}))? ?(?P<unit>{UNIT})\b(?! ?\d)",
    re.I,
)
USD = re.compile(r"(?<![\d.,])(\d[\d.,]*) ?(?:USD|đô la)", re.I)
EXEMPT = re.compile(r"\bmiễn\b|không thu\b", re.I)
LEVEL = re.compile(r"\([^()]*\bcap\b[^()]*\)")
PREFIX: Final = "thu tuc "
DIGITS: Final = "0123456789., "


def spans(*texts: str) -> set[str]:
    """Return the spans of time that the texts name, such as “5 ngày làm việc”."""
    return {span for text in texts for span in _spans(IN_WORDS.sub("", " ".join(text.split())))}


def money(*lines: FeeLine) -> set[str]:
    """Return the amounts that fee lines name, in đồng and dollars."""
    typed = {dong(amount) for _, amount in lines if amount != UNKNOWN and amount}
    named = {dong(amount) for text, _ in lines for amount in amounts(text)}
    return typed | named | {f"{found[1]} USD" for text, _ in lines for found in USD.finditer(text)}


def free(*lines: FeeLine, in_words: bool = False) -> bool:
    """Whether a line makes it free, by its amount or else, when they count, by its words."""
    return any(amount == 0 or (in_words and EXEMPT.search(text)) for text, amount in lines)


def by_size(figures: Iterable[str]) -> list[str]:
    """Return spans or amounts by unit, the least first."""
    return sorted(figures, key=lambda figure: (figure.lstrip(DIGITS), _number(figure)))


def same_name(name: str) -> str:
    """Return a name without accents and signs, “Thủ tục” and the level in brackets."""
    plain = LEVEL.sub(" ", fold(name)).strip().removeprefix(PREFIX)
    return " ".join(re.findall(r"\w+", plain))


def same_law(number: str) -> str:
    """Return the number of a law without accents, spaces and zeros before it."""
    return re.sub(r"\s", "", fold(number)).lstrip("0")


def _spans(text: str) -> Iterator[str]:
    for found in SPAN.finditer(text):
        unit = found["unit"].lower()
        if found["clock"] and unit == "giờ":
            continue
        for number in filter(None, (found["from"], found["to"])):
            yield f"{float(number.replace(',', '.')):g} {unit}".replace(".", ",")


def _number(figure: str) -> float:
    return float(figure.split()[0].replace(".", "").replace(",", "."))
