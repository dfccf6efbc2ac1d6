"""What reviews propose to change, for those who decide."""

import json
from collections.abc import Mapping
from typing import Any

from fastapi import Depends, HTTPException, Request, Response

from bot.catalogue.wording import ASPECT_LABELS
from bot.channels.web.procedure import PAGE as PROCEDURE
from bot.errors import ReviewRefused
from bot.records.reviews.proposal_checks import has_personal_tag, twins
from bot.records.reviews.proposal_list import Decision, SqlProposals
from console.deeds import deed_of
from console.forms import Sent
from console.guard import MOUNT, Here, Me, Office, for_staff, only
from console.pages import go, page
from console.reviews.turn import Number

STATUSES = {"proposed": "Chờ quyết định", "accepted": "Đã chấp nhận", "rejected": "Đã từ chối"}
KINDS = {"sentence": "Câu hỏi mẫu", "fact": "Thông tin sai"}
NO_PROPOSAL = "Không có đề xuất này."
FILE = {"content-disposition": 'attachment; filename="sentences.jsonl"'}

router = for_staff("analyst", "editor")


@router.get("/proposals")
def proposals(request: Request, office: Here, me: Me, status: str = "proposed") -> Response:
    """Show what is proposed, or was decided."""
    return _shown(request, office, me, status if status in STATUSES else "proposed")


@router.post("/proposals/{number}")
def decide(request: Request, office: Here, me: Me, number: Number, form: Sent) -> Response:
    """Accept or reject a proposal, with a reason."""
    decision = Decision(form["decision"], form["seal"])
    deed = deed_of(request, me, form["reason"])
    try:
        if not _kept(office).decide(me.staff, number, decision, office.catalogue(), deed):
            raise HTTPException(404, NO_PROPOSAL)
    except ReviewRefused as error:
        return _shown(request, office, me, "proposed", str(error))
    return go(f"{MOUNT}/proposals")


@router.get("/proposals/sentences.jsonl", dependencies=[Depends(only("analyst"))])
def sentences(request: Request, office: Here, me: Me) -> Response:
    """Give the accepted sentences, one JSON object a line; nothing is trained by that."""
    found = _kept(office).taken_away(me.staff, deed_of(request, me))
    lines = (json.dumps(dict(one), ensure_ascii=False) + "\n" for one in found)
    return Response("".join(lines), media_type="application/jsonl", headers=FILE)


def _kept(office: Office) -> SqlProposals:
    return SqlProposals(office.engine, office.clock)


def _shown(request: Request, office: Office, me: Me, status: str, trouble: str = "") -> Response:
    kept = _kept(office)
    return page(
        request,
        "review/proposals.html",
        422 if trouble else 200,
        me=me.staff,
        trouble=trouble,
        chosen=status,
        found=kept.of(me.staff, status),
        twins=twins(kept.sentences(me.staff)),
        catalogue=office.catalogue(),
        **_NAMES,
    )


_NAMES: Mapping[str, Any] = {
    "statuses": STATUSES,
    "kind_names": KINDS,
    "aspects": ASPECT_LABELS,
    "has_personal_tag": has_personal_tag,
    "procedure_page": PROCEDURE,
}
