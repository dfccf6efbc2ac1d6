"""Due times as a calendar that phones and mail programs can follow, by a secret address."""

import hmac
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from fastapi import APIRouter, HTTPException, Request, Response

from bot.channels.web.address import address_of
from bot.needs.words import short
from bot.records.needs.feed import Dated, dated_needs
from console.departments import departments
from console.guard import MOUNT, Here, Me, Office, for_anybody, for_staff
from console.pages import page
from console.words import _

if TYPE_CHECKING:  # 7 MB that few need
    from icalendar import Calendar, Event

NO_FEED = "Không có lịch này."
_LASTS = timedelta(minutes=30)

mine = for_staff("officer", "admin")
open_to_all = for_anybody()


@mine.get("/needs/feeds")
def feeds(request: Request, office: Here, me: Me) -> Response:
    """Show the addresses of one's own department, or of all."""
    base = address_of(request, office.public_url).base
    wanted = {
        name: f"{base}{MOUNT}/needs/feed/{department}/{_token(office, department)}.ics"
        for department, name in departments(office).items()
        if me.staff.department in ("", department)
    }
    return page(request, "needs/feeds.html", me=me.staff, feeds=wanted)


@open_to_all.get("/needs/feed/{department}/{token}.ics")
def feed(office: Here, department: str, token: str) -> Response:
    """Return the due times of a department; whoever has the address needs no log-in."""
    if not hmac.compare_digest(token.encode(), _token(office, department).encode()):
        raise HTTPException(404, NO_FEED)
    made = _calendar(departments(office).get(department, department), office, department)
    return Response(made.to_ical(), media_type="text/calendar; charset=utf-8")


def _calendar(name: str, office: Office, department: str) -> "Calendar":
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", "-//motcua//needs//VI")
    made.add("version", "2.0")
    made.add("x-wr-calname", _("Hạn trả lời: {name}", name=name))
    for need in dated_needs(office.engine, department):
        made.add_component(_event(need))
    return made


def _event(need: Dated) -> "Event":
    """The question is left out: the address may be shared further than the console."""
    from icalendar import Event

    event = Event()
    event.add("uid", f"need-{need.number}@motcua")
    event.add("dtstamp", need.created_at)
    event.add("dtstart", need.due_at - _LASTS)
    event.add("dtend", need.due_at)
    event.add("summary", short(_("Hạn trả lời câu hỏi số {n}", n=need.number)))
    return event


def _token(office: Office, department: str) -> str:
    key = office.seal_key.encode()
    return hmac.new(key, f"feed:{department}".encode(), sha256).hexdigest()[:40]


router = APIRouter()
router.include_router(mine)
router.include_router(open_to_all)
