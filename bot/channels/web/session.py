"""Who writes: a random token in a cookie; only its digest is ever stored.

In a frame on somebody else's page browsers withhold that cookie. There the page makes the token
itself, keeps it where the browser lets it (``static/session.js``), and sends it in a header. No
other site can send that header: it would have to be allowed by us first (CORS).
"""

import re
import secrets
from hashlib import sha256

from fastapi import HTTPException, Request, Response

COOKIE = "motcua_chat"
HEADER = "X-Motcua-Chat"
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
    token = request.headers.get(HEADER) or request.cookies.get(COOKIE, "")
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
