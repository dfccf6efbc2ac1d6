"""The console as an application of its own, to be mounted beside the web chat."""

from pathlib import Path

from fastapi import Depends, FastAPI

from bot.channels.web.assets import Assets
from bot.channels.web.guard import SecurityHeaders
from console import (
    account,
    audit,
    canned,
    conversations,
    exports,
    home,
    live,
    login,
    notes,
    oidc,
    oidc_link,
    people,
    proposals,
    queue,
    review_agreement,
    review_labels,
    review_turn,
    reviews,
    second_factor,
    takeover,
    transcript,
    unmask,
)
from console.faults import add_fault_handlers
from console.guard import MOUNT, Office, check_form, choose_language
from console.needs import board, feed, figures, lessons, one

__all__ = ["MOUNT", "create_console"]

PAGES = (
    login,
    home,
    account,
    second_factor,
    oidc,
    oidc_link,
    people,
    audit,
    canned,
    conversations,
    transcript,
    notes,
    unmask,
    exports,
    live,
    queue,
    takeover,
    reviews,
    review_turn,
    review_labels,
    review_agreement,
    proposals,
    board,
    figures,
    feed,
    one,
    lessons,
)


def create_console(office: Office) -> FastAPI:
    """Build the console around its office; the look comes from the web chat's own files."""
    needed = [Depends(choose_language), Depends(check_form)]  # also a refusal has its language
    app = FastAPI(title="Một Cửa", openapi_url=None, dependencies=needed)
    own = Assets(Path(__file__).parent / "static")
    app.state.office, app.state.assets, app.state.own = office, Assets().path, MOUNT + own.path
    app.add_middleware(SecurityHeaders)
    app.mount(own.path, own)
    for pages in PAGES:
        app.include_router(pages.router)
    add_fault_handlers(app)
    return app
