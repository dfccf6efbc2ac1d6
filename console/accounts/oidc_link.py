"""Links one's own account to the institution's log-in, or takes that back."""

from fastapi import HTTPException, Request, Response

from bot.errors import StaffRefused
from console.accounts.oidc import LOST, depart, opened, provider_of
from console.deeds import deed_of
from console.forms import Sent
from console.guard import MOUNT, Here, Me, for_staff
from console.pages import go

router = for_staff()


@router.get("/oidc/link")
def begin(request: Request, office: Here, me: Me) -> Response:
    """Send the browser to the institution's log-in, to come back and be asked."""
    return depart(request, office, session=me.id)


@router.post("/oidc/link")
def link(request: Request, office: Here, me: Me, form: Sent) -> Response:
    """Link what was confirmed there, in the session that it was begun in."""
    provider_of(office)
    known = opened(office, form["sealed"], "link")
    if known is None or known["session"] != me.id:
        raise HTTPException(400, LOST)
    try:
        office.changes.link(me.staff, known["subject"], deed_of(request, me))
    except StaffRefused as error:
        raise HTTPException(409, str(error)) from None
    return go(f"{MOUNT}/account")


@router.post("/oidc/unlink")
def unlink(request: Request, office: Here, me: Me) -> Response:
    """Take the link back."""
    provider_of(office)
    office.changes.link(me.staff, "", deed_of(request, me))
    return go(f"{MOUNT}/account")
