"""Exports: one conversation to read, or all that a search finds to calculate with."""

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from fastapi import HTTPException, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse, StreamingResponse
from markupsafe import Markup

from bot.records.staff.sessions import Session
from bot.records.talks.chosen import chosen_talks, chosen_turns
from bot.records.talks.conversations import communes
from bot.records.talks.exports import keep_export, talk_lines, turn_lines
from bot.records.talks.transcripts import READERS, Transcript, transcript_of
from console.conversations.lines import talk_heading, talk_row, turn_heading, turn_row
from console.conversations.query import Sought, read_query
from console.conversations.sheets import Row, as_csv, as_workbook, chunks
from console.conversations.spoken import as_text, facts, spoken, title
from console.conversations.transcript import NOT_HERE
from console.deeds import deed_of
from console.guard import Here, Me, Office, for_staff
from console.pages import templates
from console.words import language

MOST = 2000  # turns of one conversation in a file to read
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LOOK = Path(__file__).parents[1] / "templates/transcript/file.css"

router = for_staff(*READERS)


@router.get("/conversations/{conversation}/export.{form}")
def one(
    request: Request,
    office: Here,
    me: Me,
    conversation: str,
    form: Literal["txt", "html", "pdf"],
) -> Response:
    """Return one conversation, without what staff noted about it."""
    found = transcript_of(office.engine, me.staff, conversation, most=MOST)
    if found is None:
        raise HTTPException(404, NOT_HERE)
    now, deed = office.clock(), deed_of(request, me)
    action = "conversation exported"
    keep_export(office.engine, deed, now, action, conversation, len(found.turns), form=form)
    name = f"hoi-thoai-{found.talk.id[:8]}.{form}"
    if form == "pdf":
        from console.conversations.pdf import as_pdf  # 28 MB that few need

        return Response(as_pdf(found, me.staff.name, now), 200, _saved_as(name), "application/pdf")
    if form == "html":
        return HTMLResponse(_html(found, me.staff.name, office), headers=_saved_as(name))
    return PlainTextResponse(as_text(found, me.staff.name, now))


@router.get("/exports/{what}.{form}")
def found(
    request: Request,
    office: Here,
    me: Me,
    what: Literal["turns", "conversations"],
    form: Literal["csv", "xlsx"],
) -> Response:
    """Return all that the list finds for the same query, a line a turn or a conversation."""
    values = dict(request.query_params)
    sought = read_query(values, office.catalogue, lambda: list(communes(office.engine)))
    heading, batches = _rows(request, office, me, what, form, sought)
    name = _saved_as(f"{what}.{form}")
    if form == "csv":
        return StreamingResponse(as_csv(heading, batches), 200, name, "text/csv; charset=utf-8")
    return StreamingResponse(chunks(as_workbook(heading, batches)), 200, name, EXCEL)


def _rows(
    request: Request, office: Office, me: Session, what: str, form: str, sought: Sought
) -> tuple[list[str], Iterable[Iterable[Row]]]:
    """Return the heading and the rows, batch by batch; what will leave is noted before it does."""
    engine, wanted = office.engine, sought.wanted
    by, deed = sorted(set(sought.values) - {"text"}), deed_of(request, me)
    detail = {"form": form, "by": by, "words": len(sought.words)}
    action = f"{what} exported"
    if what == "turns":
        turns = chosen_turns(engine, me.staff, wanted)
        keep_export(engine, deed, office.clock(), action, "", len(turns), **detail)
        return turn_heading(), (map(turn_row, some) for some in turn_lines(engine, turns))
    talks = chosen_talks(engine, me.staff, wanted)
    keep_export(engine, deed, office.clock(), action, "", len(talks), **detail)
    return talk_heading(), (map(talk_row, some) for some in talk_lines(engine, talks))


def _html(found: Transcript, by: str, office: Office) -> str:
    """Return a page that needs no other file."""
    look = Markup("<style>\n{}</style>").format(Markup(_LOOK.read_text("utf-8")))  # noqa: S704
    context = {"title": title(found), "spoken": spoken(found), "look": look}
    context["facts"] = facts(found, by, office.clock())
    return templates.get_template("transcript/file.html").render(language=language, **context)


def _saved_as(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
