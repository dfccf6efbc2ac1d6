"""What the portal says → a record of the catalogue. Nothing is added that it does not say."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from pydantic import ValidationError

from bot.catalogue.national.parsed import Charge, Paper, PaperGroup, Parsed, Row
from bot.catalogue.national.times import durations
from bot.catalogue.record import UNKNOWN, Procedure, Unknown, Way
from bot.catalogue.wording import NATIONAL, PORTAL

LONGEST_NOTE = 300
LONGEST_NAME = 200
NAME_END = 60  # of a long name: the end often says which of several like procedures it is
DEPENDS: Final = "tùy trường hợp, xem trang chính thức"
BRING: Final = "xuất trình"
# Headings that say nothing about when a paper is needed.
GENERIC: Final = re.compile(
    r"(?:\w\)\s*)?(?:giấy tờ phải (?:nộp|xuất trình)|thành phần hồ sơ|(?:hồ sơ )?(?:bao )?gồm)\W*",
    re.I,
)
LEVEL_NAMES: Final = {
    "commune": "cấp xã",
    "province": "cấp tỉnh",
    "ministry": "cấp bộ",
    "other": "cơ quan khác",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a record cannot be used: the field of the record type, and what is wrong with it."""

    code: str
    field: str
    message: str


def to_procedure(parsed: Parsed, checked: date) -> Procedure | Problem:
    """Return the catalogue's record; ``checked`` is the day the portal was read."""
    try:
        return Procedure.model_validate(_content(parsed, checked))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        return Problem(parsed.code, field, first["msg"])


def _content(parsed: Parsed, checked: date) -> dict[str, Any]:
    return {
        "origin": "national",
        "code": parsed.code,
        "name": _name(parsed.name),
        "official_name": parsed.name,
        "field": NATIONAL,
        "topic": parsed.field or None,
        "level": parsed.levels,
        "authority": parsed.authority,
        "audience": parsed.audience,
        "summary": _summary(parsed),
        "submissions": _submissions(parsed),
        "documents": _documents(parsed.papers),
        "steps": parsed.steps,
        "conditions": parsed.conditions,
        "result": parsed.result,
        "deadline": UNKNOWN,
        "online": {"level": _online(parsed), "url": parsed.link},
        "legal_basis": _laws(parsed),
        "sources": [_source(parsed, checked)],
        "valid_from": checked,
    }


def _name(name: str) -> str:
    """Return a name as on a button; a very long one without its middle."""
    short = name.removeprefix("Thủ tục ").strip(" .:")
    if len(short) > LONGEST_NAME:
        start, end = short[: LONGEST_NAME - NAME_END], short[-NAME_END:]
        short = f"{start.rpartition(' ')[0] or start} … {end.partition(' ')[2] or end}"
    return short[:1].upper() + short[1:]


def _summary(parsed: Parsed) -> str:
    levels = ", ".join(LEVEL_NAMES[level] for level in parsed.levels)
    return f"Thủ tục thuộc lĩnh vực {parsed.field}, làm ở {levels}."


def _source(parsed: Parsed, checked: date) -> dict[str, Any]:
    return {
        "title": f"{PORTAL}, thủ tục {parsed.code}",
        "url": parsed.link,
        "decision": parsed.decision,
        "checked": checked,
    }


def _online(parsed: Parsed) -> str:
    """The portal says whether papers can be sent online, not how far one gets with it."""
    if parsed.rows == UNKNOWN or any(row.way == "online" for row in parsed.rows):
        return UNKNOWN
    return "none"


def _submissions(parsed: Parsed) -> list[dict[str, Any]] | Unknown:
    """One submission a way: the portal has several rows for a way whose cases differ."""
    if parsed.rows == UNKNOWN:
        return UNKNOWN
    ways = dict.fromkeys(row.way for row in parsed.rows)
    return [_submission(way, parsed, [r for r in parsed.rows if r.way == way]) for way in ways]


def _submission(way: Way, parsed: Parsed, rows: Sequence[Row]) -> dict[str, Any]:
    return {
        "way": way,
        "where": PORTAL if way == "online" else parsed.authority,
        "time": "; hoặc ".join(_distinct(_time(row) for row in rows)) or UNKNOWN,
        "fees": _fees(row.charge for row in rows),
    }


def _time(row: Row) -> str:
    """Return the time, with the description's cases where it names other times as well."""
    named = durations(row.description)
    short = row.description if len(row.description) <= LONGEST_NOTE else DEPENDS
    if row.time == UNKNOWN:
        return short if named else ""
    others = named - {int(row.time.number or 0)}
    return f"{row.time.text} ({short})" if others else row.time.text


def _fees(charges: Iterable[Charge | Unknown]) -> list[dict[str, Any]] | Unknown:
    known = dict.fromkeys(charge for charge in charges if charge != UNKNOWN)
    return [{"text": charge.text, "amount": charge.amount} for charge in known] or UNKNOWN


def _documents(groups: Sequence[PaperGroup] | Unknown) -> list[dict[str, Any]] | Unknown:
    if groups == UNKNOWN:
        return UNKNOWN
    return [_document(paper, group.heading or "") for group in groups for paper in group.papers]


def _document(paper: Paper, heading: str) -> dict[str, Any]:
    """“0 bản chính” alone is what the portal shows when nobody typed a count."""
    counted = bool(paper.originals or paper.copies)
    return {
        "name": paper.name,
        "handling": "bring" if BRING in heading.casefold() else "submit",
        "originals": paper.originals if counted else UNKNOWN,
        "copies": paper.copies if counted else UNKNOWN,
        "form": paper.form_code or ", ".join(paper.form_files) or None,
        "note": None if GENERIC.fullmatch(heading) else heading.strip(" :") or None,
    }


def _laws(parsed: Parsed) -> list[dict[str, str]] | Unknown:
    if parsed.laws == UNKNOWN:
        return UNKNOWN
    return [{"number": law.number, "title": law.title} for law in parsed.laws]


def _distinct(texts: Iterable[str]) -> Iterator[str]:
    yield from dict.fromkeys(filter(None, texts))
