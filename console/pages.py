"""What all pages of the console have in common."""

from pathlib import Path
from typing import Any

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from fastapi.templating import Jinja2Templates

from bot.clock import LOCAL
from bot.records.staff.accounts import ROLES
from console.guard import MOUNT, SESSION, VISITOR, csrf, office_of, set_cookie, visitor
from console.navigation import entries
from console.words import LANGUAGES, _, language

templates = Jinja2Templates(Path(__file__).parent / "templates")
templates.env.globals.update(
    here=MOUNT, role_names=ROLES, languages=LANGUAGES, _=_, language=language, entries=entries
)
templates.env.filters["moment"] = lambda at: f"{at.astimezone(LOCAL):%H:%M %d/%m/%Y}"


def page(request: Request, name: str, status: int = 200, **more: Any) -> Response:
    """Return the page that the template ``name`` makes of ``more``."""
    context = {
        "assets": request.app.state.assets,
        "own": request.app.state.own,
        "province": office_of(request).province,
        "csrf": csrf(request),
    }
    response = templates.TemplateResponse(request, name, {**context, **more}, status)
    if SESSION not in request.cookies:
        set_cookie(request, response, VISITOR, visitor(request))
    return response


def go(address: str) -> RedirectResponse:
    """Send the browser to another page, so that reloading does nothing twice."""
    return RedirectResponse(address, 303)
