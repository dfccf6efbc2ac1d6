"""The invented staff: somebody of every role, and some who see less than all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from secrets import choice

from bot.province import Province
from bot.records.audit import Deed
from bot.records.staff.accounts import SqlStaff, Staff
from bot.records.staff.links import Given, SqlLinks

BY = Deed("motcua demo", "Dữ liệu minh họa")
_SYLLABLES = (
    *("sen", "tre", "cau", "dua", "mai", "lan", "cuc", "hue", "mo", "man"),
    *("na", "bang", "sung", "quat", "hong", "dao", "mit", "oi", "le", "tao"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to be hired; ``field`` names the department by what it owns."""

    login: str
    name: str
    roles: tuple[str, ...]
    field: str = ""
    in_commune: bool = False


PEOPLE = (
    Person("quantri", "Phạm Quốc Bảo", ("admin",)),
    Person("truc1", "Nguyễn Thị Lan", ("helpdesk",)),
    Person("truc2", "Trần Văn Minh", ("helpdesk",)),
    Person("xa", "Hoàng Thị Nga", ("helpdesk",), in_commune=True),
    Person("hotich", "Lê Thị Hoa", ("officer",), field="ho_tich"),
    Person("phantich", "Vũ Anh Dũng", ("analyst",)),
    Person("bientap", "Đỗ Thu Mai", ("editor",)),
    Person("giamsat", "Bùi Hải Yến", ("analyst", "editor")),
)


def new_password() -> str:
    """Return a password that is easy to type and hard to guess: nobody but this run knows it."""
    return " ".join(choice(_SYLLABLES) for _ in range(9))


def hire(
    staff: SqlStaff, links: SqlLinks, province: Province, commune: str, password: str
) -> Mapping[str, Staff]:
    """Make the accounts, all with one password, and return them by login."""
    for person in PEOPLE:
        department = province.department_of(person.field) if person.field else ""
        place = commune if person.in_commune else ""
        token = links.invite(Given(person.roles, province.name, department, place), BY)
        links.follow(token, person.login, person.name, password)
    return {one.login: one for one in staff.all()}


def roles_of(people: Sequence[Person] = PEOPLE) -> list[tuple[str, str, str]]:
    """Return login, name and what each may see, as it is printed."""
    return [(p.login, p.name, _sees(p)) for p in people]


def _sees(person: Person) -> str:
    narrowed = "chỉ phòng mình" if person.field else "chỉ xã, phường mình"
    limits = [narrowed] if person.field or person.in_commune else []
    return ", ".join([*person.roles, *limits])
