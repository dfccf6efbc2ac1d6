"""What staff tell each other about a conversation, and who is called by it."""

from fastapi import HTTPException, Request, Response

from bot.errors import NoteRefused
from bot.records.talks.notes import add_note, calls_for
from bot.records.talks.transcripts import READERS
from console.conversations.transcript import NOT_HERE, address, shown
from console.deeds import deed_of
from console.forms import Form, Sent
from console.guard import Here, Me, for_staff
from console.pages import go, page
from console.words import _

router = for_staff(*READERS)


@router.post("/conversations/{conversation}/notes")
def add(request: Request, office: Here, me: Me, conversation: str, form: Sent) -> Response:
    """Keep a note."""
    text, deed = _text(form), deed_of(request, me)
    try:
        kept = add_note(office.engine, me.staff, conversation, text, deed, office.clock())
    except NoteRefused as error:
        trouble = _(error.sentence, login=error.login)
        return shown(request, office, me, conversation, status=422, trouble=trouble, draft=form)
    if not kept:
        raise HTTPException(404, NOT_HERE)
    return go(f"{address(conversation)}#notes")


@router.get("/mentions")
def mentions(request: Request, office: Here, me: Me) -> Response:
    """Return the notes that call the reader, for the home page."""
    return page(
        request, "transcript/calls.html", me=me.staff, calls=calls_for(office.engine, me.staff)
    )


def _text(form: Form) -> str:
    """Return the note with those who are called by the field beside it."""
    called = " ".join(f"@{login.lstrip('@')}" for login in form["mention"].split())
    return f"{form['text'].strip()} {called}".strip() if form["text"].strip() else ""
