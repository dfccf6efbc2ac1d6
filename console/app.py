"""The console as an application of its own, to be mounted beside the web chat."""

from pathlib import Path

from fastapi import Depends, FastAPI
from starlette.staticfiles import StaticFiles

from bot.channels.web.assets import Assets
from bot.channels.web.guard import SecurityHeaders
from console import account, login, people
from console.faults import add_fault_handlers
from console.guard import MOUNT, Office, check_form

__all__ = ["MOUNT", "create_console"]


def create_console(office: Office) -> FastAPI:
    """Build the console around its office; the look comes from the web chat's own files."""
    app = FastAPI(title="Một Cửa", openapi_url=None, dependencies=[Depends(check_form)])
    app.state.office, app.state.assets = office, Assets().path
    app.add_middleware(SecurityHeaders)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"))
    for pages in (login, account, people):
        app.include_router(pages.router)
    add_fault_handlers(app)
    return app
