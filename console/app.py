"""The console as an application of its own, to be mounted beside the web chat."""

from pathlib import Path

from fastapi import Depends, FastAPI

from bot.channels.web.assets import Assets
from bot.channels.web.guard import SecurityHeaders
from console import audit, home, live
from console.accounts import account, login, oidc, oidc_link, people, second_factor
from console.conversations import exports, notes, transcript, unmask
from console.conversations import listing as conversations
from console.faults import add_fault_handlers
from console.guard import MOUNT, Office, check_form, choose_language
from console.needs import board, feed, figures, lessons, one
from console.reviews import agreement as review_agreement
from console.reviews import labels as review_labels
from console.reviews import proposals
from console.reviews import sample as reviews
from console.reviews import turn as review_turn
from console.takeover import canned, queue
from console.takeover import talk as takeover

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
