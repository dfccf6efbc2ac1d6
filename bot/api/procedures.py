"""The procedures: a list, a search, and each of them whole."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Request, Response
from fastapi import Query as InQuery

from bot.api.answers import answer
from bot.api.described import ANSWERS, MISSING
from bot.api.faults import NotFound
from bot.api.filters import Query
from bot.api.models import Pages, Record, SummaryList
from bot.api.ports import PATH, Here, Library
from bot.api.shapes import record, summary

procedures = APIRouter(tags=["procedures"], responses=ANSWERS)


@procedures.get("/procedures", response_model=SummaryList, summary="List or search")
def list_procedures(
    request: Request, library: Here, query: Annotated[Query, InQuery()]
) -> Response:
    """List the procedures by field and name, or search them with `q`, likeliest first."""
    query.check(library.listing())
    return answer(request, library, lambda: _listed(library, query))


@procedures.get(
    "/procedures/{code}", response_model=Record, responses=MISSING, summary="One procedure"
)
def get_procedure(
    request: Request,
    library: Here,
    code: Annotated[str, Path(description="The national code, such as `1.001193`.")],
) -> Response:
    """Return all that is known of a procedure, with its sources and the day they were checked."""
    found = library.listing().get(code)
    if found is None:
        raise NotFound(code)
    return answer(request, library, lambda: record(library, found))


def _listed(library: Library, query: Query) -> SummaryList:
    found = query.found(library.listing())
    start = (query.page - 1) * query.page_size
    shown = found[start : start + query.page_size]
    return SummaryList(
        total=len(found),
        page=query.page,
        page_size=query.page_size,
        items=[summary(library, procedure, chance) for procedure, chance in shown],
        links=Pages(
            previous=_page(library, query, -1) if query.page > 1 else None,
            next=_page(library, query, +1) if start + query.page_size < len(found) else None,
        ),
    )


def _page(library: Library, query: Query, step: int) -> str:
    asked = query.model_copy(update={"page": query.page + step})
    return library.link(f"{PATH}/procedures?{urlencode(asked.model_dump(exclude_none=True))}")
