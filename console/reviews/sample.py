"""What there is to review: everybody's own sample of today, and what needs a look."""

from datetime import timedelta

from fastapi import Request, Response

from bot.records.reviews.samples import SqlSamples
from bot.records.reviews.summary import Summary, summary
from bot.records.reviews.verdicts import SqlReviews
from console.deeds import deed_of
from console.guard import Here, Me, Office, for_staff
from console.pages import page
from console.reviews.row import QUEUE

DAYS = 30  # of the figures

router = for_staff("helpdesk", "analyst")


@router.get("/reviews")
def reviews(request: Request, office: Here, me: Me) -> Response:
    """Show one's sample of today; to analysts, how good the answers were."""
    sample = SqlSamples(office.engine, office.clock).today(me.staff, deed_of(request, me))
    return page(
        request,
        "review/reviews.html",
        me=me.staff,
        sample=sample,
        done=sum(one.is_done for one in sample),
        following=next((one.turn for one in sample if not one.is_done), None),
        figures=_figures(office, me) if "analyst" in me.staff.roles else None,
        days=DAYS,
    )


@router.get("/reviews/wanted")
def wanted(request: Request, office: Here, me: Me) -> Response:
    """Show what nobody has reviewed and somebody should."""
    turns = SqlReviews(office.engine, office.clock).wanted(me.staff, QUEUE, deed_of(request, me))
    return page(request, "review/wanted.html", me=me.staff, turns=turns)


def _figures(office: Office, me: Me) -> Summary:
    return summary(office.engine, me.staff, office.clock() - timedelta(days=DAYS))
