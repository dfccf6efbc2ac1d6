"""The page of a procedure, for everybody to read, pass on and print."""

from fastapi import APIRouter, Request, Response

from bot.catalogue.checklist import PAGE as CHECKLIST
from bot.catalogue.freshness import is_over
from bot.catalogue.listing import Listing
from bot.catalogue.notices import notices as notices_of
from bot.catalogue.record import Procedure
from bot.channels.web import procedure_view as view
from bot.channels.web.address import address_of
from bot.channels.web.pages import READERS, Here, kept, page
from bot.channels.web.ports import Desk
from bot.channels.web.qr import qr
from bot.unchanged import unchanged

PAGE = "/thu-tuc"
READ = ["GET", "HEAD"]
SUGGESTED = 5

procedures = APIRouter(dependencies=READERS)


@procedures.api_route(PAGE + "/{code:path}", methods=READ)
def procedure_page(request: Request, desk: Here, code: str) -> Response:
    """Show all that is known of a procedure."""
    listing = desk.listing()
    procedure = listing.get(code)
    if procedure is None:
        return _nothing(request, desk, listing, code)
    headers = kept(request, desk)
    return unchanged(request, headers) or _shown(request, desk, listing, procedure, headers)


def _shown(
    request: Request, desk: Desk, listing: Listing, procedure: Procedure, headers: dict[str, str]
) -> Response:
    over = is_over(procedure, desk.today())
    return page(
        request,
        desk,
        "procedure_over.html" if over else "procedure.html",
        410 if over else 200,
        headers,
        procedure=procedure,
        view=view,
        field=listing.name_of(procedure.field),
        notices=notices_of(procedure, desk.today(), listing.rules),
        related=view.related(procedure, listing),
        path=f"{PAGE}/{procedure.code}",
        checklist=f"{CHECKLIST}/{procedure.code}",
        chat=f"/?hoi={procedure.code}",
        qr=_qr(request, desk, procedure),
    )


def _qr(request: Request, desk: Desk, procedure: Procedure) -> str:
    base = address_of(request, desk.public_url).base
    return qr(f"{base}/?hoi={procedure.code}") if base else ""


def _nothing(request: Request, desk: Desk, listing: Listing, code: str) -> Response:
    """Somebody typed words, or a code that is no more: perhaps the search knows what is meant."""
    words = " ".join(code.replace("-", " ").replace("/", " ").split())[:100]
    hits = listing.search(words)[:SUGGESTED]
    return page(request, desk, "no_procedure.html", 404, hits=hits, query="")
