"""The page to print: all that one takes along for a procedure, fitted to one's case."""

from fastapi import APIRouter, Request, Response

from bot.catalogue.checklist import PAGE, checklist_of, read_options
from bot.catalogue.freshness import is_over
from bot.channels.web.pages import READERS, Here, page
from bot.channels.web.procedure import PAGE as WHOLE

CASE = "co"  # in the query: the chosen options, with commas between

sheets = APIRouter(dependencies=READERS)


@sheets.get(PAGE + "/{code:path}")
def sheet(request: Request, desk: Here, code: str) -> Response:
    """Show the checklist of a procedure in the case that the address names."""
    procedure = desk.procedure(code)
    asked = request.query_params.getlist(CASE)
    options = read_options(procedure, asked) if procedure else None
    if procedure is None or options is None or is_over(procedure, desk.today()):
        return page(request, desk, "no_sheet.html", 404)
    whole = checklist_of(procedure, options)
    path = f"{WHOLE}/{procedure.code}"
    return page(request, desk, "sheet.html", whole=whole, procedure=procedure, path=path)
