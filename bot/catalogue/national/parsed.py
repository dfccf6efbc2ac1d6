"""What one published record says, once its tables are untangled."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.catalogue.record import Level, Unknown, Way

Unit = Literal["working_day", "day", "hour", "month", "year"]


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that is there but could not be understood, and why."""

    field: str
    excerpt: str
    reason: str


@dataclass(frozen=True, slots=True)
class Time:
    """How long it takes. ``number`` is missing where the portal has words instead."""

    text: str
    number: float | None = None
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class Charge:
    """What it costs: ``amount`` in đồng (0 is free), where one amount is certain."""

    text: str
    amount: int | Unknown


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table of ways: a way with its time, fee and description."""

    way: Way
    time: Time | Unknown
    charge: Charge | Unknown
    description: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One row of a table of documents."""

    name: str
    originals: int
    copies: int
    form_files: Sequence[str] = ()
    form_code: str | None = None


@dataclass(frozen=True, slots=True)
class PaperGroup:
    """One table of documents; ``heading`` is what stands above it."""

    heading: str | None
    papers: Sequence[Paper]


@dataclass(frozen=True, slots=True)
class LegalText:
    """One row of the legal basis."""

    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """One record of the portal. What it does not state is ``unknown``."""

    code: str
    name: str
    levels: Sequence[Level]
    field: str
    audience: Sequence[str]
    rows: Sequence[Row] | Unknown
    papers: Sequence[PaperGroup] | Unknown
    laws: Sequence[LegalText] | Unknown
    authority: str | Unknown
    conditions: Sequence[str] | Unknown
    result: Sequence[str] | Unknown
    steps: Sequence[str] | Unknown
    decision: str | None
    link: str
    unread: Sequence[Unread] = ()
