"""Time cells: “5 Ngày làm việc”, “1.5 Ngày”, “24 Giờ”, and bare numbers, which are working days."""

import re
from collections.abc import Mapping
from typing import Final

from bot.catalogue.national.parsed import Time, Unit
from bot.catalogue.national.texts import NO_INFORMATION
from bot.catalogue.record import UNKNOWN, Unknown

UNITS: Final[Mapping[str, tuple[Unit, str]]] = {
    "": ("working_day", "ngày làm việc"),
    "Ngày làm việc": ("working_day", "ngày làm việc"),
    "Ngày": ("day", "ngày"),
    "Giờ": ("hour", "giờ"),
    "Tháng": ("month", "tháng"),
    "Năm": ("year", "năm"),
}
WORDS: Final[Mapping[str, Time | Unknown]] = {
    NO_INFORMATION: UNKNOWN,
    "Không": UNKNOWN,
}
# The cell as a pattern for the row it stands in; a bare number is left to the fee beside it.
WITH_UNIT = r"\d+(?:[.,]\d+)?\s?(?:Ngày làm việc|Ngày|Giờ|Tháng|Năm)"
CELL = re.compile(r"(?P<number>\d+(?:[.,]\d+)?)\s?(?P<unit>\D*)")
DURATION = re.compile(r"(?P<number>\d+)[^\d.;]{0,12}?(?:ngày|giờ|tháng|năm)\b", re.I)


def read_time(cell: str) -> Time | Unknown | None:
    """Return what a time cell says; None when it cannot be understood."""
    cell = cell.strip()
    if cell in WORDS:
        return WORDS[cell]
    if cell[:1].isalpha():
        return Time(cell)
    found = CELL.fullmatch(cell)
    if not found or found["unit"] not in UNITS:
        return None
    number = float(found["number"].replace(",", "."))
    unit, word = UNITS[found["unit"]]
    return Time(f"{number:g} {word}".replace(".", ","), number, unit) if number else None


def durations(text: str) -> set[int]:
    """Return the numbers of days, hours or months that a description mentions."""
    return {int(m["number"]) for m in DURATION.finditer(text)}
