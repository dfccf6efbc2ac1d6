"""Who may use the console: the admins' page."""

from typing import Any

from fastapi import HTTPException, Request, Response

from bot.channels.web.address import address_of
from bot.errors import StaffRefused
from bot.records.audit import Deed
from bot.records.staff_links import Given
from console.forms import Sent
from console.guard import MOUNT, Here, Me, for_staff
from console.pages import go, page

NOT_YOURSELF = "Không thể tự khóa tài khoản của mình; hãy nhờ một quản trị viên khác."

router = for_staff("admin")


@router.get("/people")
def people(request: Request, office: Here, me: Me) -> Response:
    """Show everybody."""
    return page(request, "people.html", me=me.staff, people=office.staff.all())


@router.post("/people/invite")
def invite(request: Request, office: Here, me: Me, form: Sent) -> Response:
    """Make a link for somebody new, and show it this once."""
    given = Given(form.all("roles"), form["province"], form["department"])
    shown: dict[str, Any] = {"me": me.staff, "people": office.staff.all()}
    try:
        token = office.links.invite(given, Deed(me.staff.login, ""))
    except StaffRefused as error:
        return page(request, "people.html", 422, trouble=str(error), sent=form, **shown)
    base = address_of(request, office.public_url).base
    return page(request, "people.html", link=f"{base}{MOUNT}/join/{token}", **shown)


@router.post("/people/{login}/disable")
def disable(office: Here, me: Me, login: str, form: Sent) -> Response:
    """Close an account and all its sessions."""
    if login == me.staff.login:
        raise HTTPException(422, NOT_YOURSELF)
    try:
        office.staff.disable(login, Deed(me.staff.login, form["reason"]))
    except StaffRefused as error:
        raise HTTPException(422, str(error)) from None
    return go(f"{MOUNT}/people")
