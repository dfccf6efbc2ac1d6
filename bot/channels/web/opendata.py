"""The page that tells developers of other portals how to use the catalogue."""

from fastapi import APIRouter, Request, Response

from bot.channels.web.pages import READERS, Here, kept, page
from bot.channels.web.procedure import READ
from bot.unchanged import unchanged

opendata = APIRouter(dependencies=READERS)


@opendata.api_route("/du-lieu-mo", methods=READ)
def open_data_page(request: Request, desk: Here) -> Response:
    """Say what there is, under which conditions, and how to get it."""
    headers = kept(request, desk)
    return unchanged(request, headers) or page(request, desk, "opendata.html", headers=headers)
