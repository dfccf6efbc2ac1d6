"""What must hold of the rules for whose a question is, and how long its owner may take."""

from collections.abc import Collection, Iterator, Mapping

from bot.catalogue.load import Location
from bot.catalogue.record import Procedure
from bot.places.names import names
from bot.province.province import Province
from bot.understanding.fold import fold

Found = Iterator[tuple[Location, str]]


def route_problems(province: Province, procedures: Mapping[str, Procedure]) -> Found:
    """Yield every rule that names what there is not, or what another rule has already."""
    departments = {department.id for department in province.departments}
    taken: dict[tuple[str, str], str] = {}
    for i, rule in enumerate(province.routes):
        place = ("routes", i)
        yield from _department(rule.department, departments, place)
        yield from _codes(rule.procedures, procedures, place)
        yield from _communes(rule.communes, province, place)
        for part in ("procedures", "keywords", "communes"):
            is_alone = part != "communes" or not (rule.procedures or rule.keywords)
            values = getattr(rule, part) if is_alone else ()
            yield from _twice(part, values, rule.department, taken, place)
    yield from _levels(province, departments)


def _department(name: str | None, known: Collection[str], place: Location) -> Found:
    if name is not None and name not in known:
        yield (*place, "department"), f"“{name}” is none of: {', '.join(sorted(known))}"


def _codes(codes: tuple[str, ...], known: Mapping[str, Procedure], place: Location) -> Found:
    for j, code in enumerate(codes):
        if code not in known:
            yield (*place, "procedures", j), f"{code} is not in the catalogue"


def _communes(communes: tuple[str, ...], province: Province, place: Location) -> Found:
    for j, commune in enumerate(communes):
        if commune not in _present():
            message = f"must be the full name, such as “phường …, {province.unit}” (got {commune})"
            yield (*place, "communes", j), message


def _present() -> frozenset[str]:
    found = names().present.items()
    return frozenset(unit.full for (level, _), some in found for unit in some if level == "commune")


def _twice(
    part: str,
    values: tuple[str, ...],
    department: str,
    taken: dict[tuple[str, str], str],
    place: Location,
) -> Found:
    """A value has one owner: which of two would win depends on an order nobody remembers."""
    for j, value in enumerate(values):
        owner = taken.setdefault((part, fold(value)), department)
        if owner != department:
            yield (*place, part, j), f"“{value}” belongs to {owner} already"


def _levels(province: Province, departments: Collection[str]) -> Found:
    known: set[tuple[str | None, str | None]] = set()
    for i, level in enumerate(province.service_levels):
        yield from _department(level.department, departments, ("service_levels", i))
        key = (level.department, level.kind)
        if key in known:
            yield ("service_levels", i), "there is one for this department and kind already"
        known.add(key)
