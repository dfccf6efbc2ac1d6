"""What must hold in a file of `provinces/`, and between it and the catalogue."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from bot.catalogue.load import Lines, Location, Problem, dotted, invalid, line_of, parse
from bot.catalogue.record import UNKNOWN, Procedure
from bot.places.names import names
from bot.province.calendar import Calendar
from bot.province.check_days import day_problems, year_problems
from bot.province.check_fees import fee_problems
from bot.province.check_routes import route_problems
from bot.province.holidays import Holidays
from bot.province.hours import overlapping
from bot.province.load import HOLIDAYS, province_files
from bot.province.province import NATIONWIDE, Province

T = TypeVar("T", bound=BaseModel)
Found = Iterator[tuple[Location, str]]


@dataclass(frozen=True, slots=True)
class Known:
    """What the files may refer to: the catalogue's fields and its curated records by code."""

    fields: Mapping[str, str]
    procedures: Mapping[str, Procedure]


@dataclass(frozen=True, slots=True)
class Checked(Generic[T]):
    """A file, what it holds if that can be used, and every problem."""

    file: Path
    content: T | None
    problems: tuple[Problem, ...]


def check_folder(folder: Path, known: Known, chosen: tuple[str, ...] = ()) -> list[Problem]:
    """Return every problem of the holidays and of the provinces, all or the ``chosen`` ones."""
    holidays = check_holidays(folder / HOLIDAYS)
    national = Calendar.of(holidays.content) if holidays.content else Calendar()
    files = [folder / f"{name}.yml" for name in chosen] or province_files(folder)
    problems = [*holidays.problems]
    for file in files:
        problems += check_province(file, known, national).problems
    return problems


def check_holidays(file: Path) -> Checked[Holidays]:
    """Read and check the national holidays."""
    return _checked(file, Holidays, lambda holidays: (*year_problems(holidays), *_links(holidays)))


def check_province(file: Path, known: Known, national: Calendar) -> Checked[Province]:
    """Read and check one province."""

    def problems(province: Province) -> Found:
        yield from _names(province, file)
        yield from _departments(province, known)
        yield from route_problems(province, known.procedures)
        yield from _offices(province)
        yield from day_problems(province.days_off, ("days_off",), national)
        yield from fee_problems(province, known.procedures)
        yield from _links(province)

    return _checked(file, Province, problems)


def _checked(file: Path, kind: type[T], check: Any) -> Checked[T]:
    if not file.is_file():
        return Checked(file, None, (Problem(file, 1, "(file)", "there is no such file"),))
    content, lines, problems = parse(file)
    if problems:
        return Checked(file, None, tuple(problems))
    try:
        read = kind.model_validate(content)
    except ValidationError as error:
        return Checked(file, None, tuple(invalid(file, error, lines)))
    found = (_problem(file, lines, location, text) for location, text in check(read))
    return Checked(file, read, tuple(sorted(found, key=lambda p: (p.line, p.field))))


def _problem(file: Path, lines: Lines, location: Location, message: str) -> Problem:
    return Problem(file, line_of(lines, location), dotted(location), message)


def _names(province: Province, file: Path) -> Found:
    if province.id != file.stem:
        yield ("id",), f"must be the file's name, {file.stem}"
    units = {unit.short for key, found in names().present.items() for unit in found
             if key[0] == "province"}  # fmt: skip
    if province.id != NATIONWIDE and province.unit not in units:
        yield ("name",), "must be one of the 34 provinces, such as “Tỉnh Thái Nguyên”"


def _departments(province: Province, known: Known) -> Found:
    """Every field has one owner at most, and what nobody owns goes to the one fallback."""
    owners: dict[str, str] = {}
    ids: set[str] = set()
    for i, department in enumerate(province.departments):
        if department.id in ids:
            yield ("departments", i, "id"), f"“{department.id}” is a department already"
        ids.add(department.id)
        for j, field in enumerate(department.fields):
            if field not in known.fields:
                expected = ", ".join(known.fields)
                yield ("departments", i, "fields", j), f"“{field}” is none of: {expected}"
            if field in owners:
                message = f"“{field}” belongs to {owners[field]} already"
                yield ("departments", i, "fields", j), message
            owners.setdefault(field, department.id)
    yield from _fallbacks(province)


def _fallbacks(province: Province) -> Found:
    fallbacks = [i for i, d in enumerate(province.departments) if d.fallback]
    if not fallbacks:
        yield ("departments",), "one department must have `fallback: true`"
    for i in fallbacks[1:]:
        first = province.departments[fallbacks[0]].id
        yield ("departments", i, "fallback"), f"{first} is the fallback already"


def _offices(province: Province) -> Found:
    ids: set[str] = set()
    for i, office in enumerate(province.offices):
        if office.id in ids:
            yield ("offices", i, "id"), f"“{office.id}” is an office already"
        ids.add(office.id)
        if office.address != UNKNOWN and not office.source:
            yield ("offices", i, "source"), "an address must have a source"
        for j, hours in enumerate(() if office.hours == UNKNOWN else office.hours):
            if hours.valid_to and hours.valid_to < hours.valid_from:
                yield ("offices", i, "hours", j, "valid_to"), "must not be before valid_from"
        for j in overlapping(() if office.hours == UNKNOWN else office.hours):
            yield ("offices", i, "hours", j), "must not overlap with the hours of another season"


def _links(part: Any, location: Location = ()) -> Found:
    """Yield every link of a file, wherever it stands, that is not https."""
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _link(name, getattr(part, name), (*location, name))
    elif isinstance(part, tuple):
        for index, item in enumerate(part):
            yield from _links(item, (*location, index))
    elif isinstance(part, dict):
        for key, item in part.items():
            yield from _links(item, (*location, key))


def _link(name: str, value: Any, location: Location) -> Found:
    is_link = name in ("url", "portal") or location[-2:] == ("hotline", "source")
    if is_link and not str(value).startswith("https://"):
        yield location, f"must start with https:// (got {value})"
    yield from _links(value, location)
