"""Who writes: a random token in a cookie; only its digest is ever stored."""

import re
import secrets
from hashlib import sha256

from fastapi import HTTPException, Request, Response

COOKIE = "motcua_chat"
LIFETIME = 30 * 24 * 3600
NO_SESSION = "Phiên trò chuyện đã hết hạn, anh/chị vui lòng tải lại trang ạ."

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def chat_of(request: Request) -> str:
    """Return the address of the sender's chat.

    Raises:
        HTTPException: 401 without a session.
    """
    token = _token(request)
    if token is None:
        raise HTTPException(401, NO_SESSION)
    return sha256(token.encode()).hexdigest()


def keep_session(request: Request, response: Response) -> None:
    """Prolong the sender's session, or start one."""
    _set(request, response, _token(request) or secrets.token_urlsafe(32))


def new_session(request: Request, response: Response) -> None:
    """Start a session that knows nothing of the one before."""
    _set(request, response, secrets.token_urlsafe(32))


def _token(request: Request) -> str | None:
    token = request.cookies.get(COOKIE, "")
    return token if _TOKEN.fullmatch(token) else None


def _set(request: Request, response: Response, token: str) -> None:
    response.set_cookie(
        COOKIE,
        token,
        max_age=LIFETIME,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
