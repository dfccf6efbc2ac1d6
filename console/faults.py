"""Every error of the console is a page with a sentence."""

import logging

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from bot.channels.web.guard import SECURITY_HEADERS
from console.guard import LANGUAGE, Elsewhere
from console.pages import go, page
from console.words import _, speak

log = logging.getLogger(__name__)

BROKEN = "Máy chủ đang gặp sự cố; vui lòng thử lại sau ít phút."
STANDARD = {404: "Không tìm thấy trang này.", 405: "Trang này không nhận yêu cầu như vậy."}


def add_fault_handlers(app: FastAPI) -> None:
    """Say in a sentence whatever is raised."""
    app.add_exception_handler(Elsewhere, _elsewhere)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _not_found)
    app.add_exception_handler(ClientDisconnect, _gone)
    app.add_exception_handler(Exception, _broken)


def _elsewhere(_request: Request, error: Exception) -> Response:
    return go(getattr(error, "address", ""))


def _refused(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    own = error.detail if error.detail != "Not Found" and error.status_code != 405 else ""
    if not own:  # no page was found, so none has chosen the language
        speak(request.cookies.get(LANGUAGE, ""))
    sentence = own or STANDARD[error.status_code]
    return page(request, "fault.html", error.status_code, sentence=sentence)


def _not_found(request: Request, _error: Exception) -> Response:
    return page(request, "fault.html", 404, sentence=STANDARD[404])


def _gone(_request: Request, _error: Exception) -> Response:
    """Nobody reads this: the browser has left before we had all that it sent."""
    return Response(status_code=400)


def _broken(request: Request, error: Exception) -> Response:
    route = getattr(request.scope.get("route"), "path", "")  # not the path: it may be a secret
    log.error("the console failed at %s %s", request.method, route, exc_info=error)
    return PlainTextResponse(_(BROKEN), 503, SECURITY_HEADERS)
