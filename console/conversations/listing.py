"""The list of conversations: filters, search, and the searches that staff keep."""

from datetime import date
from typing import Any
from urllib.parse import parse_qsl

from fastapi import HTTPException, Request, Response

from bot.catalogue.wording import ASPECT_LABELS
from bot.records.audit import note
from bot.records.read import reading
from bot.records.staff.sessions import Session
from bot.records.talks.conversations import communes, listed
from bot.records.talks.saved_filters import delete_filter, save_filter, saved_filters
from bot.records.talks.search import search
from bot.records.talks.turn_search import Query, rarest
from bot.records.talks.words import words_of
from console.conversations.query import CHANNELS, Sought, read_query
from console.deeds import deed_of
from console.forms import Sent
from console.guard import MOUNT, Here, Me, Office, for_staff
from console.outcomes import mark_of, marks
from console.pages import go, page, templates
from console.said import channel_name, sent_name
from console.words import _

READERS = ("helpdesk", "officer", "analyst", "admin")
LIST = f"{MOUNT}/conversations"
NO_NAME = "Hãy đặt tên cho bộ lọc."
NO_FILTER = "Bộ lọc này không còn."
MOST_WORDS_TRIED = 6

CHOICES = {  # each is said in the template too, in both languages
    "waiting": "Đang chờ cán bộ",
    "talking": "Đang có cán bộ trả lời",
    "up": "Hữu ích",
    "down": "Chưa hữu ích",
    "wanted": "Cần xem lại",
    "done": "Đã xem lại",
    "yes": "Có cờ",
}

router = for_staff(*READERS)
templates.env.globals.update(mark_of=mark_of, channel_name=channel_name, sent_name=sent_name)


@router.get("/conversations")
def conversations(request: Request, office: Here, me: Me, older: str = "") -> Response:
    """Show a page of what is looked for."""
    sought = _sought(office, dict(request.query_params))
    _keep_search(request, office, me, sought)
    return _list(request, office, me, sought, older)


@router.post("/filters")
def keep(request: Request, office: Here, me: Me, form: Sent) -> Response:
    """Keep a search under a name."""
    sought = _sought(office, _values(form["query"]))
    shared = form["shared"] == "yes"
    if not save_filter(
        office.engine, me.staff, form["name"], sought.address(), shared=shared, clock=office.clock
    ):
        return _list(request, office, me, sought, "", status=422, trouble=NO_NAME)
    return go(_address(sought))


@router.post("/filters/{number}/delete")
def drop(office: Here, me: Me, number: int, form: Sent) -> Response:
    """Delete a search of one's own."""
    if not delete_filter(office.engine, me.staff, number):
        raise HTTPException(404, NO_FILTER)
    return go(_address(_sought(office, _values(form["query"]))))


def _list(
    request: Request,
    office: Office,
    me: Session,
    sought: Sought,
    older: str,
    status: int = 200,
    **more: Any,
) -> Response:
    found = search(office.engine, me.staff, sought.wanted, older)
    rows = listed(office.engine, found.conversations)
    shown = {
        "me": me.staff,
        "sought": sought,
        "chosen": _chosen(sought),
        "procedure": _procedure_name(office, sought),
        "rows": rows,
        "older": older,
        "next": sought.address(older=found.older) if found.older else "",
        "fewer": _fewer(office, sought) if not rows else "",
        "saved": saved_filters(office.engine, me.staff),
        "communes": communes(office.engine),
        "marks": marks(),
        "channels": CHANNELS,
        "aspects": ASPECT_LABELS,
        **more,
    }
    return page(request, "conversations/list.html", status, **shown)


def _chosen(sought: Sought) -> list[tuple[str, str]]:
    """Return what each filter says, with the address of the same page without it."""
    filters = ((n, v) for n, v in sought.values.items() if n not in ("text", "procedure"))
    return [(_says(name, value), sought.address(**{name: ""})) for name, value in filters]


def _says(name: str, value: str) -> str:
    if name in ("from", "to"):
        day = f"{date.fromisoformat(value):%d/%m/%Y}"
        return _("từ {day}", day=day) if name == "from" else _("đến {day}", day=day)
    if name == "outcome":
        return _(mark_of(value).label)
    if name == "channel":
        return channel_name(value)
    labels = {str(code): label for code, label in ASPECT_LABELS.items()} | CHOICES
    return _(labels.get(value, value))


def _procedure_name(office: Office, sought: Sought) -> str:
    known = office.catalogue().get(sought.procedure) if sought.procedure else None
    return known.name if known else sought.procedure


def _fewer(office: Office, sought: Sought) -> str:
    """Return the text without its rarest word, for a search that found nothing."""
    said = [part for part in sought.values.get("text", "").split() if words_of(part)]
    if not 1 < len(said) <= MOST_WORDS_TRIED:
        return ""
    with reading(office.engine) as db:
        out = rarest(db, [Query(tuple(words_of(part))) for part in said])
    return " ".join(part for place, part in enumerate(said) if place != out)


def _keep_search(request: Request, office: Office, me: Session, sought: Sought) -> None:
    """Keep in the audit that somebody searched, and by what kind of things, but not the words."""
    if not sought.words or not office.searches.is_new(me.staff.id, sought.address()):
        return
    by = sorted(set(sought.values) - {"text"})
    with office.engine.begin() as db:
        deed, words = deed_of(request, me), len(sought.words)
        note(db, office.clock(), deed, "conversations searched", "", by=by, words=words)


def _sought(office: Office, values: dict[str, str]) -> Sought:
    return read_query(values, office.catalogue, lambda: list(communes(office.engine)))


def _values(query: str) -> dict[str, str]:
    return dict(parse_qsl(query))


def _address(sought: Sought) -> str:
    return f"{LIST}?{sought.address()}" if sought.values else LIST
