"""Who may see what: every page is behind one of the three routers made here."""

import hmac
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, HTTPException, Request, Response

from bot.channels.web.guard import refuse_other_sites
from bot.records.staff import SqlStaff
from bot.records.staff_codes import SqlCodes
from bot.records.staff_links import SqlLinks
from bot.records.staff_sessions import LONGEST, Session, SqlSessions
from console.attempts import Attempts
from console.forms import Sent

MOUNT = "/console"
HOME, LOGIN, CODE = f"{MOUNT}/", f"{MOUNT}/dang-nhap", f"{MOUNT}/ma"
SESSION, VISITOR = "motcua_console", "motcua_console_form"

EXPIRED_FORM = "Trang đã mở quá lâu hoặc bị mở từ nơi khác; vui lòng tải lại rồi gửi lại."
LOG_IN_FIRST = "Vui lòng đăng nhập trước."
NOT_FOR_YOU = "Tài khoản này không có quyền mở trang."

_OURS = re.compile(rf"{MOUNT}/[a-z0-9/-]*")


@dataclass(frozen=True)
class Office:
    """What the console works with."""

    staff: SqlStaff
    sessions: SqlSessions
    links: SqlLinks
    codes: SqlCodes
    province: str = ""
    public_url: str = ""
    addresses: Attempts = field(default_factory=lambda: Attempts(20))
    strangers: Attempts = field(default_factory=lambda: Attempts(5))


class Elsewhere(Exception):
    """The page is another one: who is not logged in goes there first."""

    def __init__(self, address: str) -> None:
        self.address = address


def office_of(request: Request) -> Office:
    """Return what the pages work with."""
    office: Office = request.app.state.office
    return office


Here = Annotated[Office, Depends(office_of)]


def session_of(request: Request, office: Here) -> Session | None:
    """Return the sender's session, whether or not it is confirmed."""
    token = request.cookies.get(SESSION, "")
    return office.sessions.find(token) if token else None


def logged_in(request: Request, session: Annotated[Session | None, Depends(session_of)]) -> Session:
    """Return the sender's confirmed session.

    Raises:
        Elsewhere: a page is asked for, and it is not known by whom.
        HTTPException: 401, when something should have been done.
    """
    if session and session.confirmed:
        return session
    if request.method not in {"GET", "HEAD"}:
        raise HTTPException(401, LOG_IN_FIRST)
    raise Elsewhere(f"{LOGIN}?den={quote(MOUNT + _path(request))}")


Me = Annotated[Session, Depends(logged_in)]


def only(*roles: str) -> Callable[[Session], None]:
    """Return what lets nobody pass but those with one of ``roles``."""

    def check(me: Me) -> None:
        if not set(roles) & set(me.staff.roles):
            raise HTTPException(403, NOT_FOR_YOU)

    return check


def check_form(request: Request, form: Sent) -> None:
    """Take nothing but what one of our own pages sends, for the browser that it was shown to.

    Raises:
        HTTPException: 403 when it comes from elsewhere.
    """
    if request.method in {"GET", "HEAD"}:
        return
    refuse_other_sites(request)
    cookies = (request.cookies.get(name, "") for name in (SESSION, VISITOR))
    given = form["csrf"].encode()
    if not any(hmac.compare_digest(_seal(c).encode(), given) for c in cookies if c):
        raise HTTPException(403, EXPIRED_FORM)


def for_anybody() -> APIRouter:
    """Return a router for pages before the log-in."""
    return APIRouter()


def for_staff(*roles: str) -> APIRouter:
    """Return a router for those who are logged in, with one of ``roles`` if there are any."""
    needed = only(*roles) if roles else logged_in
    return APIRouter(dependencies=[Depends(needed)])


def csrf(request: Request) -> str:
    """Return what the forms of this page must send back."""
    return _seal(request.cookies.get(SESSION) or visitor(request))


def visitor(request: Request) -> str:
    """Return the token of a browser in which nobody is logged in, made when it is first needed."""
    token: str | None = getattr(request.state, "visitor", None)
    request.state.visitor = token or request.cookies.get(VISITOR) or secrets.token_urlsafe(32)
    return str(request.state.visitor)


def set_cookie(request: Request, response: Response, name: str, token: str) -> None:
    """Give the browser a token that no script and no other site can use."""
    response.set_cookie(
        name,
        token,
        max_age=int(LONGEST.total_seconds()),
        path=MOUNT,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )


def inside(address: str) -> str:
    """Return ``address`` if it is a page of the console, else its home."""
    return address if _OURS.fullmatch(address) else HOME


def _path(request: Request) -> str:
    path = str(request.scope["path"])
    return path.removeprefix(request.scope.get("root_path", ""))


def _seal(token: str) -> str:
    return sha256(f"form:{token}".encode()).hexdigest()
