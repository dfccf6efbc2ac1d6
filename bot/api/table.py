"""All records as one table, for spreadsheets."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import StringIO
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from bot.api.answers import headers_of
from bot.api.described import TOO_FAST, UNCHANGED, WRONG
from bot.api.filters import Filters
from bot.api.ports import Here, Library
from bot.api.shapes import in_force, links
from bot.catalogue.papers import line, papers
from bot.catalogue.record import UNKNOWN, Procedure, Submission
from bot.catalogue.wording import NOT_KNOWN, WAYS
from bot.unchanged import unchanged

BOM = "\ufeff"  # or Excel takes UTF-8 for an old code page
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
ROWS_AT_ONCE = 100

FILE: dict[int | str, dict[str, object]] = {
    200: {"description": "The table.", "content": {"text/csv": {"schema": {"type": "string"}}}}
}

table = APIRouter(tags=["procedures"], responses=FILE | UNCHANGED | TOO_FAST | WRONG)


@table.get("/procedures.csv", response_class=Response, summary="The whole list as CSV")
def procedures_table(
    request: Request, library: Here, filters: Annotated[Filters, Query()]
) -> Response:
    """Return the procedures as one table: UTF-8 with a byte order mark, a header, commas."""
    filters.check(library.listing())
    name = {"Content-Disposition": 'attachment; filename="thu-tuc.csv"'}
    headers = headers_of(library) | name
    found = (p for p in library.listing().procedures if filters.admit(p))
    return unchanged(request, headers) or StreamingResponse(
        lines(library, found), headers=headers, media_type="text/csv; charset=utf-8"
    )


def lines(library: Library, found: Iterable[Procedure]) -> Iterator[str]:
    """Yield the table piece by piece."""
    buffer = StringIO()
    writer = csv.writer(buffer)
    buffer.write(BOM)
    writer.writerow(COLUMNS)
    for number, procedure in enumerate(found):
        writer.writerow(harmless(column(library, procedure)) for column in COLUMNS.values())
        if number % ROWS_AT_ONCE == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula, whatever a record says."""
    return f"'{cell}" if cell.lstrip().startswith(FORMULA) else cell


def _taken(buffer: StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def _by_way(procedure: Procedure, said: Callable[[Submission], str]) -> str:
    if procedure.submissions == UNKNOWN:
        return NOT_KNOWN
    return "\n".join(f"{WAYS[s.way]}: {said(s)}" for s in procedure.submissions)


def _known(text: str) -> str:
    return NOT_KNOWN if text == UNKNOWN else text


def _fees(submission: Submission) -> str:
    if submission.fees == UNKNOWN:
        return NOT_KNOWN
    return "; ".join(fee.text for fee in submission.fees) or NOT_KNOWN


def _documents(procedure: Procedure) -> str:
    groups = papers(procedure, ())
    if groups is None:
        return NOT_KNOWN
    return "\n".join(line(paper, shortened=False) for group in groups for paper in group.items)


def _texts(texts: tuple[str, ...] | str) -> str:
    return NOT_KNOWN if isinstance(texts, str) else "\n".join(texts)


def _deadline(procedure: Procedure) -> str:
    deadline = procedure.deadline
    if deadline is None:
        return ""
    return NOT_KNOWN if deadline == UNKNOWN else deadline.text


def _laws(procedure: Procedure) -> str:
    laws = procedure.legal_basis
    return NOT_KNOWN if laws == UNKNOWN else "\n".join(law.number for law in laws)


def _decisions(procedure: Procedure) -> str:
    return "\n".join(source.decision for source in procedure.sources if source.decision)


COLUMNS: Mapping[str, Callable[[Library, Procedure], str]] = {
    "code": lambda _, p: p.code,
    "name": lambda _, p: p.name,
    "official_name": lambda _, p: p.official_name,
    "field": lambda _, p: p.field,
    "field_name": lambda library, p: library.listing().name_of(p.field),
    "topic": lambda _, p: p.topic or "",
    "level": lambda _, p: " ".join(p.level),
    "authority": lambda _, p: _known(p.authority),
    "summary": lambda _, p: p.summary,
    "where": lambda _, p: _by_way(p, lambda s: _known(s.where)),
    "time": lambda _, p: _by_way(p, lambda s: _known(s.time)),
    "fees": lambda _, p: _by_way(p, _fees),
    "documents": lambda _, p: _documents(p),
    "result": lambda _, p: _texts(p.result),
    "deadline": lambda _, p: _deadline(p),
    "online": lambda _, p: p.online.level,
    "official_url": lambda _, p: str(p.online.url),
    "legal_basis": lambda _, p: _laws(p),
    "decision": lambda _, p: _decisions(p),
    "checked": lambda _, p: p.checked.isoformat(),
    "in_force": lambda library, p: "1" if in_force(library, p) else "0",
    "origin": lambda _, p: p.origin,
    "version": lambda _, p: p.version,
    "page": lambda library, p: links(library, p).page,
}
