"""Which records are asked for."""

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from bot.api.faults import wrong
from bot.catalogue.listing import LONGEST_QUERY, Hit, Listing
from bot.catalogue.record import Level, OnlineLevel, Origin, Procedure


class Filters(BaseModel):
    """What narrows a list. A parameter that does not exist is refused, not left unread."""

    model_config = ConfigDict(extra="forbid")

    field: Annotated[
        str | None, Field(max_length=40, description="The `id` of a field, see `/fields`.")
    ] = None
    level: Annotated[Level | None, Field(description="Who does it.")] = None
    online: Annotated[OnlineLevel | None, Field(description="How far it goes online.")] = None
    origin: Annotated[
        Origin | None, Field(description="Written by hand, or as the portal published it.")
    ] = None

    def check(self, listing: Listing) -> Self:
        """Return the filters, if the catalogue has the field that they name.

        Raises:
            RequestValidationError: it has not.
        """
        if self.field is not None and self.field not in {topic.id for topic in listing.topics}:
            raise wrong("field", "không phải mã của một lĩnh vực, xem /api/v1/fields")
        return self

    def admit(self, procedure: Procedure) -> bool:
        """Whether a record is asked for."""
        return (
            self.field in (None, procedure.field)
            and self.origin in (None, procedure.origin)
            and self.online in (None, procedure.online.level)
            and (self.level is None or self.level in procedure.level)
        )


class Query(Filters):
    """What narrows a list, and which page of it; ``q`` searches."""

    q: Annotated[
        str | None,
        Field(
            max_length=LONGEST_QUERY,
            description="Words as citizens say them, with or without accents, or a code.",
        ),
    ] = None
    page: Annotated[int, Field(ge=1, le=100_000)] = 1
    page_size: Annotated[int, Field(ge=1, le=200)] = 50

    def found(self, listing: Listing) -> list[tuple[Procedure, float | None]]:
        """Return the records of all pages, each with its chance if they are searched."""
        return [(p, chance) for p, chance in self._all(listing) if self.admit(p)]

    def _all(self, listing: Listing) -> Iterator[tuple[Procedure, float | None]]:
        if self.q is None:
            yield from ((procedure, None) for procedure in listing.procedures)
        else:
            yield from map(_pair, listing.search(self.q))


def _pair(hit: Hit) -> tuple[Procedure, float | None]:
    return hit.procedure, hit.chance
