"""Who may use the console: the admins' pages."""

from typing import Any

from fastapi import HTTPException, Request, Response

from bot.channels.web.address import address_of
from bot.errors import StaffRefused
from bot.records.staff.accounts import Staff
from bot.records.staff.links import Given
from bot.records.staff.places import communes_of, in_province
from bot.records.staff.sessions import Session
from console.deeds import deed_of
from console.departments import departments
from console.forms import Form, Sent
from console.guard import MOUNT, Here, Me, Office, for_staff
from console.pages import go, page

NOT_YOURSELF = "Không thể tự khóa tài khoản của mình; hãy nhờ một quản trị viên khác."
NOBODY = "Không có tài khoản này."
LISTED = 500  # communes; of the whole country nobody chooses from a list

router = for_staff("admin")


@router.get("/people")
def people(request: Request, office: Here, me: Me) -> Response:
    """Show everybody."""
    return _people(request, office, me)


@router.post("/people/invite")
def invite(request: Request, office: Here, me: Me, form: Sent) -> Response:
    """Make a link for somebody new, and show it this once."""
    try:
        token = office.links.invite(_given(office, form), deed_of(request, me))
    except StaffRefused as error:
        return _people(request, office, me, 422, trouble=str(error), sent=form)
    return _people(request, office, me, link=_address(request, office, token))


@router.get("/people/{login}")
def person(request: Request, office: Here, me: Me, login: str) -> Response:
    """Show one account, to be changed."""
    return _person(request, office, me, _known(office, login))


@router.post("/people/{login}")
def edit(request: Request, office: Here, me: Me, login: str, form: Sent) -> Response:
    """Give somebody other roles and another scope."""
    staff = _known(office, login)
    before = Given(staff.roles, staff.province, staff.department, staff.commune)
    try:
        given = _given(office, form, before)
        office.changes.edit(staff.login, given, deed_of(request, me, form["reason"]))
    except StaffRefused as error:
        return _person(request, office, me, staff, 422, trouble=str(error))
    return go(f"{MOUNT}/people")


@router.post("/people/{login}/disable")
def disable(request: Request, office: Here, me: Me, login: str, form: Sent) -> Response:
    """Close an account and all its sessions."""
    staff = _known(office, login)
    try:
        if staff.id == me.staff.id:
            raise StaffRefused(NOT_YOURSELF)
        office.changes.disable(staff.login, deed_of(request, me, form["reason"]))
    except StaffRefused as error:
        return _person(request, office, me, staff, 422, trouble=str(error))
    return go(f"{MOUNT}/people")


@router.post("/people/{login}/enable")
def enable(request: Request, office: Here, me: Me, login: str, form: Sent) -> Response:
    """Open an account again."""
    staff = _known(office, login)
    office.changes.enable(staff.login, deed_of(request, me, form["reason"]))
    return go(f"{MOUNT}/people")


@router.post("/people/{login}/reset")
def reset(request: Request, office: Here, me: Me, login: str, form: Sent) -> Response:
    """Make a link for a new password, and show it this once."""
    staff = _known(office, login)
    token = office.links.reset(staff, deed_of(request, me, form["reason"]))
    return _person(request, office, me, staff, link=_address(request, office, token))


def _known(office: Office, login: str) -> Staff:
    try:
        return office.staff.named(login)
    except StaffRefused:
        raise HTTPException(404, NOBODY) from None


def _given(office: Office, form: Form, before: Given | None = None) -> Given:
    places = (form["province"], form["department"], form["commune"])
    given = Given(form.all("roles"), *places)
    return in_province(given, office.place, before) if office.place else given


def _address(request: Request, office: Office, token: str) -> str:
    return f"{address_of(request, office.public_url).base}{MOUNT}/join/{token}"


def _people(
    request: Request, office: Office, me: Session, status: int = 200, **more: Any
) -> Response:
    shown = {"me": me.staff, "people": office.staff.all(), **_places(office)}
    return page(request, "people.html", status, **shown, **more)


def _person(
    request: Request, office: Office, me: Session, who: Staff, status: int = 200, **more: Any
) -> Response:
    return page(request, "person.html", status, me=me.staff, who=who, **_places(office), **more)


def _places(office: Office) -> dict[str, Any]:
    """Return what departments and communes there are to choose from."""
    communes = communes_of(office.place) if office.place else ()
    return {
        "departments": departments(office),
        "communes": communes if len(communes) <= LISTED else (),
    }
