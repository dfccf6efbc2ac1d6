"""The chat inside the pages of others: the script they load, and the page it shows in a frame.

A frame keeps its session as a token of its own (see ``session``): our cookie is withheld there.
"""

from fastapi import APIRouter, Request, Response

from bot.channels.web.assets import FOLDER
from bot.channels.web.guard import policy
from bot.channels.web.pages import Here
from bot.channels.web.routes import chat_page
from bot.unchanged import tag_of, unchanged

embed = APIRouter()

# The address stands in the pages of others, so it cannot change with the content.
SCRIPT_HEADERS = {
    "Cache-Control": "public, max-age=3600",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


@embed.get("/widget.js")
def widget(request: Request) -> Response:
    """Return the script of the round button."""
    script = (FOLDER / "widget.js").read_bytes()
    headers = {"ETag": tag_of(script), **SCRIPT_HEADERS}
    return unchanged(request, headers) or Response(script, 200, headers, "text/javascript")


@embed.get("/khung-chat")
def framed(request: Request, desk: Here, hoi: str = "") -> Response:
    """Show the chat without a cookie, to be framed by the hosts that the operator named."""
    response = chat_page(request, desk, hoi, framed=True)
    if desk.embed_hosts:
        response.headers["Content-Security-Policy"] = policy(*desk.embed_hosts)
    return response
