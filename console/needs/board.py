"""The board of needs: what is where and how urgent, and what is done to several at once."""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response

from bot.errors import NeedRefused
from bot.records.needs.board import PAGE, Filter, board, counts
from bot.records.staff.sessions import Session
from bot.records.text import clean
from console.departments import departments
from console.forms import Form, Sent
from console.guard import MOUNT, Here, Me, Office, for_staff
from console.needs.parts import HANDLE, NAMES, ROLES, VIEWS, moves_of
from console.pages import go, page
from console.words import _

NEEDS = f"{MOUNT}/needs"
NOTHING_CHOSEN = "Hãy đánh dấu ít nhất một việc."
SOME_REFUSED = "{n} việc không đổi được: {why}"
MOST = 100  # needs that are changed at once

read = for_staff(*ROLES)
handle = for_staff(*HANDLE)


@read.get("/needs")
def needs(request: Request, office: Here, me: Me) -> Response:
    """Show a page of the board."""
    return _shown(request, office, me)


@handle.post("/needs/bulk")
def bulk(request: Request, office: Here, me: Me, form: Sent) -> Response:
    """Accept, or send on, all that are marked; say what did not work."""
    chosen = [int(one) for one in form.all("need")[:MOST] if one.isascii() and one.isdigit()]
    if not chosen:
        return _shown(request, office, me, _(NOTHING_CHOSEN))
    refused = [why for number in chosen if (why := _refused(_deed(office, me, form), number))]
    if refused:
        return _shown(request, office, me, _(SOME_REFUSED, n=len(refused), why=_(refused[0])))
    return go(NEEDS)


def _deed(office: Office, me: Session, form: Form) -> Callable[[int], object]:
    moves = moves_of(office)
    if form["do"] == "send_on":
        return lambda number: moves.send_on(me.staff, number, form["department"], form["reason"])
    return lambda number: moves.accept(me.staff, number)


def _refused(deed: Callable[[int], object], number: int) -> str:
    try:
        deed(number)
    except NeedRefused as error:
        return str(error)
    return ""


def _shown(request: Request, office: Office, me: Session, trouble: str = "") -> Response:
    wanted, now = _filter(request), office.clock()
    cards = board(office.engine, me.staff, wanted, now)
    return page(
        request,
        "needs/board.html",
        422 if trouble else 200,
        me=me.staff,
        cards=cards,
        more=wanted.after + PAGE if len(cards) == PAGE else 0,
        wanted=wanted,
        counts=counts(office.engine, me.staff, now),
        departments=departments(office),
        now=now,
        trouble=trouble,
        may_handle=bool(set(HANDLE) & set(me.staff.roles)),
        **NAMES,
    )


def _filter(request: Request) -> Filter:
    """What the address asks for; what it cannot mean is left out."""
    asked = {name: clean(value, 200) for name, value in request.query_params.items()}
    view, after = asked.get("view", ""), asked.get("after", "")
    return Filter(
        view=view if view in VIEWS else "open",
        department=asked.get("department", ""),
        status=asked.get("status", ""),
        kind=asked.get("kind", ""),
        commune=asked.get("commune", ""),
        text=asked.get("text", ""),
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 8 else 0,
    )


router = APIRouter()
router.include_router(read)
router.include_router(handle)
