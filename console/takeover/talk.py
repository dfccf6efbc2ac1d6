"""The page to talk with a citizen on: to speak, to hand over, to give back."""

from typing import Any

from fastapi import HTTPException, Request, Response
from fastapi.responses import PlainTextResponse

from bot.catalogue.record import Procedure
from bot.catalogue.wording import ASPECT_LABELS
from bot.errors import HandoffRefused, NoteRefused
from bot.records.staff.accounts import Staff
from bot.records.staff.colleagues import TALK
from bot.records.staff.sessions import Session
from bot.records.takeover.about import About, about
from bot.records.takeover.handoffs import Target
from bot.records.talks.notes import add_note, notes_of
from bot.records.talks.transcripts import keep_read, transcript_of
from console.conversations.transcript import EXTRAS
from console.deeds import deed_of, place_of
from console.forms import Form, Sent
from console.guard import Here, Me, Office, for_staff
from console.pages import go, page
from console.takeover import inserts
from console.takeover.placeholders import open_places
from console.takeover.queue import QUEUE, claimed, handoffs, is_mine, ring
from console.takeover.room import room_of
from console.takeover.targets import target_of, targets_for
from console.words import _

NO_TALK = "Không tìm thấy cuộc trò chuyện này."
NOT_FILLED = "Còn chỗ chưa điền: {places}."
HANDED = "Khi chuyển: {reason}"
NOTES = 5  # the newest, beside the talk

router = for_staff("helpdesk", "officer")


@router.get("/talks/{conversation}")
def talk(request: Request, office: Here, me: Me, conversation: str) -> Response:
    """Show what was said, and what to answer with."""
    return _shown(request, office, me, conversation)


@router.post("/talks/{conversation}/claim")
def claim(request: Request, office: Here, me: Me, conversation: str) -> Response:
    """Speak from now on instead of the bot, called or not."""
    _about(office, me.staff, conversation)
    try:
        return claimed(request, office, me, conversation)
    except HandoffRefused as error:
        return _shown(request, office, me, conversation, str(error))


@router.post("/talks/{conversation}/say")
def say(office: Here, me: Me, conversation: str, form: Sent) -> Response:
    """Send a message; ``key`` makes it one, however often it is posted."""
    talk = _about(office, me.staff, conversation)
    trouble = _unfit(office, talk, form["text"])
    if trouble:
        return PlainTextResponse(trouble, 422)
    try:
        told = handoffs(office).say(me.staff, conversation, form["text"], form["key"])
    except HandoffRefused as error:
        return PlainTextResponse(_(str(error)), 409)
    ring(office, told)
    return PlainTextResponse("")


@router.post("/talks/{conversation}/hand-over")
def hand_over(request: Request, office: Here, me: Me, conversation: str, form: Sent) -> Response:
    """Give the talk to a colleague, a department or a commune; the reason becomes a note."""
    _about(office, me.staff, conversation)
    to, reason, place = target_of(office, me.staff, form["to"]), form["reason"], place_of(request)
    try:
        if to != Target() and is_mine(handoffs(office).open(conversation), me.staff):
            _note(request, office, me, conversation, reason)
        told = handoffs(office).hand_over(me.staff, conversation, to, reason, place)
    except (HandoffRefused, NoteRefused) as error:
        return _shown(request, office, me, conversation, str(error), form)
    ring(office, told)
    return go(QUEUE)


@router.post("/talks/{conversation}/give-back")
def give_back(request: Request, office: Here, me: Me, conversation: str, form: Sent) -> Response:
    """Let the bot speak again."""
    _about(office, me.staff, conversation)
    summary, place = form["summary"], place_of(request)
    try:
        told = handoffs(office).give_back(me.staff, conversation, summary, place=place)
    except HandoffRefused as error:
        return _shown(request, office, me, conversation, str(error), form)
    ring(office, told)
    return go(QUEUE)


@router.get("/talks/{conversation}/canned")
def canned(request: Request, office: Here, me: Me, conversation: str, q: str = "") -> Response:
    """Show the canned texts that can be inserted."""
    procedure = _procedure(office, _about(office, me.staff, conversation))
    found = inserts.canned(office, me.staff, procedure, q)
    return page(request, "takeover/inserts.html", found=found, q=q)


@router.get("/talks/{conversation}/answers")
def answers(
    request: Request, office: Here, me: Me, conversation: str, q: str = "", aspect: str = ""
) -> Response:
    """Show what is answered about procedures, to be inserted."""
    procedure = _procedure(office, _about(office, me.staff, conversation))
    found = inserts.answers(office, procedure, q, inserts.aspect_of(aspect))
    return page(request, "takeover/inserts.html", found=found, q=q)


def _shown(
    request: Request,
    office: Office,
    me: Session,
    conversation: str,
    trouble: str = "",
    sent: Form | None = None,
) -> Response:
    """Show the page, after ``trouble`` with what was sent."""
    talk, now = _about(office, me.staff, conversation), office.clock()
    takeover = handoffs(office).open(conversation)
    keep_read(office.engine, deed_of(request, me), conversation, now)
    shown = {
        "id": conversation,
        "conversation": talk,
        "transcript": transcript_of(office.engine, me.staff, conversation),
        "takeover": takeover,
        "is_mine": is_mine(takeover, me.staff),
        "notes": notes_of(office.engine, conversation)[-NOTES:],
        "procedure": _procedure(office, talk),
        "room": room_of(office, talk),
        "aspects": ASPECT_LABELS,
        "now": now,
        **targets_for(office, me.staff),
    }
    status = 409 if trouble else 200
    return page(
        request, "takeover/talk.html", status, me=me.staff, trouble=trouble, sent=sent, **shown
    )


def _panel(_request: Request, office: Office, me: Session, conversation: str) -> dict[str, Any]:
    """Return what the page of a transcript needs to let somebody step in."""
    takes_over = bool(TALK & set(me.staff.roles))
    return {"takes_over": takes_over, "takeover": handoffs(office).open(conversation)}


EXTRAS.append(_panel)


def _note(request: Request, office: Office, me: Session, conversation: str, reason: str) -> None:
    """Leave the reason for whoever comes next; afterwards one may not see the talk any more."""
    said, now = _(HANDED, reason=reason.strip()), office.clock()
    if reason.strip():
        add_note(office.engine, me.staff, conversation, said, deed_of(request, me), now)


def _about(office: Office, staff: Staff, conversation: str) -> About:
    found = about(office.engine, staff, conversation)
    if found is None:
        raise HTTPException(404, NO_TALK)
    return found


def _procedure(office: Office, talk: About) -> Procedure | None:
    return office.catalogue().get(talk.procedure)


def _unfit(office: Office, talk: About, text: str) -> str:
    if places := open_places(text):
        return _(NOT_FILLED, places=", ".join(places))
    return room_of(office, talk).too_long(text)
