"""The way in: password, second factor, and the link that makes an account."""

from typing import Annotated

from fastapi import Depends, Request, Response

from bot.errors import StaffRefused
from bot.records.audit import Deed
from bot.records.staff.accounts import TOO_MANY, WRONG, Staff
from bot.records.staff.links import NO_LINK
from bot.records.staff.sessions import Session
from console.accounts.account import NOT_THE_SAME
from console.deeds import place_of
from console.forms import Form, Sent
from console.guard import (
    CODE,
    HOME,
    LANGUAGE,
    LOGIN,
    MOUNT,
    SESSION,
    Elsewhere,
    Here,
    Office,
    for_anybody,
    inside,
    session_of,
    set_cookie,
)
from console.pages import go, page
from console.words import LANGUAGES

WRONG_CODE = "Mã chưa đúng hoặc đã dùng rồi; vui lòng chờ mã mới rồi nhập lại."

RECOVER = f"{MOUNT}/second-factor"  # who has used a recovery code is asked to make new ones

router = for_anybody()

Known = Annotated[Session | None, Depends(session_of)]


@router.get("/login")
def ask(
    request: Request, office: Here, session: Known, to: str = "", language: str = ""
) -> Response:
    """Ask who it is, in the language that this browser was asked to speak."""
    if language in LANGUAGES:
        response = go(f"{LOGIN}?to={inside(to)}")
        set_cookie(request, response, LANGUAGE, language)
        return response
    if session and session.confirmed:
        return go(inside(to))
    return _page(request, office, to=inside(to))


@router.post("/login")
def log_in(request: Request, office: Here, form: Sent) -> Response:
    """Let somebody in, or on to the second factor."""
    try:
        staff = _admitted(request, office, form)
    except StaffRefused as error:
        return _again(request, office, form, str(error), 429)
    if staff is None:
        return _again(request, office, form, WRONG, 401)
    if staff.has_code:
        return enter(request, office, staff, f"{CODE}?to={inside(form['to'])}", confirmed=False)
    return enter(request, office, staff, inside(form["to"]))


@router.get("/code")
def ask_code(request: Request, session: Known, to: str = "") -> Response:
    """Ask for the second factor."""
    _half_in(session)
    return page(request, "code.html", to=inside(to))


@router.post("/code")
def check_code(request: Request, office: Here, session: Known, form: Sent) -> Response:
    """Let somebody in who has shown the second factor too, or a recovery code."""
    staff, to = _half_in(session), inside(form["to"])
    try:
        office.staff.attempt(staff.login, place_of(request))
    except StaffRefused as error:
        return page(request, "code.html", 429, to=to, trouble=str(error))
    if not _takes(request, office, staff, form):
        return page(request, "code.html", 401, to=to, trouble=WRONG_CODE)
    office.staff.forgive(staff.id)
    via = "recovery code" if form["recovery"] else "code"
    return enter(request, office, staff, RECOVER if form["recovery"] else to, via=via)


@router.get("/join/{token}")
def invited(request: Request, office: Here, token: str) -> Response:
    """Show what the link is for."""
    invitation = office.links.look(token)
    if invitation is None:
        return page(request, "fault.html", 410, sentence=NO_LINK)
    return page(request, "invited.html", invitation=invitation)


@router.post("/join/{token}")
def accept(request: Request, office: Here, token: str, form: Sent) -> Response:
    """Make the account, or give it its new password."""
    invitation = office.links.look(token)
    if invitation is None:
        return page(request, "fault.html", 410, sentence=NO_LINK)
    try:
        if form["password"] != form["again"]:
            raise StaffRefused(NOT_THE_SAME)
        chosen = (form["login"], form["name"], form["password"])
        login = office.links.follow(token, *chosen, place_of(request))
    except StaffRefused as error:
        return page(
            request, "invited.html", 422, invitation=invitation, sent=form, trouble=str(error)
        )
    office.strangers.forget(login)
    return go(LOGIN)


def _admitted(request: Request, office: Office, form: Form) -> Staff | None:
    """Return who it is; failures count for the account, the address, and logins nobody has."""
    address = place_of(request)
    login = form["login"].strip().lower()[:100]
    if office.addresses.too_many(address) or office.strangers.too_many(login):
        raise StaffRefused(TOO_MANY)
    staff = office.staff.admit(login, form["password"], address)
    if staff is None:
        office.addresses.failed(address)
        office.strangers.failed(login)
    else:
        office.strangers.forget(login)
    return staff


def enter(
    request: Request,
    office: Office,
    staff: Staff,
    address: str,
    *,
    confirmed: bool = True,
    via: str = "password",
) -> Response:
    """Start a session of its own, so that nobody can have planted its token."""
    browser, place = request.headers.get("user-agent", ""), place_of(request)
    token = office.sessions.start(staff, browser, confirmed=confirmed, place=place, via=via)
    response = go(address)
    set_cookie(request, response, SESSION, token)
    return response


def _takes(request: Request, office: Office, staff: Staff, form: Form) -> bool:
    if form["recovery"]:
        deed = Deed(staff.login, "", place_of(request))
        return office.recovery.takes(staff, form["recovery"], deed)
    return office.codes.takes(staff, form["code"], place_of(request))


def _half_in(session: Session | None) -> Staff:
    if session is None or session.confirmed:
        raise Elsewhere(HOME if session else LOGIN)
    return session.staff


def _again(request: Request, office: Office, form: Form, trouble: str, status: int) -> Response:
    to, login = inside(form["to"]), form["login"]
    return _page(request, office, status, to=to, login=login, trouble=trouble)


def _page(request: Request, office: Office, status: int = 200, **more: str) -> Response:
    outside = office.openid.name if office.openid else ""
    return page(request, "login.html", status, outside=outside, **more)
