"""The open data as an application of its own, to be mounted beside the pages."""

from fastapi import Depends, FastAPI
from starlette.datastructures import MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.api.contents import contents
from bot.api.faults import add_fault_handlers
from bot.api.fields import fields
from bot.api.models import LICENCE
from bot.api.needs import needs
from bot.api.ports import PATH, Library, keep_pace
from bot.api.procedures import procedures
from bot.api.table import table

SEEN_BY_SCRIPTS = ["ETag", "Retry-After", "Content-Disposition"]


def create_api(library: Library) -> FastAPI:
    """Build the open data of ``library``, to be served at ``PATH``."""
    app = FastAPI(
        title="Một Cửa: danh mục thủ tục hành chính",
        version="1",
        description=f"The catalogue of administrative procedures, to read.\n\n{LICENCE}",
        servers=[{"url": library.link(PATH)}],
        openapi_url=None,  # `contents` serves it; the usual pages would load foreign scripts
        dependencies=[Depends(keep_pace)],
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.library = library
    for routes in (contents, procedures, table, fields, needs):
        app.include_router(routes)
    add_fault_handlers(app)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD"],
        allow_headers=["If-None-Match"],
        expose_headers=SEEN_BY_SCRIPTS,
    )
    app.add_middleware(OpenToAll)
    return app


class OpenToAll:
    """Lets every site read every answer, also one that a cache kept, and answers HEAD like GET.

    The server leaves out the body of an answer to HEAD.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def send_open(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Access-Control-Allow-Origin"] = "*"
                headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            await send(message)

        if scope.get("method") == "HEAD":
            scope = {**scope, "method": "GET"}
        await self._app(scope, receive, send_open)
