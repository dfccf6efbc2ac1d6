"""What everybody does with their own account."""

from fastapi import HTTPException, Request, Response

from bot.errors import StaffRefused
from bot.records.staff.sessions import Session
from console.deeds import deed_of, place_of
from console.forms import Sent
from console.guard import (
    LANGUAGE,
    LOGIN,
    MOUNT,
    SESSION,
    Here,
    Me,
    Office,
    for_staff,
    inside,
    set_cookie,
)
from console.pages import go, page

NO_SESSION = "Phiên này không còn."
WRONG_PASSWORD = "Mật khẩu chưa đúng."  # noqa: S105 - a sentence
NOT_THE_SAME = "Hai lần gõ mật khẩu không giống nhau."

router = for_staff()


@router.post("/logout")
def log_out(request: Request, office: Here, me: Me) -> Response:
    """End this session, here and in the records."""
    office.sessions.end(me.staff, me.id, place_of(request))
    response = go(LOGIN)
    response.delete_cookie(SESSION, path=MOUNT)
    return response


@router.post("/language")
def speak_another(request: Request, office: Here, me: Me, form: Sent) -> Response:
    """Speak Vietnamese or English from now on, in this browser also before the log-in."""
    office.staff.speaks(me.staff.id, form["language"])
    response = go(inside(form["to"]))
    set_cookie(request, response, LANGUAGE, "en" if form["language"] == "en" else "vi")
    return response


@router.get("/account")
def account(request: Request, office: Here, me: Me) -> Response:
    """Show one's own account."""
    return _account(request, office, me)


@router.post("/account/password")
def change_password(request: Request, office: Here, me: Me, form: Sent) -> Response:
    """Take a new password from who knows the old one; other sessions end."""
    try:
        check_password(request, office, me, form["old"])
        if form["password"] != form["again"]:
            raise StaffRefused(NOT_THE_SAME)
        deed = deed_of(request, me)
        office.staff.change_password(me.staff, form["password"], me.id, deed)
    except StaffRefused as error:
        return _account(request, office, me, 422, trouble=str(error))
    return _account(request, office, me, done="password")


@router.get("/sessions")
def sessions(request: Request, office: Here, me: Me) -> Response:
    """Show where somebody is logged in."""
    places = office.sessions.places(me.staff.id)
    return page(request, "sessions.html", me=me.staff, places=places, current=me.id)


@router.post("/sessions")
def end_others(request: Request, office: Here, me: Me) -> Response:
    """End all sessions but this one."""
    office.sessions.end_others(me.staff, me.id, place_of(request))
    return go(f"{MOUNT}/sessions")


@router.post("/sessions/{number}")
def end(request: Request, office: Here, me: Me, number: int) -> Response:
    """End one session of one's own."""
    if not office.sessions.end(me.staff, number, place_of(request)):
        raise HTTPException(404, NO_SESSION)
    return go(f"{MOUNT}/sessions")


def check_password(request: Request, office: Office, me: Session, password: str) -> None:
    """Make sure that it is not a borrowed screen; failures lock the account.

    Raises:
        StaffRefused: it is the wrong password, or there were too many.
    """
    office.staff.attempt(me.staff.login, place_of(request))
    if not office.staff.is_right(me.staff.id, password):
        raise StaffRefused(WRONG_PASSWORD)
    office.staff.forgive(me.staff.id)


def _account(
    request: Request, office: Office, me: Session, status: int = 200, **more: str
) -> Response:
    outside = office.openid.name if office.openid else ""
    return page(request, "account.html", status, me=me.staff, outside=outside, **more)
