"""The console as an application of its own, to be mounted beside the web chat."""

from pathlib import Path

from fastapi import Depends, FastAPI

from bot.channels.web.assets import Assets
from bot.channels.web.guard import SecurityHeaders
from console import account, login, people
from console.faults import add_fault_handlers
from console.guard import MOUNT, Office, check_form, choose_language

__all__ = ["MOUNT", "create_console"]

PAGES = (login, account, people)


def create_console(office: Office) -> FastAPI:
    """Build the console around its office; the look comes from the web chat's own files."""
    needed = [Depends(check_form), Depends(choose_language)]
    app = FastAPI(title="Một Cửa", openapi_url=None, dependencies=needed)
    own = Assets(Path(__file__).parent / "static")
    app.state.office, app.state.assets, app.state.own = office, Assets().path, MOUNT + own.path
    app.add_middleware(SecurityHeaders)
    app.mount(own.path, own)
    for pages in PAGES:
        app.include_router(pages.router)
    add_fault_handlers(app)
    return app
