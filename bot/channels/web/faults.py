"""Every error of the web chat is a sentence that tells the citizen what to do."""

import asyncio
import logging
from collections.abc import Mapping

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from bot.channels.web.guard import SECURITY_HEADERS
from bot.channels.web.pages import desk_of, page

log = logging.getLogger(__name__)

NOT_FOUND = "Không tìm thấy trang này ạ."
NOT_ALLOWED = "Trang này không nhận yêu cầu như vậy ạ."
BAD_QUERY = "Địa chỉ yêu cầu chưa đúng, anh/chị vui lòng tải lại trang ạ."
BROKEN = "Máy chủ đang gặp sự cố, tin nhắn sẽ được gửi lại sau ít phút ạ."

STANDARD = {404: NOT_FOUND, 405: NOT_ALLOWED}


def add_fault_handlers(app: FastAPI) -> None:
    """Answer whatever is raised with ``{"error": sentence}``, or a page to who asks for one."""
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _bad_query)
    app.add_exception_handler(Exception, _broken)


async def _refused(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    sentence = STANDARD.get(error.status_code, error.detail)
    return await asyncio.to_thread(_said, request, sentence, error.status_code, error.headers)


async def _bad_query(request: Request, _error: Exception) -> Response:
    return await asyncio.to_thread(_said, request, BAD_QUERY, 422)


async def _broken(request: Request, error: Exception) -> Response:
    route = getattr(request.scope.get("route"), "path", "")  # not the path: people type into it
    log.error("the web chat failed at %s %s", request.method, route, exc_info=error)
    return JSONResponse({"error": BROKEN}, 503, {**SECURITY_HEADERS, "Retry-After": "5"})


def _said(
    request: Request, sentence: str, status: int, headers: Mapping[str, str] | None = None
) -> Response:
    if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
        return page(request, desk_of(request), "fault.html", status, headers, sentence=sentence)
    return JSONResponse({"error": sentence}, status, headers)
