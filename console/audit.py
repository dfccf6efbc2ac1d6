"""Who did what, for the admins: by person, deed, subject and day, and as a table to keep."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from io import StringIO
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Query, Request, Response
from fastapi.responses import StreamingResponse

from bot.api.table import BOM, harmless
from bot.clock import LOCAL
from bot.records.audit import Done, note
from bot.records.audit_chain import Finding, verify
from bot.records.audit_list import PAGE, Wanted, every, listed
from console.deed_names import DEEDS, DETAILS, WAYS
from console.deeds import deed_of
from console.guard import Here, Me, Office, for_staff
from console.pages import page
from console.words import _

LOOKED_AT = 10_000  # rows of the chain at each look; `motcua audit verify` looks at all
NAMES = ("who", "action", "subject", "since", "until")
COLUMNS = ("Số", "Lúc", "Người làm", "Việc", "Đối tượng", "Lý do", "Chi tiết", "Nơi")

router = for_staff("admin")


@router.get("/audit")
def audit(
    request: Request, office: Here, me: Me, before: Annotated[int, Query(ge=0, lt=2**31)] = 0
) -> Response:
    """Show a page of the audit, and who asks for nothing special whether the chain holds."""
    asked = _asked(request)
    done = listed(office.engine, _wanted(asked), before, PAGE + 1)
    shown: dict[str, Any] = {
        "done": done[:PAGE],
        "more": done[PAGE - 1].id if len(done) > PAGE else 0,
        "asked": asked,
        "query": urlencode({name: said for name, said in asked.items() if said}),
        "names": DEEDS,
        "details": details,
        "actions": dict.fromkeys((*DEEDS, *filter(None, [asked["action"]]))),
        "people": [person.login for person in office.staff.all()],
        "chain": None if before or any(asked.values()) else _chain(office),
    }
    return page(request, "audit.html", me=me.staff, looked_at=LOOKED_AT, **shown)


@router.get("/audit.csv")
def export(request: Request, office: Here, me: Me) -> Response:
    """Give what was asked for as a table, which is a deed itself."""
    asked = _asked(request)
    with office.engine.begin() as db:
        filters = urlencode({name: said for name, said in asked.items() if said})
        note(db, office.clock(), deed_of(request, me), "audit exported", "audit", filters=filters)
    name = {"Content-Disposition": 'attachment; filename="audit.csv"'}
    header = [_(column) for column in COLUMNS]
    rows = _csv(header, every(office.engine, _wanted(asked)))
    return StreamingResponse(rows, headers=name, media_type="text/csv; charset=utf-8")


def details(one: Done) -> list[str]:
    """Return what else is known of a deed; of a change how it was and how it is."""
    is_change = one.action == "account changed"
    said = {name: _changed(*what) if is_change else what for name, what in one.detail.items()}
    if "via" in said:
        said["via"] = _(WAYS.get(said["via"], said["via"]))
    return [f"{_(DETAILS.get(name, name))}: {what}" for name, what in said.items()]


def _changed(before: object, after: object) -> str:
    words = (" ".join(word) if isinstance(word, list) else word for word in (before, after))
    return " → ".join(str(word or "–") for word in words)


def _asked(request: Request) -> Mapping[str, str]:
    return {name: request.query_params.get(name, "").strip()[:100] for name in NAMES}


def _wanted(asked: Mapping[str, str]) -> Wanted:
    """Return what was asked for; both days are meant whole, as they are in Việt Nam."""
    since, until = _day(asked["since"]), _day(asked["until"])
    return Wanted(
        who=asked["who"],
        action=asked["action"],
        subject=asked["subject"],
        since=since,
        until=until and until + timedelta(days=1),
    )


def _day(said: str) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(said), time(), LOCAL) if said else None
    except ValueError:
        return None


def _chain(office: Office) -> Finding:
    return verify(office.engine, newest=LOOKED_AT)


def _csv(header: list[str], done: Iterator[Done]) -> Iterator[str]:
    yield BOM + _line(header)
    for one in done:
        at = f"{one.at.astimezone(LOCAL):%Y-%m-%d %H:%M:%S}"
        what = (one.who, one.action, one.subject, one.reason, "; ".join(details(one)), one.place)
        yield _line([str(one.id), at, *map(harmless, what)])


def _line(cells: list[str]) -> str:
    buffer = StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()
