"""The addresses of the open data, for people and for programs."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from bot.api.answers import answer, headers_of
from bot.api.described import TOO_FAST, UNCHANGED
from bot.api.models import Contents
from bot.api.ports import PATH, Here, Library
from bot.unchanged import unchanged

contents = APIRouter(tags=["contents"], responses=UNCHANGED | TOO_FAST)


@contents.get("/", response_model=Contents, summary="What there is")
def list_contents(request: Request, library: Here) -> Response:
    """Name every address, and on what terms the data may be used."""
    return answer(request, library, lambda: _contents(library))


@contents.get("/openapi.json", include_in_schema=False)
def openapi(request: Request, library: Here) -> Response:
    """Describe it all for programs."""
    headers = headers_of(library)
    return unchanged(request, headers) or JSONResponse(request.app.openapi(), headers=headers)


def _contents(library: Library) -> Contents:
    at = library.link(PATH)
    return Contents(
        procedures=f"{at}/procedures",
        search=f"{at}/procedures?q={{q}}",
        procedure=f"{at}/procedures/{{code}}",
        table=f"{at}/procedures.csv",
        fields=f"{at}/fields",
        needs=f"{at}/needs.json?month={{month}}",
        needs_table=f"{at}/needs.csv?month={{month}}",
        openapi=f"{at}/openapi.json",
        documentation=library.link("/du-lieu-mo"),
        count=len(library.listing().procedures),
    )
