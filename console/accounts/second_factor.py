"""The second factor of one's own account, and the codes for when the telephone is gone."""

from collections.abc import Sequence

from fastapi import Request, Response

from bot.channels.web.qr import qr
from bot.errors import StaffRefused
from bot.records.staff.sessions import Session
from console.accounts.account import check_password
from console.deeds import deed_of, place_of
from console.forms import Form, Sent
from console.guard import Here, Me, Office, for_staff
from console.pages import page

WRONG_CODE = "Mã chưa đúng; vui lòng kiểm tra giờ trên điện thoại rồi nhập mã mới."
NO_FACTOR = "Hãy bật mã hai lớp trước."

router = for_staff()


@router.get("/second-factor")
def second_factor(request: Request, office: Here, me: Me) -> Response:
    """Show what an authenticator has to scan, or that one is in use."""
    return _shown(request, office, me)


@router.post("/second-factor")
def enrol(request: Request, office: Here, me: Me, form: Sent) -> Response:
    """Demand a code from now on; the password shows that it is not a borrowed screen."""
    place, sealed = place_of(request), form["sealed"]
    try:
        check_password(request, office, me, form["password"])
        if not office.codes.enrol(me.staff, sealed, form["code"], place):
            raise StaffRefused(WRONG_CODE)
    except StaffRefused as error:
        return _shown(request, office, me, sealed, str(error), 422)
    return _codes(request, office, me)


@router.post("/second-factor/codes")
def renew(request: Request, office: Here, me: Me, form: Sent) -> Response:
    """Give new recovery codes to who shows the password and a code of now."""
    try:
        _check_both(request, office, me, form)
    except StaffRefused as error:
        return _shown(request, office, me, "", str(error), 422)
    return _codes(request, office, me)


def _check_both(request: Request, office: Office, me: Session, form: Form) -> None:
    if not me.staff.has_code:
        raise StaffRefused(NO_FACTOR)
    check_password(request, office, me, form["password"])
    office.staff.attempt(me.staff.login, place_of(request))
    if not office.codes.takes(me.staff, form["code"], place_of(request)):
        raise StaffRefused(WRONG_CODE)
    office.staff.forgive(me.staff.id)


def _codes(request: Request, office: Office, me: Session) -> Response:
    codes: Sequence[str] = office.recovery.renew(me.staff, deed_of(request, me))
    return page(request, "recovery.html", me=me.staff, codes=codes)


def _shown(
    request: Request,
    office: Office,
    me: Session,
    sealed: str = "",
    trouble: str = "",
    status: int = 200,
) -> Response:
    staff, codes = me.staff, office.codes
    shown = {"me": staff, "trouble": trouble}
    if staff.has_code:
        return page(
            request, "second_factor.html", status, left=office.recovery.left(staff), **shown
        )
    sealed = sealed if sealed and codes.secret(staff, sealed) else codes.propose(staff)
    shown |= {"sealed": sealed, "secret": codes.secret(staff, sealed)}
    shown["code"] = qr(codes.address(staff, sealed) or "")
    return page(request, "second_factor.html", status, **shown)
