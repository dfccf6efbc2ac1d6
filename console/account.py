"""What everybody does with their own account."""

from fastapi import HTTPException, Request, Response

from bot.channels.web.qr import qr
from bot.errors import StaffRefused
from bot.records.staff_sessions import Session
from console.forms import Sent
from console.guard import LOGIN, MOUNT, SESSION, Here, Me, Office, for_staff, inside
from console.pages import go, page

WRONG_CODE = "Mã chưa đúng; vui lòng kiểm tra giờ trên điện thoại rồi nhập mã mới."
NO_SESSION = "Phiên này không còn."
WRONG_PASSWORD = "Mật khẩu chưa đúng."  # noqa: S105 - a sentence

router = for_staff()


@router.get("/")
def home(request: Request, me: Me) -> Response:
    """Say who is logged in."""
    return page(request, "home.html", me=me.staff)


@router.post("/logout")
def log_out(office: Here, me: Me) -> Response:
    """End this session, here and in the records."""
    office.sessions.end(me.staff, me.id)
    response = go(LOGIN)
    response.delete_cookie(SESSION, path=MOUNT)
    return response


@router.post("/language")
def speak_another(office: Here, me: Me, form: Sent) -> Response:
    """Speak Vietnamese or English from now on."""
    office.staff.speaks(me.staff.id, form["language"])
    return go(inside(form["to"]))


@router.get("/sessions")
def sessions(request: Request, office: Here, me: Me) -> Response:
    """Show where somebody is logged in."""
    places = office.sessions.places(me.staff.id)
    return page(request, "sessions.html", me=me.staff, places=places, current=me.id)


@router.post("/sessions")
def end_others(office: Here, me: Me) -> Response:
    """End all sessions but this one."""
    office.sessions.end_others(me.staff, but=me.id)
    return go(f"{MOUNT}/sessions")


@router.post("/sessions/{number}")
def end(office: Here, me: Me, number: int) -> Response:
    """End one session of one's own."""
    if not office.sessions.end(me.staff, number):
        raise HTTPException(404, NO_SESSION)
    return go(f"{MOUNT}/sessions")


@router.get("/second-factor")
def second_factor(request: Request, office: Here, me: Me) -> Response:
    """Show what an authenticator has to scan, or that one is in use."""
    return _enrolment(request, office, me, office.codes.propose(me.staff))


@router.post("/second-factor")
def enrol(request: Request, office: Here, me: Me, form: Sent) -> Response:
    """Demand a code from now on; the password shows that it is not a borrowed screen."""
    sealed = form["sealed"]
    try:
        office.staff.attempt(me.staff.login)
    except StaffRefused as error:
        return _enrolment(request, office, me, sealed, str(error), 429)
    if not office.staff.is_right(me.staff.id, form["password"]):
        return _enrolment(request, office, me, sealed, WRONG_PASSWORD, 422)
    if not office.codes.enrol(me.staff, sealed, form["code"]):
        return _enrolment(request, office, me, sealed, WRONG_CODE, 422)
    office.staff.forgive(me.staff.id)
    return go(f"{MOUNT}/second-factor")


def _enrolment(
    request: Request, office: Office, me: Session, sealed: str, trouble: str = "", status: int = 200
) -> Response:
    shown = {"me": me.staff, "trouble": trouble}
    if not me.staff.has_code:
        sealed = sealed if office.codes.secret(me.staff, sealed) else office.codes.propose(me.staff)
        shown["secret"] = office.codes.secret(me.staff, sealed)
        shown["code"] = qr(office.codes.address(me.staff, sealed) or "")
        shown["sealed"] = sealed
    return page(request, "second_factor.html", status, **shown)
