"""One conversation: what was said, what the bot understood, and what is marked about it."""

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import HTTPException, Query, Request, Response
from pydantic import Field

from bot.channels.web.procedure import PAGE
from bot.records.staff.sessions import Session
from bot.records.talks.marks import ACTIONS, mark
from bot.records.talks.news import news_of
from bot.records.talks.notes import have_seen, notes_of, who_may_see
from bot.records.talks.transcripts import READERS, keep_read, transcript_of
from bot.records.talks.understood import understood
from console.deeds import deed_of
from console.forms import Sent
from console.guard import MOUNT, Here, Me, Office, for_staff
from console.outcomes import mark_of
from console.pages import go, page, templates
from console.said import (
    channel_name,
    day,
    delivery,
    ending_name,
    is_address,
    part_name,
    reason_name,
    sent_name,
)
from console.takeover.reasons import TOO_SHORT, says_why

NOT_HERE = "Không tìm thấy hội thoại này."
WATCHED = 20  # turns of which a change is seen while the page is open
NEED_WHY = ("keep", "release")

Number = Annotated[int, Field(ge=0, le=2**31 - 1)]  # what fits into the column

# Called with the request, the office, the session and the conversation's id; what each returns is
# there for the fragments of other pages within this one.
EXTRAS: list[Callable[[Request, Office, Session, str], Mapping[str, Any]]] = []

router = for_staff(*READERS)
templates.env.globals.update(
    mark_of=mark_of,
    channel_name=channel_name,
    delivery=delivery,
    ending_name=ending_name,
    part_name=part_name,
    reason_name=reason_name,
    sent_name=sent_name,
)
templates.env.filters["day"] = day
templates.env.tests["address"] = is_address
_STAMP = re.compile(r"[0-9]{1,9}\.[0-9a-f]{8}")


@router.get("/conversations/{conversation}")
def read(
    request: Request, office: Here, me: Me, conversation: str, before: Number = 0, turn: Number = 0
) -> Response:
    """Show what was said, the newest at the end."""
    return shown(request, office, me, conversation, before=before, turn=turn)


@router.get("/conversations/{conversation}/talk")
def news(
    request: Request,
    office: Here,
    me: Me,
    conversation: str,
    after: Number = 0,
    seen: Annotated[list[str] | None, Query()] = None,
) -> Response:
    """Return what has come since the page was shown, to be put at its end."""
    stamps = [stamp for stamp in (seen or [])[-WATCHED:] if _STAMP.fullmatch(stamp)]
    found = news_of(office.engine, me.staff, conversation, after, stamps)
    if found is None:
        raise HTTPException(404, NOT_HERE)
    keep_read(office.engine, deed_of(request, me), conversation, office.clock())
    last = found.turns[-1].id if found.turns else after
    context: dict[str, Any] = {
        "me": me.staff,
        "id": conversation,
        "news": found,
        "last": last,
        "now": office.clock(),
    }
    return page(
        request, "transcript/news.html", **context, **_extras(request, office, me, conversation)
    )


@router.get("/conversations/{conversation}/turns/{number}")
def why(request: Request, office: Here, me: Me, conversation: str, number: Number) -> Response:
    """Say what the bot understood of one message."""
    facts = understood(office.engine, me.staff, conversation, number)
    if facts is None:
        raise HTTPException(404, NOT_HERE)
    keep_read(office.engine, deed_of(request, me), conversation, office.clock())
    return page(request, "transcript/understood.html", me=me.staff, facts=facts, procedures=PAGE)


@router.post("/conversations/{conversation}/mark")
def set_mark(request: Request, office: Here, me: Me, conversation: str, form: Sent) -> Response:
    """Flag it for colleagues, or keep it out of reach of retention."""
    action, reason = form["action"], form["reason"].strip()
    if action not in ACTIONS or (action in NEED_WHY and not says_why(reason)):
        return shown(request, office, me, conversation, status=422, trouble=TOO_SHORT)
    deed = deed_of(request, me, reason)
    if not mark(office.engine, me.staff, conversation, action, deed, office.clock()):
        raise HTTPException(404, NOT_HERE)
    return go(address(conversation))


def address(conversation: str) -> str:
    """Return where a conversation is read."""
    return f"{MOUNT}/conversations/{conversation}"


def shown(
    request: Request,
    office: Office,
    me: Session,
    conversation: str,
    *,
    before: int = 0,
    turn: int = 0,
    status: int = 200,
    **more: Any,
) -> Response:
    """Return the page of a conversation.

    Raises:
        HTTPException: 404 when there is none that the sender may see.
    """
    found = transcript_of(office.engine, me.staff, conversation, before=before, turn=turn)
    if found is None:
        raise HTTPException(404, NOT_HERE)
    now = office.clock()
    keep_read(office.engine, deed_of(request, me), conversation, now)
    have_seen(office.engine, me.staff, conversation, now)
    context = {
        "me": me.staff,
        "id": conversation,
        "conversation": found.talk,
        "transcript": found,
        "notes": notes_of(office.engine, conversation),
        "colleagues": who_may_see(office.engine, conversation),
        "now": now,
    }
    return page(
        request,
        "transcript/page.html",
        status,
        **context,
        **_extras(request, office, me, conversation),
        **more,
    )


def _extras(request: Request, office: Office, me: Session, conversation: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for extra in EXTRAS:
        found.update(extra(request, office, me, conversation))
    return found
