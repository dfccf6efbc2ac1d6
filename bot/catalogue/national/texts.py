"""Plain text of the portal: what means “nothing”, page furniture, lists and steps."""

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.catalogue.national.parsed import Unread
from bot.catalogue.record import UNKNOWN, Unknown

# Ranges such as à-ỹ hold both cases: Unicode has them side by side.
LOWER = "a-zàáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"

NO_INFORMATION = "Không có thông tin"
NOTHING = frozenset({"", "không có thông tin", "không có", "không", "chưa có", "..."})
EXCERPT = 120

FURNITURE = re.compile(
    rf"(?:{NO_INFORMATION})?Từ khóa{NO_INFORMATION}|Chọn cơ quan thực hiệnTỉnh/|"
    rf"Từ khóa(?=.{{0,400}}Mô tả{NO_INFORMATION})|(?<={NO_INFORMATION})Cơ quan thực hiện",
    re.DOTALL,
)
RESULT_CODE = re.compile(r"Mã: (?:[A-Z0-9.-]*\d(?:- ?)?|.*\Z)", re.DOTALL)
STEP = re.compile(r"(?:^|(?<=[\n.;:]))\s*(?:[-+*•]\s*|\w{1,2}[.)]\s*)?Bước\s*\d+\s*[:.]", re.M)
BULLETS = " \t-–+*•;"
MID_SENTENCE = re.compile(rf"[{LOWER}),;.:]")


def tidy(text: str) -> str:
    """Return ``text`` on one line, with single spaces."""
    return " ".join(text.split())


def stated(text: str) -> bool:
    """Whether ``text`` says anything at all."""
    return text.strip(BULLETS + ".").casefold() not in NOTHING


def excerpt(text: str) -> str:
    """Return enough of ``text`` to find it again."""
    short = tidy(text)
    return short if len(short) <= EXCERPT else f"{short[:EXCERPT]}…"


def without_furniture(text: str) -> str:
    """Cut off what belongs to the page and not to the record."""
    found = FURNITURE.search(text)
    return text[: found.start()] if found else text


def one(text: str) -> str | Unknown:
    """Return a single value."""
    text = without_furniture(text)
    return tidy(text) if stated(text) else UNKNOWN


def lines(text: str) -> tuple[str, ...] | Unknown:
    """Return the items of a list that is written line by line."""
    return _items(without_furniture(text).splitlines())


def results(text: str) -> tuple[str, ...] | Unknown:
    """Return what the citizen gets; the portal marks the end of each item with a code."""
    return _items(RESULT_CODE.split(without_furniture(text)))


def steps(text: str) -> tuple[str, ...] | Unknown:
    """Return the steps: those that the text numbers, otherwise its lines."""
    text = without_furniture(text)
    starts = [m.start() for m in STEP.finditer(text)]
    if len(starts) < 2:
        return _items(text.splitlines())
    borders = [0, *starts, len(text)]
    return _items([text[a:b] for a, b in pairwise(borders)])


def interrupted(field: str, text: str) -> Iterator[Unread]:
    """Note a text that begins or ends in the middle of a sentence: a fragment of another field."""
    text = without_furniture(text).strip()
    if MID_SENTENCE.match(text) and not re.match(r"\w{1,2}[.)]", text) and stated(text):
        yield Unread("fragment", excerpt(text), f"{field} begins in mid-sentence")
    if text.endswith(("(", ",")):
        yield Unread("fragment", text[-EXCERPT:], f"{field} ends in mid-sentence")


def _items(parts: list[str]) -> tuple[str, ...] | Unknown:
    items = (tidy(part).strip(BULLETS) for part in parts)
    return tuple(item for item in items if stated(item)) or UNKNOWN
