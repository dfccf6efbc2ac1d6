"""The institution's own labels for reviews."""

from typing import Any

from fastapi import Request, Response

from bot.errors import ReviewRefused
from bot.records.reviews.labels import KINDS, LONGEST, SqlReviewLabels
from console.deeds import deed_of
from console.forms import Sent
from console.guard import MOUNT, Here, Me, Office, for_staff
from console.pages import go, page
from console.reviews.turn import Number

PAGE = "/reviews/labels"

router = for_staff("analyst", "admin")


@router.get(PAGE)
def labels(request: Request, office: Here, me: Me) -> Response:
    """Show all labels by kind."""
    return _shown(request, office, me)


@router.post(PAGE)
def add(request: Request, office: Here, me: Me, form: Sent) -> Response:
    """Offer a new label."""
    try:
        _labels(office).add(form["kind"], form["name"], deed_of(request, me))
    except ReviewRefused as error:
        return _shown(request, office, me, str(error), sent=form)
    return go(MOUNT + PAGE)


@router.post(PAGE + "/{number}/retire")
def retire(request: Request, office: Here, me: Me, number: Number) -> Response:
    """Offer a label no longer."""
    try:
        _labels(office).retire(number, deed_of(request, me))
    except ReviewRefused as error:
        return _shown(request, office, me, str(error))
    return go(MOUNT + PAGE)


def _labels(office: Office) -> SqlReviewLabels:
    return SqlReviewLabels(office.engine, office.clock)


def _shown(request: Request, office: Office, me: Me, trouble: str = "", **more: Any) -> Response:
    return page(
        request,
        "review/labels.html",
        422 if trouble else 200,
        me=me.staff,
        trouble=trouble,
        kinds=KINDS,
        longest=LONGEST,
        labels=_labels(office).all(),
        **more,
    )
