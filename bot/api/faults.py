"""Every error is a problem as RFC 9457 has it, with a sentence that says what to do."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
TITLES = {
    404: "Không tìm thấy",
    405: "Không nhận yêu cầu này",
    422: "Tham số chưa đúng",
    429: "Gửi nhanh quá",
    503: "Đang có sự cố",
}
STANDARD = {
    404: "Không có địa chỉ này. Mục lục các địa chỉ ở /api/v1/ ạ.",
    405: "Dữ liệu mở chỉ để đọc: hãy dùng GET hoặc HEAD ạ.",
}
BROKEN = "Máy chủ đang gặp sự cố, hãy thử lại sau ít phút ạ."
WRONG = {
    "extra_forbidden": "không có tham số này",
    "missing": "chưa có tham số này",
    "int_parsing": "phải là số nguyên",
    "int_parsing_size": "lớn quá",
    "string_too_long": "dài quá {max_length} ký tự",
    "greater_than_equal": "phải từ {ge} trở lên",
    "less_than_equal": "chỉ được đến {le}",
    "literal_error": "phải là một trong: {expected}",
}


class WrongParameter(BaseModel):
    """What is wrong with one parameter."""

    parameter: str
    detail: str


class Problem(BaseModel):
    """An error, as RFC 9457 has it."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = Field(description="A sentence in Vietnamese that says what to do.")
    errors: list[WrongParameter] = Field(
        default_factory=list, description="Each wrong parameter; only with status 422."
    )


class NotFound(HTTPException):
    """There is no such record."""

    def __init__(self, code: str) -> None:
        """Name what was asked for, as far as it can be a code."""
        name = f" {code}" if len(code) <= 12 and code.isascii() and code.isprintable() else " này"
        super().__init__(404, f"Không có thủ tục mã{name} trong danh mục ạ.")


def add_fault_handlers(app: FastAPI) -> None:
    """Answer whatever is raised with a problem."""
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _wrong)
    app.add_exception_handler(Exception, _broken)


def wrong(parameter: str, detail: str) -> RequestValidationError:
    """Return the error for a parameter whose value only the catalogue knows to be wrong."""
    error = {"loc": ("query", parameter), "type": "catalogue", "msg": detail, "ctx": {}}
    return RequestValidationError([error])


async def _refused(_request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    status = error.status_code
    is_ours = isinstance(error, NotFound) or status not in STANDARD
    return _problem(status, error.detail if is_ours else STANDARD[status], headers=error.headers)


async def _wrong(_request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    errors = [WrongParameter(parameter=_name(e), detail=_why(e)) for e in error.errors()]
    said = "; ".join(f"“{e.parameter}” {e.detail}" for e in errors)
    return _problem(422, f"Tham số chưa đúng: {said}. Hãy sửa rồi gửi lại ạ.", errors)


async def _broken(request: Request, error: Exception) -> Response:
    log.error("open data failed at %s", request.url.path, exc_info=error)
    return _problem(503, BROKEN, headers={"Retry-After": "5", "Access-Control-Allow-Origin": "*"})


def _problem(
    status: int,
    detail: str,
    errors: Sequence[WrongParameter] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    problem = Problem(
        title=TITLES.get(status, "Lỗi"), status=status, detail=detail, errors=list(errors)
    )
    left_out = {"errors"} if not errors else set()
    body = problem.model_dump_json(exclude=left_out)
    kept = {"Cache-Control": "no-store", "Content-Language": "vi", **(headers or {})}
    return Response(body, status, kept, MEDIA_TYPE)


def _name(error: Mapping[str, Any]) -> str:
    name = str(error["loc"][-1])
    return name if len(name) <= 40 and name.isprintable() else "?"


def _why(error: Mapping[str, Any]) -> str:
    words = WRONG.get(error["type"])
    if words is None:
        return str(error["msg"]) if error["type"] == "catalogue" else "không dùng được"
    expected = str(error.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", ", ")
    return words.format(**{**error.get("ctx", {}), "expected": expected})
