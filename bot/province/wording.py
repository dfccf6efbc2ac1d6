"""Days, hours and fees of a province, as citizens read them."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from bot.catalogue.wording import WAYS
from bot.province.fees import Charged
from bot.province.hours import Hours, Session

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def day_text(day: date) -> str:
    """Return a day with its weekday.

    >>> day_text(date(2026, 11, 24))
    'thứ Ba, 24/11/2026'
    """
    return f"{WEEKDAYS[day.weekday()]}, {day:%d/%m/%Y}"


def hours_text(hours: Hours) -> str:
    """Return the hours of a week, days with the same ones together."""
    return "; ".join(_days(hours))


def _days(hours: Hours) -> Iterator[str]:
    def sessions(weekday: int) -> tuple[Session, ...]:
        return hours.sessions_on(weekday)

    for same, days in groupby(range(len(WEEKDAYS)), sessions):
        first, *others = [WEEKDAYS[day] for day in days]
        named = f"{first} đến {others[-1]}" if others else first
        if same:
            yield f"{named}: " + ", ".join(map(str, same))


def fee_text(charged: Charged) -> str:
    """Return the province's figures with where they are from and when somebody looked."""
    fees = "; ".join(f"{WAYS[f.way]}: {f.text}" if f.way else f.text for f in charged.fees)
    source = charged.source
    named = f"Nghị quyết {source.decision}" if source.decision else source.title
    return f"{fees} (theo {named}, kiểm tra ngày {source.checked:%d/%m/%Y})"
