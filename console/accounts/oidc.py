"""The way in through the institution's own log-in, for accounts that were linked to it once.

A browser sends no strict cookie along when another site leads it here. So a log-in on its way
stands in a cookie of its own, and who has arrived is led on by a page of ours.
"""

import hmac
import json
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken
from fastapi import HTTPException, Request, Response

from bot.channels.web.address import address_of
from bot.errors import StaffRefused
from bot.records.audit import Deed
from console.accounts.login import enter
from console.deeds import place_of
from console.guard import CODE, MOUNT, Here, Office, for_anybody, inside
from console.pages import go, page

if TYPE_CHECKING:
    from console.accounts.openid import OpenId, Outside

STARTED, PATH = "motcua_console_outside", f"{MOUNT}/oidc"
SECONDS = 600  # that a log-in may take

NOT_HERE = "Trang này không dùng đăng nhập của cơ quan."
LOST = "Lần đăng nhập này không bắt đầu từ trình duyệt này, hoặc đã quá lâu; hãy thử lại từ đầu."
UNKNOWN = (
    "Tài khoản của cơ quan chưa gắn với ai ở đây. Hãy vào bằng mật khẩu rồi gắn ở trang "
    "Tài khoản của tôi; nếu chưa có tài khoản, hãy xin người quản trị."
)

router = for_anybody()


@router.get("/oidc")
def log_in(request: Request, office: Here, to: str = "") -> Response:
    """Send the browser to the institution's log-in."""
    return depart(request, office, to=inside(to))


@router.get("/oidc/callback")
def arrive(request: Request, office: Here, code: str = "", state: str = "") -> Response:
    """Take back who was sent there: to log in, or to link their account."""
    provider = provider_of(office)
    started = opened(office, request.cookies.get(STARTED, ""), "started")
    if started is None or not hmac.compare_digest(started["state"].encode(), state.encode()):
        raise HTTPException(400, LOST)
    try:
        who = provider.finish(started, code, _back(request, office))
    except StaffRefused as error:
        raise HTTPException(401, str(error)) from None
    response = _confirm if started["session"] else _let_in
    return _forgetting(response(request, office, who, started))


def depart(request: Request, office: Office, to: str = "", session: int = 0) -> Response:
    """Send the browser there, with a cookie that says how it left: to link if in a session."""
    provider = provider_of(office)
    try:
        started = provider.start(_back(request, office))
    except StaffRefused as error:
        raise HTTPException(503, str(error)) from None
    known = {"state": started.state, "nonce": started.nonce, "verifier": started.verifier}
    response = go(started.address)
    response.set_cookie(
        STARTED,
        sealed(office, "started", **known, to=to, session=session),
        max_age=SECONDS,
        path=PATH,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return response


def provider_of(office: Office) -> "OpenId":
    """Return the institution's log-in.

    Raises:
        HTTPException: 404 when there is none.
    """
    if office.openid is None:
        raise HTTPException(404, NOT_HERE)
    return office.openid


def sealed(office: Office, kind: str, **what: Any) -> str:
    """Return what nobody but us can read or make."""
    written = json.dumps({**what, "kind": kind}).encode()
    return _fernet(office).encrypt_at_time(written, int(office.clock().timestamp())).decode()


def opened(office: Office, seal: str, kind: str) -> dict[str, Any] | None:
    """Return what was sealed, ``None`` if it was not, or too long ago."""
    now = int(office.clock().timestamp())
    try:
        what = json.loads(_fernet(office).decrypt_at_time(seal.encode(), SECONDS, now))
    except (InvalidToken, ValueError):
        return None
    return what if isinstance(what, dict) and what.get("kind") == kind else None


def _let_in(request: Request, office: Office, who: "Outside", started: dict[str, Any]) -> Response:
    staff = office.changes.admit(who.subject, Deed("", "", place_of(request)))
    if staff is None:
        raise HTTPException(403, UNKNOWN)
    to, confirmed = inside(started["to"]), who.is_strong or not staff.has_code
    onward = to if confirmed else f"{CODE}?to={to}"
    entered = enter(request, office, staff, onward, confirmed=confirmed, via="openid")
    response = page(request, "arrived.html", to=onward)
    response.raw_headers.extend(h for h in entered.raw_headers if h[0] == b"set-cookie")
    return response


def _confirm(request: Request, office: Office, who: "Outside", started: dict[str, Any]) -> Response:
    """Ask on a page of ours, to which the browser sends its session again."""
    seal = sealed(office, "link", subject=who.subject, session=started["session"])
    return page(request, "link.html", sealed=seal, outside=who.name)


def _forgetting(response: Response) -> Response:
    response.delete_cookie(STARTED, path=PATH)
    return response


def _back(request: Request, office: Office) -> str:
    return f"{address_of(request, office.public_url).base}{PATH}/callback"


def _fernet(office: Office) -> Fernet:
    return Fernet(f"{office.seal_key}=")
