"""Who does something in the console, from where, and why: what every page hands to the audit."""

from fastapi import Request

from bot.records.audit import Deed
from bot.records.staff.sessions import Session


def deed_of(request: Request, me: Session, reason: str = "") -> Deed:
    """Return what the audit shall say of who sends ``request``."""
    return Deed(me.staff.login, reason, place_of(request))


def place_of(request: Request) -> str:
    """Return the network address that a request came from, empty if there is none."""
    return request.client.host if request.client else ""
