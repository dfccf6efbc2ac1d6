"""Texts to insert into a reply: everybody's and a department's own."""

from fastapi import Request, Response

from bot.errors import CannedRefused
from bot.records.staff.accounts import Staff
from bot.records.staff.sessions import Session
from bot.records.takeover.canned import (
    FOR_ALL,
    LONGEST_TEXT,
    LONGEST_TITLE,
    Draft,
    SqlCanned,
    may_change,
)
from console.deeds import deed_of
from console.departments import departments
from console.forms import Form, Sent
from console.guard import MOUNT, Here, Me, Office, for_staff
from console.pages import go, page

CANNED = f"{MOUNT}/canned"

router = for_staff("helpdesk", "officer", "admin")


@router.get("/canned")
def canned(request: Request, office: Here, me: Me) -> Response:
    """Show all that one may insert."""
    return _shown(request, office, me)


@router.post("/canned")
def add(request: Request, office: Here, me: Me, form: Sent) -> Response:
    """Keep a new text."""
    try:
        _all(office).add(me.staff, _draft(form), deed_of(request, me))
    except CannedRefused as error:
        return _shown(request, office, me, str(error), form)
    return go(CANNED)


@router.post("/canned/{number}")
def change(request: Request, office: Here, me: Me, number: int, form: Sent) -> Response:
    """Say it otherwise."""
    try:
        _all(office).change(me.staff, number, _draft(form), deed_of(request, me))
    except CannedRefused as error:
        return _shown(request, office, me, str(error), form, number)
    return go(CANNED)


@router.post("/canned/{number}/delete")
def drop(request: Request, office: Here, me: Me, number: int) -> Response:
    """Delete it."""
    try:
        _all(office).drop(me.staff, number, deed_of(request, me))
    except CannedRefused as error:
        return _shown(request, office, me, str(error))
    return go(CANNED)


def _all(office: Office) -> SqlCanned:
    return SqlCanned(office.engine, office.clock)


def _draft(form: Form) -> Draft:
    return Draft(form["title"], form["text"], form["department"])


def _shown(
    request: Request,
    office: Office,
    me: Session,
    trouble: str = "",
    sent: Form | None = None,
    number: int = 0,
) -> Response:
    """Show the texts; after ``trouble`` with what was sent for text ``number``, 0 for a new one."""
    names = departments(office)
    return page(
        request,
        "canned/canned.html",
        422 if trouble else 200,
        me=me.staff,
        texts=_all(office).seen_by(me.staff),
        names=names,
        may_change=may_change,
        choices=_choices(me.staff, [FOR_ALL, *names]),
        longest=(LONGEST_TITLE, LONGEST_TEXT),
        trouble=trouble,
        sent=sent,
        number=number,
    )


def _choices(staff: Staff, known: list[str]) -> list[str]:
    """Return the departments for which ``staff`` may write."""
    own = [staff.department] if staff.department and staff.department not in known else []
    return [department for department in [*known, *own] if may_change(staff, department)]
