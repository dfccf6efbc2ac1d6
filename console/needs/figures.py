"""How well departments and officers answer: a page, a workbook, and paper for the end of a year."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Literal

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from bot.clock import LOCAL
from bot.needs.work import WorkingTime
from bot.records.needs.figures import Received, Sheet, most_asked, oldest
from console.conversations.sheets import as_workbook, chunks
from console.departments import departments
from console.guard import Here, Me, Office, for_staff
from console.needs.parts import NAMES
from console.pages import page
from console.words import _

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADING = (
    "Tên", "Đã nhận", "Đã trả lời", "Đúng hạn", "% đúng hạn", "Quá hạn", "Giờ làm việc (trung vị)",
    "Mở lại", "Đã đánh giá", "Hài lòng", "% hài lòng",
)  # fmt: skip

router = for_staff("officer", "analyst", "admin")


class Period:
    """The days that are counted, both included, in Việt Nam's time; by default this year."""

    def __init__(self, request: Request, now: datetime) -> None:
        today = now.astimezone(LOCAL).date()
        self.first = _day(request.query_params.get("from", "")) or date(today.year, 1, 1)
        self.last = _day(request.query_params.get("to", "")) or today

    @property
    def begin(self) -> datetime:
        """The first moment."""
        return datetime.combine(self.first, datetime.min.time(), LOCAL)

    @property
    def end(self) -> datetime:
        """The moment after the last one."""
        return datetime.combine(self.last + timedelta(days=1), datetime.min.time(), LOCAL)


@router.get("/needs/figures")
def figures(request: Request, office: Here, me: Me) -> Response:
    """Show the figures, with what each of them counts."""
    period = Period(request, office.clock())
    of_departments, of_officers = _sheets(office, me.staff.department, period)
    return page(
        request,
        "needs/figures.html",
        me=me.staff,
        period=period,
        tables=((_("Theo phòng, ban"), of_departments), (_("Theo cán bộ"), of_officers)),
        oldest=oldest(office.engine, me.staff.department),
        most_asked=most_asked(office.engine, period.begin, me.staff.department),
        departments=departments(office),
        percent=percent,
        now=office.clock(),
        **NAMES,
    )


@router.get("/needs/figures.{form}")
def file(request: Request, office: Here, me: Me, form: Literal["xlsx", "pdf"]) -> Response:
    """Return the sheet of a year or of any time."""
    period = Period(request, office.clock())
    of_departments, of_officers = _sheets(office, me.staff.department, period)
    name = f"cau-hoi-{period.first:%Y%m%d}-{period.last:%Y%m%d}.{form}"
    saved = {"Content-Disposition": f'attachment; filename="{name}"'}
    if form == "pdf":
        made = _paper(office, period, of_departments, of_officers)
        return Response(made, 200, saved, "application/pdf")
    rows = [_row(sheet) for sheet in (*of_departments, *of_officers)]
    book = as_workbook([_(name) for name in HEADING], [rows])
    return StreamingResponse(chunks(book), headers=saved, media_type=EXCEL)


def percent(part: int, whole: int) -> str:
    """Return a share as citizens of the office read it; a dash where there is nothing to share.

    >>> percent(1, 3), percent(0, 0)
    ('33%', '–')
    """
    return f"{100 * part / whole:.0f}%" if whole else "–"


def _sheets(office: Office, department: str, period: Period) -> tuple[list[Sheet], list[Sheet]]:
    """Whoever belongs to a department sees its figures alone, and no officers of others."""
    work, names = WorkingTime(office.calendar), departments(office)
    received = Received(office.engine, work, period.begin, period.end, department)
    found = received.by_department(office.clock())
    officers = [] if department else received.by_officer(office.clock())
    named = [_named(sheet, names.get(sheet.name, sheet.name)) for sheet in found]
    return named, officers


def _named(sheet: Sheet, name: str) -> Sheet:
    return Sheet(**{**{f: getattr(sheet, f) for f in sheet.__slots__}, "name": name})


def _row(sheet: Sheet) -> list[str | int | float]:
    return [
        sheet.name,
        sheet.received,
        sheet.answered,
        sheet.in_time,
        percent(sheet.in_time, sheet.answered),
        sheet.overdue,
        sheet.median_hours if sheet.median_hours is not None else "–",
        sheet.reopened,
        sheet.judged,
        sheet.helpful,
        percent(sheet.helpful, sheet.judged),
    ]


def _paper(office: Office, period: Period, *groups: list[Sheet]) -> bytes:
    from console.conversations.pdf import Paper  # 28 MB that few need

    paper = Paper()
    paper.line_of(_("Câu hỏi của người dân và việc trả lời"), 14, bold=True)
    days = f"{period.first:%d/%m/%Y} – {period.last:%d/%m/%Y}"
    paper.line_of(f"{office.province} · {days}", 9)
    for title, sheets in zip((_("Theo phòng, ban"), _("Theo cán bộ")), groups, strict=True):
        paper.ln(4)
        paper.line_of(title, 12, bold=True)
        for line in _lines(sheets):
            paper.line_of(line, 10)
    return bytes(paper.output())


def _lines(sheets: list[Sheet]) -> Iterator[str]:
    for sheet in sheets:
        values = zip(HEADING[1:], _row(sheet)[1:], strict=True)
        yield f"{sheet.name}: " + "; ".join(f"{_(name)}: {value}" for name, value in values)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
