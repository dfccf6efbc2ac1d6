"""What citizens asked that the bot could not answer: counts of a month, and nothing of anybody.

Only months that are over are told. Of a month that still runs, what is added from day to day would
tell when one person asked.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from io import StringIO
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from bot.api.answers import headers_of
from bot.api.described import TOO_FAST, UNCHANGED, WRONG
from bot.api.faults import wrong
from bot.api.models import CountedNeeds, FieldRef, NeedCounts
from bot.api.ports import Count, Here, Library
from bot.api.table import BOM, FILE, harmless
from bot.clock import LOCAL
from bot.unchanged import unchanged

LEAST = 5  # fewer than so many are not told
FIRST = date(2020, 1, 1)
COLUMNS = ("month", "field", "field_name", "commune", "count")
NO_MONTH = "phải là một tháng đã hết, viết như 2026-07"

needs = APIRouter(tags=["needs"], responses=UNCHANGED | TOO_FAST | WRONG)


class Month(BaseModel):
    """Which month; the last one that is over unless another is asked for."""

    model_config = ConfigDict(extra="forbid")

    month: Annotated[
        str | None, Field(max_length=7, description="A month that is over, as `2026-07`.")
    ] = None

    def first(self, library: Library) -> date:
        """Return its first day.

        Raises:
            RequestValidationError: there is no such month, or it is not over.
        """
        current = library.today().replace(day=1)
        asked = _moved(current, -1) if self.month is None else _first(self.month)
        if asked is None or not FIRST <= asked < current:
            raise wrong("month", NO_MONTH)
        return asked


Asked = Annotated[Month, Query()]


@needs.get("/needs.json", response_model=NeedCounts, summary="What had to be asked of offices")
def count_needs(request: Request, library: Here, asked: Asked) -> Response:
    """Count the needs of a month by field and commune; fewer than five are not told."""
    return _answer(request, library, asked, "application/json", _as_json)


@needs.get("/needs.csv", response_class=Response, responses=FILE, summary="The same as a table")
def needs_table(request: Request, library: Here, asked: Asked) -> Response:
    """Return the counts as a table: UTF-8 with a byte order mark, a header, commas."""
    return _answer(request, library, asked, "text/csv; charset=utf-8", _as_table)


def _answer(
    request: Request,
    library: Library,
    asked: Month,
    media_type: str,
    make: Callable[[Library, str, Sequence[Count]], str],
) -> Response:
    first = asked.first(library)
    month, counts = f"{first:%Y-%m}", library.needs(_begin(first), _begin(_moved(first, 1)), LEAST)
    headers = headers_of(library, month, counts)
    if media_type.startswith("text/csv"):
        headers["Content-Disposition"] = f'attachment; filename="cau-hoi-{month}.csv"'
    made = Response(make(library, month, counts), headers=headers, media_type=media_type)
    return unchanged(request, headers) or made


def _as_json(library: Library, month: str, counts: Sequence[Count]) -> str:
    items = [
        CountedNeeds(field=_field(library, field), commune=commune or None, count=count)
        for field, commune, count in counts
    ]
    return NeedCounts(month=month, least=LEAST, items=items).model_dump_json()


def _as_table(library: Library, month: str, counts: Sequence[Count]) -> str:
    buffer = StringIO()
    buffer.write(BOM)
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    writer.writerows(map(harmless, row) for row in _rows(library, month, counts))
    return buffer.getvalue()


def _rows(library: Library, month: str, counts: Sequence[Count]) -> Iterator[Sequence[str]]:
    for field, commune, count in counts:
        name = library.listing().name_of(field) if field else ""
        yield month, field, name, commune, f"<{LEAST}" if count is None else str(count)


def _field(library: Library, field: str) -> FieldRef | None:
    return FieldRef(id=field, name=library.listing().name_of(field)) if field else None


def _first(month: str) -> date | None:
    try:
        return datetime.strptime(month, "%Y-%m").date() if len(month) == 7 else None  # noqa: DTZ007
    except ValueError:
        return None


def _moved(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _begin(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), LOCAL)
