"""The table of ways: “Trực tuyến5 Ngày làm việcMiễn phí(…)…Trực tiếp1Miễn phí…”, without gaps."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from bot.catalogue.national import fees, times
from bot.catalogue.national.parsed import Charge, Row, Time, Unread
from bot.catalogue.national.texts import NO_INFORMATION, excerpt, stated, tidy
from bot.catalogue.record import UNKNOWN, Unknown, Way

HEADINGS: Final = "Hình thức nộpThời gianPhí, lệ phíMô tả"
WAYS: Final[Mapping[str, Way]] = {
    "Trực tiếp": "in_person",
    "Trực tuyến": "online",
    "Dịch vụ bưu chính": "post",
}
WORDS = "|".join(re.escape(word) for word in times.WORDS)
AMOUNT = rf"{fees.AMOUNT} {fees.CURRENCY}"
FEE = rf"{fees.FREE}|{NO_INFORMATION}|{AMOUNT}"
# A way's name is a row only when a time and a fee follow: descriptions name the ways as well.
ROW = re.compile(
    rf"(?P<way>{'|'.join(WAYS)})"
    rf"(?P<time>{times.WITH_UNIT}|(?:{WORDS})\s?|\d{{1,3}}?|[A-ZĐ][^\n]{{0,150}}?)"
    rf"(?P<fee>{FEE})"
)


def read_ways(text: str) -> tuple[tuple[Row, ...] | Unknown, tuple[Unread, ...]]:
    """Return the rows of the table of ways, and what could not be read."""
    if not stated(text):
        return UNKNOWN, ()
    body = text.removeprefix(HEADINGS)
    matches = list(ROW.finditer(body))
    if not matches:
        return UNKNOWN, tuple(Unread(f, excerpt(text), "no row found") for f in ("time", "fee"))
    borders = [match.start() for match in matches[1:]] + [len(body)]
    read = [_row(m, body[m.end() : end]) for m, end in zip(matches, borders, strict=True)]
    before = _before(body[: matches[0].start()])
    return tuple(row for row, _ in read), (*before, *(u for _, unread in read for u in unread))


def _before(text: str) -> Iterator[Unread]:
    if stated(text):
        yield Unread("fragment", excerpt(text), "text before the first way of submitting")


def _row(match: re.Match[str], rest: str) -> tuple[Row, list[Unread]]:
    note, description = _brackets(rest)
    time_cell, fee_cell = _cells(match, note)
    time = times.read_time(time_cell)
    charge = fees.read_fee(fee_cell, note, description)
    unread = list(_unread(time, charge, match[0] + note))
    if note and note.count("(") > note.count(")"):
        unread.append(Unread("fragment", excerpt(match[0] + note), "fee ends in mid-sentence"))
    way = WAYS[match["way"]]
    return Row(way, time or UNKNOWN, charge or UNKNOWN, tidy(description)), unread


def _cells(match: re.Match[str], note: str) -> tuple[str, str]:
    """Part a bare number from the amount it is glued to: “140,000” is 1 day and 40,000."""
    if not match["time"].isdigit() or not match["fee"][0].isdigit():
        return match["time"], match["fee"]
    glued = match["time"] + match["fee"]
    named = fees.amounts(note)
    for at in range(1, len(match["time"]) + 3):
        cell = fees.CELL.fullmatch(glued, at)
        if cell and {int(cell["amount"].replace(",", "")) * n for n in (1, 1_000)} & named:
            return glued[:at], glued[at:]
    return match["time"], match["fee"]


def _unread(
    time: Time | Unknown | None, charge: Charge | Unknown | None, source: str
) -> Iterator[Unread]:
    if time is None:
        yield Unread("time", excerpt(source), "not a time")
    if charge is None:
        yield Unread("fee", excerpt(source), "amount below 1.000 đồng, and no text names it")


def _brackets(rest: str) -> tuple[str, str]:
    """Part what stands in brackets behind the fee from the description."""
    if not rest.startswith("("):
        return "", rest
    depth = 0
    for at, char in enumerate(rest):
        depth += (char == "(") - (char == ")")
        if not depth:
            return rest[: at + 1], rest[at + 1 :]
    return rest, ""
