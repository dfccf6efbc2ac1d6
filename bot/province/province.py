"""What a file of `provinces/` holds. A fact that nobody has sourced is ``unknown``."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Annotated

from pydantic import Field

from bot.catalogue.record import UNKNOWN, Code, Level, Part, Slug, Source, Text, Unknown, Way
from bot.province.holidays import OwnDay
from bot.province.hours import Hours
from bot.province.mistakes import SOME
from bot.province.routes import Route, ServiceLevel

NATIONWIDE = "toan-quoc"  # the file that serves until a citizen's province is chosen


class Hotline(Part):
    """The line where a person answers."""

    number: Text
    title: Text
    source: Text
    checked: date


class Department(Part):
    """A department and the catalogue fields whose needs it owns.

    Attributes:
        email: where its digest goes; the department's own, never a person's.
        head_email: whom to tell when a need is late; without one it is ``email``.
        telegram_group: the chat to which its digest goes too; the bot must be a member.
        approval: an answer of one officer goes out when another one has approved it.
    """

    id: Slug
    name: Text
    fields: tuple[Slug, ...] = ()
    fallback: bool = False
    email: Annotated[str, Field(pattern=r"^$|^[^@\s]+@[^@\s]+\.[^@\s]+$")] = ""
    head_email: Annotated[str, Field(pattern=r"^$|^[^@\s]+@[^@\s]+\.[^@\s]+$")] = ""
    telegram_group: Annotated[str, Field(pattern=r"^(-?\d{1,20})?$")] = ""
    approval: bool = False


class Office(Part):
    """Where citizens hand in their papers; one entry may stand for all offices of a kind.

    Attributes:
        serves: the levels of the procedures that are handed in here.
        source: where the address is from.
    """

    id: Slug
    name: Text
    serves: Annotated[tuple[Level, ...], SOME]
    address: Text | Unknown
    source: Source | None = None
    hours: Annotated[tuple[Hours, ...], SOME] | Unknown

    def hours_on(self, day: date) -> Hours | None:
        """Return what was announced for ``day``; nothing when that is not known."""
        announced = () if self.hours == UNKNOWN else self.hours
        return next((hours for hours in announced if hours.holds_on(day)), None)


class LocalFee(Part):
    """What the province charges, in đồng; ``way`` and ``when`` narrow down where it holds."""

    text: Text
    amount: Annotated[int, Field(ge=0)]
    way: Way | None = None
    when: tuple[Slug, ...] = ()


class FeeTable(Part):
    """The fees of one resolution of the provincial council, by procedure code."""

    source: Source
    amounts: Annotated[Mapping[Code, Annotated[tuple[LocalFee, ...], SOME]], SOME]


class Province(Part):
    """One file of `provinces/`."""

    id: Text
    name: Text
    hotline: Hotline
    portal: Text
    offices: tuple[Office, ...] = ()
    departments: Annotated[tuple[Department, ...], SOME]
    routes: tuple[Route, ...] = ()
    service_levels: tuple[ServiceLevel, ...] = ()
    days_off: tuple[OwnDay, ...] = ()
    fees: tuple[FeeTable, ...] = ()
    sources: tuple[Source, ...] = ()

    @property
    def unit(self) -> str:
        """The name within a sentence, as `bot.places` has it: *tỉnh Thái Nguyên*."""
        return self.name[:1].lower() + self.name[1:]

    def department_of(self, field: str | None) -> str:
        """Return the id of the department that owns ``field``, or of the fallback one."""
        owners = [d for d in self.departments if field in d.fields]
        owners += [d for d in self.departments if d.fallback]
        return (owners or list(self.departments))[0].id

    def offices_for(self, levels: Collection[Level]) -> Iterator[Office]:
        """Yield the offices where procedures of one of ``levels`` are handed in."""
        return (office for office in self.offices if set(office.serves) & set(levels))
