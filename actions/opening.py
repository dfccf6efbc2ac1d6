"""Where offices are and when they are open, as blocks, and where that is known from."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from actions.desk import Desk
from bot.catalogue.record import UNKNOWN, Source
from bot.catalogue.wording import NOT_KNOWN
from bot.province.calendar import SATURDAY
from bot.province.holidays import DayOff
from bot.province.hours import Hours
from bot.province.province import Office
from bot.province.wording import day_text, hours_text
from bot.reply import Block, FactBlock, SourceRef, TextBlock
from bot.understanding.fold import fold

LABEL, ADDRESS, SOON = "Giờ làm việc", "Địa chỉ", "Sắp nghỉ"
ASK_FIRST = f"{NOT_KNOWN} cho từng nơi, anh/chị gọi trước để hỏi giúp em ạ."
WEEKEND = (
    "Cơ quan nhà nước nghỉ thứ Bảy, Chủ nhật; nơi nào có làm thêm thứ Bảy thì anh/chị gọi hỏi "
    "trước giúp em ạ."
)
UNDECIDED = "Lịch nghỉ lễ năm {} em chưa thấy công bố đủ, nên có thể còn thêm ngày nghỉ ạ."
AHEAD = 14  # days within which a holiday is worth saying
_TOMORROW = re.compile(r"\b(?:ngay )?mai\b")


def opening(desk: Desk, offices: Sequence[Office], asked: str = "") -> Iterator[Block]:
    """Say address and hours of ``offices`` as far as they are known.

    Who ``asked`` for the hours also learns that they are not known, and which days are worked.
    """
    told = _told(desk, offices)
    for office in offices:
        if office.address != UNKNOWN:
            yield FactBlock(label=ADDRESS, text=f"{office.name}: {_dated(office)}")
    for office, hours in told:
        yield FactBlock(label=LABEL, text=f"{office.name}: {hours_text(hours)}")
    if asked:
        yield from () if told else (FactBlock(label=LABEL, text=ASK_FIRST), TextBlock(text=WEEKEND))
        yield TextBlock(text=_day(desk, _meant(desk, asked)))
    if asked or told:
        yield from _soon(desk)


def opening_sources(desk: Desk, offices: Sequence[Office], asked: str = "") -> list[SourceRef]:
    """Return where all that `opening` says comes from."""
    told = _told(desk, offices)
    found = [office.source for office in offices if office.source and office.address != UNKNOWN]
    found += [hours.source for _, hours in told]
    if asked and desk.calendar.week:
        found.append(desk.calendar.week)
    named = [day.date for day in _coming(desk)] if asked or told else []
    named += [_meant(desk, asked)] if asked else []
    found += [desk.calendar.sources[day] for day in named if day in desk.calendar.sources]
    return [*dict.fromkeys(map(source_ref, found))]


def are_known(desk: Desk, offices: Sequence[Office]) -> bool:
    """Whether today's hours of any of ``offices`` are known."""
    return bool(_told(desk, offices))


def source_ref(source: Source) -> SourceRef:
    """Return a source as a citizen sees it."""
    title = f"{source.title} ({source.decision})" if source.decision else source.title
    return SourceRef(title=title, url=str(source.url), checked=source.checked)


def _told(desk: Desk, offices: Sequence[Office]) -> list[tuple[Office, Hours]]:
    """Return the offices whose hours of today are known, with them."""
    found = ((office, office.hours_on(desk.today())) for office in offices)
    return [(office, hours) for office, hours in found if hours]


def _dated(office: Office) -> str:
    since = f" (theo thông tin ngày {office.source.checked:%d/%m/%Y})" if office.source else ""
    return f"{office.address}{since}"


def _meant(desk: Desk, asked: str) -> date:
    """Return the day a question means: tomorrow if it says so, else today."""
    return desk.today() + timedelta(days=bool(_TOMORROW.search(fold(asked))))


def _day(desk: Desk, day: date) -> str:
    """Say whether offices work on ``day``, and when they do again if not."""
    named = day_text(day)[0].upper() + day_text(day)[1:]
    if desk.calendar.is_working_day(day):
        return f"{named} là ngày làm việc ạ."
    reason = desk.calendar.off[day].name if day in desk.calendar.off else "nghỉ hằng tuần"
    again = day_text(desk.calendar.next_working_day(day))
    return f"{named} là ngày nghỉ ({reason}); ngày làm việc tiếp theo là {again} ạ."


def _soon(desk: Desk) -> Iterator[Block]:
    coming = _coming(desk)
    if coming:
        listed = "; ".join(f"{day_text(day.date)} ({day.name})" for day in coming)
        yield FactBlock(label=SOON, text=listed)
    if coming and not desk.calendar.is_decided(coming[-1].date):
        yield TextBlock(text=UNDECIDED.format(coming[-1].date.year))


def _coming(desk: Desk) -> list[DayOff]:
    """Return the weekdays among the next days on which offices are closed."""
    days = desk.calendar.days_off(desk.today() + timedelta(days=1), AHEAD)
    return [day for day in days if day.date.weekday() < SATURDAY]
