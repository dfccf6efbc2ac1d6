"""How far reviewers agree, between two days."""

from datetime import date, timedelta
from typing import Any

from fastapi import Request, Response

from bot.clock import LOCAL
from bot.records.reviews.agreement import FEWEST, agreements
from console.guard import Here, Me, for_staff
from console.pages import page

DAYS = 30

router = for_staff("analyst", "admin")


@router.get("/reviews/agreement")
def agreement(request: Request, office: Here, me: Me, first: str = "", last: str = "") -> Response:
    """Show every two who reviewed the same turns."""
    end = _day(last) or office.clock().astimezone(LOCAL).date()
    begin = _day(first) or end - min(timedelta(days=DAYS - 1), end - date.min)
    pairs = agreements(office.engine, me.staff, begin, end)
    shown: dict[str, Any] = {"first": begin, "last": end, "pairs": pairs, "fewest": FEWEST}
    return page(request, "review/agreement.html", me=me.staff, **shown)


def _day(text: str) -> date | None:
    """Return the day, which a browser writes as 2026-07-31; ``None`` for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2999 else None  # near the ends, time zones fall off
