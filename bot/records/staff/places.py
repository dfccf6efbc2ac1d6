"""Where somebody of the staff belongs: a department of the province's file, a commune of it."""

from dataclasses import replace

from bot.errors import StaffRefused
from bot.places.communes import communes
from bot.province import Province
from bot.records.staff.links import Given

NO_DEPARTMENT = "Địa phương này không có phòng, ban đó; hãy chọn một phòng, ban trong danh sách."
NO_COMMUNE = "Địa phương này không có xã, phường đó; hãy chọn tên đầy đủ trong danh sách."


def communes_of(province: Province) -> tuple[str, ...]:
    """Return the communes of ``province``; of the nationwide one all."""
    return communes(province.unit) or communes()


def in_province(given: Given, province: Province, before: Given | None = None) -> Given:
    """Return ``given`` with the department's id and the commune's full name.

    A name will do. What stays as it was ``before`` is not looked up: the file may have changed.

    Raises:
        StaffRefused: there is no such department or commune.
    """
    department, commune = given.department.strip(), given.commune.strip()
    if not before or department != before.department:
        department = _department(department, province)
    if not before or commune != before.commune:
        commune = _commune(commune, province)
    return replace(given, department=department, commune=commune)


def _department(said: str, province: Province) -> str:
    named = {d.name.lower(): d.id for d in province.departments}
    known = named | {d.id: d.id for d in province.departments} | {"": ""}
    if said.lower() not in known:
        raise StaffRefused(NO_DEPARTMENT)
    return known[said.lower()]


def _commune(said: str, province: Province) -> str:
    """Return the full name; the province may be left out where that is clear."""
    wanted = said.lower()
    found = [c for c in communes_of(province) if wanted in (c.lower(), c.lower().split(", ")[0])]
    if wanted and len(found) != 1:
        raise StaffRefused(NO_COMMUNE)
    return found[0] if wanted else ""
