"""What answers would teach, for the editor to decide."""

from fastapi import Request, Response

from bot.errors import NeedRefused
from bot.records.staff.sessions import Session
from console.deeds import deed_of
from console.departments import departments
from console.forms import Sent
from console.guard import MOUNT, Here, Me, Office, for_staff
from console.needs.parts import NAMES, lessons_of
from console.pages import go, page

KINDS = {
    "alias": "Cách gọi khác",
    "faq": "Hỏi – đáp",
    "sentence": "Câu để huấn luyện",
    "fact": "Sửa thông tin",
}

router = for_staff("editor", "admin")


@router.get("/lessons")
def lessons(request: Request, office: Here, me: Me) -> Response:
    """Show what is proposed, and what was decided lately."""
    return _shown(request, office, me)


@router.post("/lessons/{number}")
def decide(request: Request, office: Here, me: Me, number: int, form: Sent) -> Response:
    """Accept or reject a proposal."""
    deed = deed_of(request, me, form["reason"])
    try:
        lessons_of(office).decide(number, deed, accepted=form["do"] == "accept")
    except NeedRefused as error:
        return _shown(request, office, me, str(error))
    return go(f"{MOUNT}/lessons")


def _shown(request: Request, office: Office, me: Session, trouble: str = "") -> Response:
    known, catalogue = lessons_of(office), office.catalogue()
    return page(
        request,
        "needs/lessons.html",
        409 if trouble else 200,
        me=me.staff,
        trouble=trouble,
        proposed=known.all("proposed"),
        decided=[*known.all("accepted", 30), *known.all("rejected", 30)],
        lesson_kinds=KINDS,
        procedure=catalogue.get,
        departments=departments(office),
        **NAMES,
    )
