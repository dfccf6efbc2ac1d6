"""When is it that a citizen means? “thứ hai tuần sau”, “3 ngày nữa”, “8h sáng mai”, “5/12”.

Days by the lunar calendar (“mùng 5”, “rằm”) are not understood: none is better than a wrong one.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.clock import LOCAL
from bot.understanding.fold import fold
from bot.understanding.normalise import normalise

MORNING = time(8)  # when only the day is said
_NUMBER = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8,
    "chin": 9, "muoi": 10,
}  # fmt: skip
_N = rf"(\d{{1,3}}|{'|'.join(_NUMBER)})"
_WEEKDAY = {
    "hai": 0, "2": 0, "ba": 1, "3": 1, "tu": 2, "4": 2, "nam": 3, "5": 3, "sau": 4, "6": 4,
    "bay": 5, "7": 5,
}  # fmt: skip
_LUNAR = re.compile(r"\b(?:mung|mong|ram|am lich|tet)\b")
_LATER = r"(?:sau|toi|nua)"
_UNITS = {"ngay": 1, "hom": 1, "tuan": 7}


@dataclass(frozen=True, slots=True)
class When:
    """A day, and the time of day if one was said."""

    day: date
    at: time | None = None

    @property
    def moment(self) -> datetime:
        """The moment in Việt Nam; in the morning when no time was said."""
        return datetime.combine(self.day, self.at or MORNING, LOCAL)


Reading = Callable[[re.Match[str], date], date | None]


def when(text: str, today: date) -> When | None:
    """Return when ``text`` means, seen from ``today``; ``None`` if it says no day and no time.

    A day without a year is the next one of that date. A time alone is today's.

    >>> when("nhac toi 8h30 sang thu hai tuan sau", date(2026, 11, 20)).moment.isoformat()
    '2026-11-23T08:30:00+07:00'
    """
    written = normalise(text)
    said = fold(written)
    if _LUNAR.search(said):
        return None
    at = _time(said, evening=_says_evening(written, said))
    day = next(_days(said, today), None)
    if day is None:
        return When(today, at) if at else None
    return When(day, at)


def since(text: str, today: date) -> date | None:
    """Return the day of something that has happened; a day without a year is the last one.

    >>> since("bé sinh ngày 3/11", date(2026, 11, 20)), since("mất hôm qua", date(2026, 11, 20))
    (datetime.date(2026, 11, 3), datetime.date(2026, 11, 19))
    """
    said = fold(normalise(text))
    if _LUNAR.search(said):
        return None
    for pattern, days in _AGO:
        if found := re.search(pattern, said):
            count = _number(found[1]) if found.groups() else 1
            return today - timedelta(days=days * count)
    a_year_ago = today - timedelta(days=364)
    for pattern, read in (*_READINGS[:2], _READINGS[-1]):
        for found in re.finditer(pattern, said):
            if (day := read(found, a_year_ago)) is not None and day <= today:
                return day
    return None


def _days(said: str, today: date) -> Iterator[date]:
    for pattern, read in _READINGS:
        for found in re.finditer(pattern, said):
            if (day := read(found, today)) is not None:
                yield day


def _full(found: re.Match[str], today: date) -> date | None:
    day, month, year = int(found[1]), int(found[2]), found[3]
    if year:
        return _date(int(year), month, day)
    this_year = _date(today.year, month, day)
    if this_year and this_year >= today:
        return this_year
    return _date(today.year + 1, month, day)


def _later(found: re.Match[str], today: date) -> date | None:
    count, unit = _number(found[1]), found[2]
    if unit in _UNITS:
        return today + timedelta(days=count * _UNITS[unit])
    return _months_later(today, count * (12 if unit == "nam" else 1))


def _weekday(found: re.Match[str], today: date) -> date:
    wanted = 6 if found[1] is None else _WEEKDAY[found[1]]
    monday = today - timedelta(days=today.weekday())
    day = monday + timedelta(days=wanted)
    if found[2]:
        return day if found[2] == "nay" else day + timedelta(days=7)
    return day if day > today else day + timedelta(days=7)


def _of_month(found: re.Match[str], today: date) -> date | None:
    wanted = int(found[1])
    for ahead in range(3):
        first = _months_later(today.replace(day=1), ahead)
        day = first and _date(first.year, first.month, wanted)
        if day and day >= today:
            return day
    return None


def _word(days: int) -> Reading:
    return lambda _found, today: today + timedelta(days=days)


def _end_of_month(found: re.Match[str], today: date) -> date | None:
    month = _months_later(today.replace(day=1), 0 if found[1] == "nay" or not found[1] else 1)
    return month and month.replace(day=monthrange(month.year, month.month)[1])


_READINGS: tuple[tuple[str, Reading], ...] = (
    (r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?(?![\d/])", _full),
    (r"\b(\d{1,2}) thang (\d{1,2})(?: nam (\d{4}))?\b", _full),
    (rf"(?<!\bthu )\b(?:sau )?{_N} (ngay|hom|tuan|thang|nam) {_LATER}\b", _later),
    (rf"\b(?:sau|trong(?: vong)?) {_N} (ngay|tuan|thang|nam)\b", _later),
    (
        rf"\b(?:thu |t)({'|'.join(_WEEKDAY)})\b(?! thang)(?: tuan (nay|sau|toi))?"
        r"|\b(?:chu nhat|cn)\b",
        lambda found, today: _weekday(found, today),
    ),
    (r"\bngay (?:kia|mot)\b", _word(2)),
    (r"\b(?:ngay mai|sang mai|chieu mai|toi mai|trua mai|mai)\b", _word(1)),
    (r"\b(?:hom nay|sang nay|chieu nay|toi nay|trua nay)\b", _word(0)),
    (rf"\btuan {_LATER}\b", _word(7)),
    (r"\bcuoi thang(?: (nay|sau|toi))?\b", _end_of_month),
    (rf"\bthang {_LATER}\b", lambda _found, today: _months_later(today, 1)),
    (r"\bngay (\d{1,2})\b(?! ?(?:/|thang|ngay))", _of_month),
)
_AGO = (
    (rf"\b{_N} (?:ngay|hom) (?:truoc|roi)\b", 1),
    (rf"\b{_N} tuan (?:truoc|roi)\b", 7),
    (r"\bhom nay\b", 0),
    (r"\bhom qua\b", 1),
    (r"\bhom kia\b", 2),
    (r"\btuan (?:truoc|roi)\b", 7),
)
_TIME = re.compile(
    r"\b(\d{1,2}) ?(?:gio|h|g|:)(?: ?(\d{1,2})(?! ?(?:ngay|thang|tuan|gio|h|g|/))\b| ?(ruoi)\b)?"
    r"(?: ?(?:phut|p))?(?: (sang|trua|chieu|toi|dem))?"
)


def _time(said: str, *, evening: bool) -> time | None:
    for found in _TIME.finditer(said):
        hour, minute = int(found[1]), 30 if found[3] else int(found[2] or 0)
        part = found[4] or _part_of_day(said)
        if hour < 12 and (part in ("chieu", "dem") or (part == "toi" and evening)):
            hour += 12
        if hour < 24 and minute < 60:
            return time(hour, minute)
    return None


def _says_evening(written: str, said: str) -> bool:
    """Without accents “tối” is “tôi” too: “nhac toi mai” means me, “toi nay” this evening."""
    if written != said:
        return "tối" in written
    return bool(re.search(r"\b(?:buoi toi|toi nay|toi mai luc)\b", said))


def _part_of_day(said: str) -> str:
    found = re.search(r"\b(sang|trua|chieu|toi) (?:mai|nay|thu|t\d|ngay)", said)
    return found[1] if found else ""


def _number(said: str) -> int:
    return int(said) if said.isdigit() else _NUMBER[said]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _months_later(day: date, count: int) -> date | None:
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    if year > date.max.year:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
