"""The list of all procedures, by field, with a search."""

from fastapi import APIRouter, Request, Response

from bot.catalogue.freshness import is_over
from bot.catalogue.listing import LONGEST_QUERY, Hit, Listing
from bot.catalogue.record import Procedure
from bot.catalogue.wording import NATIONAL
from bot.channels.web.pages import READERS, Here, kept, page
from bot.channels.web.ports import Desk
from bot.channels.web.procedure import PAGE, READ
from bot.unchanged import unchanged

ON_A_PAGE = 100
UNLIKELY = 0.005  # below, a hit has a word in common and no more
SHOWN_AT_LEAST = 3

index = APIRouter(dependencies=READERS)


@index.api_route(PAGE, methods=READ)
@index.api_route(PAGE + "/", methods=READ)
def procedures_page(
    request: Request, desk: Here, q: str = "", linh_vuc: str = "", trang: str = "1"
) -> Response:
    """List what was searched for, or one field, or all fields with their procedures."""
    query = "".join(c if c.isprintable() else " " for c in q).strip()[:LONGEST_QUERY]
    if query:
        hits = _likely(desk.listing(), query)
        return page(request, desk, "search.html", query=query, hits=hits)
    headers = kept(request, desk)
    return unchanged(request, headers) or _listed(request, desk, linh_vuc, trang, headers)


def _listed(
    request: Request, desk: Desk, field: str, number: str, headers: dict[str, str]
) -> Response:
    listing = desk.listing()
    topic = next((topic for topic in listing.topics if topic.id == field), None)
    if topic:
        return _field(request, desk, topic.id, number, headers)
    ours = [topic for topic in listing.topics if topic.id != NATIONAL]
    return page(
        request,
        desk,
        "index.html",
        headers=headers,
        fields=[(topic, _in_force(desk, topic.id)) for topic in ours],
        national=next((topic for topic in listing.topics if topic.id == NATIONAL), None),
    )


def _field(
    request: Request, desk: Desk, field: str, number: str, headers: dict[str, str]
) -> Response:
    found = _in_force(desk, field)
    last = max(1, -(-len(found) // ON_A_PAGE))
    here = _number(number, last)
    return page(
        request,
        desk,
        "field.html",
        headers=headers,
        field=field,
        title=desk.listing().name_of(field),
        procedures=found[(here - 1) * ON_A_PAGE : here * ON_A_PAGE],
        count=len(found),
        here=here,
        last=last,
    )


def _number(text: str, last: int) -> int:
    """Return the page that an address names, or the nearest there is."""
    asked = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    return max(1, min(asked, last))


def _in_force(desk: Desk, field: str) -> list[Procedure]:
    today = desk.today()
    return [p for p in desk.listing().of_field(field) if not is_over(p, today)]


def _likely(listing: Listing, query: str) -> list[Hit]:
    hits = listing.search(query)
    return [h for n, h in enumerate(hits) if n < SHOWN_AT_LEAST or h.chance >= UNLIKELY]
