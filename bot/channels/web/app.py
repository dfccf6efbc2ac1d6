"""The web chat as an application of its own, to be served or mounted."""

from fastapi import FastAPI

from bot.channels.web.assets import Assets
from bot.channels.web.embed import embed
from bot.channels.web.faults import add_fault_handlers
from bot.channels.web.guard import SecurityHeaders
from bot.channels.web.index import index
from bot.channels.web.opendata import opendata
from bot.channels.web.ports import Desk
from bot.channels.web.procedure import procedures
from bot.channels.web.routes import router
from bot.channels.web.sheet import sheets


def create_web(desk: Desk) -> FastAPI:
    """Build the web chat around its desk."""
    app = FastAPI(title="Một Cửa", openapi_url=None)
    assets = Assets()
    app.state.desk, app.state.assets = desk, assets.path
    app.add_middleware(SecurityHeaders)
    app.mount(assets.path, assets)
    for routes in (router, embed, sheets, index, procedures, opendata):
        app.include_router(routes)
    add_fault_handlers(app)
    return app
