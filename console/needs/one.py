"""One need: its way, its answer, and everything that can be done with it."""

from collections.abc import Callable, Sequence
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response

from bot.errors import NeedRefused
from bot.records.needs.answering import Answer
from bot.records.needs.board import Whole, whole
from bot.records.needs.lessons import Draft
from bot.records.staff.colleagues import colleagues
from bot.records.staff.sessions import Session
from console.deeds import deed_of
from console.departments import departments
from console.forms import Form, Sent
from console.guard import MOUNT, Here, Me, Office, for_staff
from console.needs.parts import (
    HANDLE,
    NAMES,
    ROLES,
    answers_of,
    lessons_of,
    moves_of,
    ring_all,
    rules_of,
)
from console.pages import go, page

NO_NEED = "Không tìm thấy việc này."

read = for_staff(*ROLES)
handle = for_staff(*HANDLE)


@read.get("/needs/{number}")
def need(request: Request, office: Here, me: Me, number: int) -> Response:
    """Show a need."""
    return _shown(request, office, me, number)


@handle.post("/needs/{number}/accept")
def accept(request: Request, office: Here, me: Me, number: int) -> Response:
    """Take it up."""
    return _done(request, office, me, number, lambda: moves_of(office).accept(me.staff, number))


@handle.post("/needs/{number}/assign")
def assign(request: Request, office: Here, me: Me, number: int, form: Sent) -> Response:
    """Give it to a colleague."""
    to = _number(form["to"])
    return _done(request, office, me, number, lambda: moves_of(office).assign(me.staff, number, to))


@handle.post("/needs/{number}/send-on")
def send_on(request: Request, office: Here, me: Me, number: int, form: Sent) -> Response:
    """“Not ours”: send it to another department."""

    def do() -> None:
        moves_of(office).send_on(me.staff, number, form["department"], form["reason"])

    _found(office, me, number)
    refused = _refusal(do)
    return _shown(request, office, me, number, refused, form) if refused else go(f"{MOUNT}/needs")


@handle.post("/needs/{number}/merge")
def merge(request: Request, office: Here, me: Me, number: int, form: Sent) -> Response:
    """Have it follow another one."""
    into = _number(form["into"])
    return _done(
        request, office, me, number, lambda: moves_of(office).merge(me.staff, number, into)
    )


@handle.post("/needs/{number}/split")
def split(request: Request, office: Here, me: Me, number: int) -> Response:
    """Take it out of the one it follows."""
    return _done(request, office, me, number, lambda: moves_of(office).split(me.staff, number))


@handle.post("/needs/{number}/note")
def note(request: Request, office: Here, me: Me, number: int, form: Sent) -> Response:
    """Leave a word for colleagues."""
    text = form["text"]
    return _done(
        request, office, me, number, lambda: moves_of(office).remark(me.staff, number, text)
    )


@handle.post("/needs/{number}/ask")
def ask(request: Request, office: Here, me: Me, number: int, form: Sent) -> Response:
    """Ask the citizen for what is missing."""

    def do() -> None:
        ring_all(office, [answers_of(office).ask(me.staff, number, form["question"])])

    return _done(request, office, me, number, do, form)


@handle.post("/needs/{number}/answer")
def answer(request: Request, office: Here, me: Me, number: int, form: Sent) -> Response:
    """Answer it, or draft the answer where another one approves."""
    given = Answer(form["answer"], confirmed=form["confirmed"] == "yes")

    def do() -> None:
        ring_all(office, answers_of(office).answer(me.staff, number, given))

    return _done(request, office, me, number, do, form)


@handle.post("/needs/{number}/approve")
def approve(request: Request, office: Here, me: Me, number: int) -> Response:
    """Let a draft go out."""

    def do() -> None:
        ring_all(office, answers_of(office).approve(me.staff, number))

    return _done(request, office, me, number, do)


@handle.post("/needs/{number}/send-back")
def send_back(request: Request, office: Here, me: Me, number: int, form: Sent) -> Response:
    """Give a draft back to who wrote it."""
    reason = form["reason"]
    return _done(
        request, office, me, number, lambda: answers_of(office).send_back(me.staff, number, reason)
    )


@handle.post("/needs/{number}/advice")
def advice(request: Request, office: Here, me: Me, number: int, form: Sent) -> Response:
    """Say what could be better in an answer while it is written."""
    found = _found(office, me, number)
    remarks = answers_of(office).advice(form["answer"], found.row.procedure_code)
    return page(request, "needs/advice.html", me=me.staff, remarks=remarks)


@handle.post("/needs/{number}/lesson")
def teach(request: Request, office: Here, me: Me, number: int, form: Sent) -> Response:
    """Propose what it teaches: an editor decides."""
    _found(office, me, number)
    draft = Draft(
        kind=form["kind"] if form["kind"] in ("faq", "sentence", "fact") else "alias",  # type: ignore[arg-type]
        text=form["text"],
        procedure=form["procedure"].strip(),
        aspect=form["aspect"],
        answer=form["answer"],
    )
    deed = deed_of(request, me)
    return _done(
        request, office, me, number, lambda: lessons_of(office).propose(number, draft, deed), form
    )


def _done(
    request: Request,
    office: Office,
    me: Session,
    number: int,
    do: Callable[[], object],
    form: Form | None = None,
) -> Response:
    """Do it and show the need as it is then; a refusal is told on the page, with what was typed."""
    _found(office, me, number)
    refused = _refusal(do)
    if refused:
        return _shown(request, office, me, number, refused, form)
    return go(f"{MOUNT}/needs/{number}")


def _refusal(do: Callable[[], object]) -> str:
    try:
        do()
    except NeedRefused as error:
        return str(error)
    return ""


def _found(office: Office, me: Session, number: int) -> Whole:
    found = whole(office.engine, me.staff, number)
    if found is None:
        raise HTTPException(404, NO_NEED)
    return found


def _shown(
    request: Request,
    office: Office,
    me: Session,
    number: int,
    trouble: str = "",
    sent: Form | None = None,
) -> Response:
    found = _found(office, me, number)
    department = found.row.department
    shown: dict[str, Any] = {
        "need": found,
        "detail": _named(office, found.row.detail),
        "card": found.card,
        "departments": departments(office),
        "people": _colleagues(office, me, department),
        "alike": [step.detail for step in found.steps if step.what == "alike"],
        "procedure": office.catalogue().get(found.row.procedure_code),
        "approval": any(
            one.approval for one in rules_of(office).province.departments if one.id == department
        ),
        "now": office.clock(),
        "may_handle": bool(set(HANDLE) & set(me.staff.roles)),
        **NAMES,
    }
    status = 409 if trouble else 200
    return page(request, "needs/one.html", status, me=me.staff, trouble=trouble, sent=sent, **shown)


def _named(office: Office, detail: str) -> str:
    """Return the name of what decided where a need went: a department or a field has one."""
    return departments(office).get(detail) or office.catalogue().fields.get(detail, detail)


def _colleagues(office: Office, me: Session, department: str) -> Sequence[Any]:
    people = colleagues(office.engine, me.staff, office.clock())
    return [one.staff for one in people if one.staff.department in ("", department)]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


router = APIRouter()
router.include_router(read)
router.include_router(handle)
