"""The page to print: all that one takes along for a procedure, fitted to one's case."""

from typing import Any

from fastapi import APIRouter, Request, Response

from bot.catalogue.checklist import PAGE, checklist_of, read_options
from bot.catalogue.freshness import is_over
from bot.catalogue.wording import AS_PUBLISHED, NOT_KNOWN
from bot.channels.web.routes import Here, templates

CASE = "co"  # in the query: the chosen options, with commas between

sheets = APIRouter()


@sheets.get(PAGE + "/{code:path}")
def sheet(request: Request, desk: Here, code: str) -> Response:
    """Show the checklist of a procedure in the case that the address names."""
    procedure = desk.procedure(code)
    asked = request.query_params.getlist(CASE)
    options = read_options(procedure, asked) if procedure else None
    if procedure is None or options is None or is_over(procedure, desk.today()):
        return _page(request, desk, "no_sheet.html", status=404)
    whole = checklist_of(procedure, options)
    return _page(request, desk, "sheet.html", whole=whole, procedure=procedure)


def _page(request: Request, desk: Here, name: str, status: int = 200, **more: Any) -> Response:
    words = {"not_known": NOT_KNOWN, "as_published": AS_PUBLISHED}
    context = {"site": desk.site, "assets": request.app.state.assets, "today": desk.today()}
    return templates.TemplateResponse(request, name, {**words, **context, **more}, status)
