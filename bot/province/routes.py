"""Rules of a province for whose a question is, and how long its owner may take."""

from typing import Annotated, Self, get_args

from pydantic import Field, model_validator

from bot.catalogue.record import Code, Part, Slug, Text
from bot.province.mistakes import mistake
from bot.reply import NeedKind

NEED_KINDS: tuple[NeedKind, ...] = get_args(NeedKind)


class Route(Part):
    """Questions that go to a department, whatever their field.

    A rule names procedures, keywords (as whole words, with or without accents) or communes (by
    their full names); a rule with communes alone takes what has no other owner from there.
    """

    department: Slug
    procedures: tuple[Code, ...] = ()
    keywords: tuple[Text, ...] = ()
    communes: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if not (self.procedures or self.keywords or self.communes):
            raise mistake("must name procedures, keywords or communes")
        return self


class ServiceLevel(Part):
    """How long the owner may take, in working days or in working hours.

    One without a department holds for all that have none of their own; without a kind, for all
    kinds.
    """

    department: Slug | None = None
    kind: NeedKind | None = None
    days: Annotated[int, Field(ge=1, le=60)] | None = None
    hours: Annotated[int, Field(ge=1, le=80)] | None = None

    @model_validator(mode="after")
    def _is_days_or_hours(self) -> Self:
        if (self.days is None) == (self.hours is None):
            raise mistake("must say either days or hours")
        return self
