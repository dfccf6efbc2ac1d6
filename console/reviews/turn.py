"""The review of one turn: within its transcript, or as one page of a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import HTTPException, Path, Request, Response

from bot.catalogue.listing import LONGEST_QUERY, Listing
from bot.catalogue.record import Procedure
from bot.catalogue.wording import ASPECT_LABELS
from bot.errors import ReviewRefused
from bot.records.reviews.draft import LONGEST_COMMENT, VERDICTS, Draft
from bot.records.reviews.labels import KINDS, Label, SqlReviewLabels
from bot.records.reviews.verdicts import Sheet, SqlReviews
from bot.records.talks.transcripts import keep_read
from bot.understanding.fold import fold
from console.conversations.transcript import address
from console.deeds import deed_of
from console.forms import Form, Sent
from console.guard import Here, Me, Office, for_staff
from console.pages import go, page
from console.reviews.row import row_of

NO_TURN = "Không có lượt này, hoặc trợ lý không trả lời trong lượt này."
SUGGESTED = 8

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]  # what fits into the column

router = for_staff("helpdesk", "analyst")


@dataclass(frozen=True, slots=True)
class Filled:
    """What a form shows: what somebody has just sent, or said before."""

    draft: Draft
    trouble: str = ""
    is_saved: bool = False


@router.get("/reviews/procedures")
def procedures(request: Request, office: Here, me: Me, q: str = "") -> Response:
    """List the procedures that some words may mean."""
    found = _named(Listing(office.catalogue()), q.strip()[:LONGEST_QUERY])
    return page(request, "review/procedures.html", me=me.staff, found=found, asked=bool(q.strip()))


@router.get("/reviews/turns/{number}")
def turn(request: Request, office: Here, me: Me, number: Number, of: str = "") -> Response:
    """Show a turn with the form for its review; the form alone to who has the turn before them."""
    sheet = _sheet(office, me, number)
    keep_read(office.engine, deed_of(request, me), sheet.turn.conversation, office.clock())
    return _shown(request, office, me, sheet, of)


@router.post("/reviews/turns/{number}")
def save(request: Request, office: Here, me: Me, number: Number, form: Sent) -> Response:
    """Keep a review, and go on to the next turn of the row."""
    draft, deed = _draft(form), deed_of(request, me)
    kept = SqlReviews(office.engine, office.clock)
    try:
        if not kept.write(me.staff, number, draft, office.catalogue(), deed):
            raise HTTPException(404, NO_TURN)
    except ReviewRefused as error:
        filled, sheet = Filled(draft, str(error)), _sheet(office, me, number)
        return _shown(request, office, me, sheet, form["of"], filled, 422)
    if _is_part(request):
        return _shown(request, office, me, _sheet(office, me, number), "", Filled(draft, "", True))
    return go(row_of(office, me.staff, form["of"], deed).after(number))


def _shown(
    request: Request,
    office: Office,
    me: Me,
    sheet: Sheet,
    of: str,
    filled: Filled | None = None,
    status: int = 200,
) -> Response:
    filled = filled or Filled(sheet.mine.draft if sheet.mine else Draft(""))
    shown: dict[str, Any] = {"me": me.staff, "sheet": sheet, "turn": sheet.turn, "filled": filled}
    if not _is_part(request):
        shown["row"] = row_of(office, me.staff, of, deed_of(request, me))
        shown["talk"] = f"{address(sheet.turn.conversation)}?turn={sheet.turn.id}"
    labels = SqlReviewLabels(office.engine).all()
    return page(
        request,
        "review/form.html" if _is_part(request) else "review/one.html",
        status,
        labels=_offered(labels, sheet),
        catalogue=office.catalogue(),
        **_NAMES,
        **shown,
    )


_NAMES: Mapping[str, Any] = {
    "verdicts": VERDICTS,
    "aspects": ASPECT_LABELS,
    "kinds": KINDS,
    "longest": LONGEST_COMMENT,
}


def _sheet(office: Office, me: Me, number: int) -> Sheet:
    sheet = SqlReviews(office.engine, office.clock).sheet(me.staff, number)
    if sheet is None:
        raise HTTPException(404, NO_TURN)
    return sheet


def _draft(form: Form) -> Draft:
    labels = tuple(form.all("labels"))
    return Draft(form["verdict"], form["procedure"], form["aspect"], form["comment"], labels)


def _offered(labels: Sequence[Label], sheet: Sheet) -> list[Label]:
    """A label that is no longer given stays where it was given."""
    had = sheet.mine.draft.labels if sheet.mine else ()
    return [label for label in labels if not label.is_retired or label.name in had]


def _is_part(request: Request) -> bool:
    return "hx-request" in request.headers


def _named(listing: Listing, query: str) -> list[Procedure]:
    """Return what the search finds, then what merely has the words in its name."""
    found = [hit.procedure for hit in listing.search(query)] if query else []
    words = fold(query).split()
    if words and len(found) < SUGGESTED:
        having = (p for p in listing.procedures if all(word in fold(p.name) for word in words))
        found += [procedure for procedure in having if procedure not in found][:SUGGESTED]
    return found[:SUGGESTED]
