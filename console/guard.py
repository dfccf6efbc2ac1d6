"""Who may see what: every page is behind one of the three routers made here."""

import asyncio
import hmac
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from sqlalchemy import Engine

from bot.catalogue.catalogue import Catalogue
from bot.channels.web.guard import refuse_other_sites
from bot.clock import utc_now
from bot.province import Province
from bot.province.calendar import Calendar
from bot.records.staff.accounts import SqlStaff
from bot.records.staff.changes import SqlStaffChanges
from bot.records.staff.codes import SqlCodes
from bot.records.staff.links import SqlLinks
from bot.records.staff.recovery import SqlRecovery
from bot.records.staff.sessions import LONGEST, Session, SqlSessions
from bot.records.talks.changes import Changes
from console.accounts.attempts import Attempts
from console.conversations.searches import Searches
from console.forms import Sent
from console.words import speak

if TYPE_CHECKING:  # it brings a fifth of a second of imports, for those who use it
    from console.accounts.openid import OpenId

MOUNT = "/console"
HOME, LOGIN, CODE = f"{MOUNT}/", f"{MOUNT}/login", f"{MOUNT}/code"
SESSION, VISITOR = "motcua_console", "motcua_console_form"
LANGUAGE = "motcua_console_language"

EXPIRED_FORM = "Trang đã mở quá lâu hoặc bị mở từ nơi khác; vui lòng tải lại rồi gửi lại."
LOG_IN_FIRST = "Vui lòng đăng nhập trước."
NOT_FOR_YOU = "Tài khoản này không có quyền mở trang."

_OURS = re.compile(rf"{MOUNT}/[a-z0-9/-]*")


Listen = Callable[[str], AbstractContextManager[asyncio.Event]]


@contextmanager
def nothing_rings(_name: str) -> Iterator[asyncio.Event]:
    """Give an event that is never set."""
    yield asyncio.Event()


@dataclass(frozen=True)
class Office:
    """What the console works with.

    Attributes:
        engine: the database that all records are in.
        ring: called with ``messages``, a channel or a chat when something waits for it.
        listen: gives an event that is set at every ring of a name.
        catalogue: the records as they are now.
        place: the province that is served, ``None`` in tests that need none.
        openid: the institution's own log-in, ``None`` without one.
        zalo_free_replies: how many messages Zalo sends between two of a citizen's; 0 is no bound.
        stream_seconds: how long a page hears of changes before it asks anew.
    """

    engine: Engine
    staff: SqlStaff
    sessions: SqlSessions
    links: SqlLinks
    codes: SqlCodes
    province: str = ""
    public_url: str = ""
    clock: Callable[[], datetime] = utc_now
    ring: Callable[[str], None] = lambda _name: None
    listen: Listen = nothing_rings
    catalogue: Callable[[], Catalogue] = lambda: Catalogue([])
    place: Province | None = None
    calendar: Calendar = field(default_factory=Calendar)
    seal_key: str = ""
    addresses: Attempts = field(default_factory=lambda: Attempts(20))
    strangers: Attempts = field(default_factory=lambda: Attempts(5))
    searches: Searches = field(default_factory=Searches)
    openid: "OpenId | None" = None
    zalo_free_replies: int = 0
    stream_seconds: float = 600

    @cached_property
    def stirs(self) -> Changes:
        """What changed in the conversations, for all pages that are open."""
        return Changes(self.engine)

    @property
    def changes(self) -> SqlStaffChanges:
        """Changes of accounts by others."""
        return SqlStaffChanges(self.engine, self.clock)

    @property
    def recovery(self) -> SqlRecovery:
        """The codes that stand in for a second factor."""
        return SqlRecovery(self.engine, self.clock)


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
    raise Elsewhere(f"{LOGIN}?to={quote(MOUNT + _path(request))}")


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


async def choose_language(
    request: Request, session: Annotated[Session | None, Depends(session_of)]
) -> None:
    """Speak the language of the sender: the account's own, else the browser's.

    Not in a thread, where it would be forgotten.
    """
    chosen = request.cookies.get(LANGUAGE, "")
    speak(session.staff.language if session and session.confirmed else chosen)


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
