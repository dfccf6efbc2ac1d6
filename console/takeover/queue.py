"""Who waits for a person, and with whom one talks oneself."""

from fastapi import Request, Response

from bot.errors import HandoffRefused
from bot.records.messages.telling import Told
from bot.records.staff.accounts import Staff
from bot.records.staff.sessions import Session
from bot.records.takeover.about import newest_words
from bot.records.takeover.handoffs import SqlHandoffs
from bot.records.takeover.views import Takeover
from console.deeds import deed_of
from console.departments import departments
from console.guard import MOUNT, Here, Me, Office, for_staff
from console.pages import go, page

QUEUE = f"{MOUNT}/queue"
NOBODY_WAITS = "Hiện không có ai đang chờ."

router = for_staff("helpdesk", "officer")


@router.get("/queue")
def queue(request: Request, office: Here, me: Me) -> Response:
    """Show who waits, the longest first, and the talks of one's own."""
    return _shown(request, office, me)


@router.post("/queue/next")
def take_next(request: Request, office: Here, me: Me) -> Response:
    """Take over from the bot where somebody has waited longest."""
    for waiting in handoffs(office).queue(me.staff):
        try:
            return claimed(request, office, me, waiting.conversation)
        except HandoffRefused:
            continue  # a colleague was quicker
    return _shown(request, office, me, NOBODY_WAITS)


def claimed(request: Request, office: Office, me: Session, conversation: str) -> Response:
    """Take a conversation over.

    Raises:
        HandoffRefused: a colleague was quicker.
    """
    ring(office, handoffs(office).claim(me.staff, conversation, deed_of(request, me)))
    return go(f"{MOUNT}/talks/{conversation}")


def _shown(request: Request, office: Office, me: Session, trouble: str = "") -> Response:
    """Show the queue, with a sentence on what did not work."""
    mine = handoffs(office).mine(me.staff)
    return page(
        request,
        "takeover/queue.html",
        409 if trouble else 200,
        me=me.staff,
        waiting=handoffs(office).queue(me.staff),
        mine=mine,
        said=newest_words(office.engine, [one.conversation for one in mine]),
        names=departments(office),
        now=office.clock(),
        trouble=trouble,
    )


def handoffs(office: Office) -> SqlHandoffs:
    """Return what becomes of conversations with a person."""
    return SqlHandoffs(office.engine, office.clock)


def is_mine(takeover: Takeover | None, staff: Staff) -> bool:
    """Whether it is ``staff`` who talk."""
    return bool(takeover and takeover.status == "talking" and takeover.staff_id == staff.id)


def ring(office: Office, told: Told) -> None:
    """Have a reply sent at once: the citizen's page fetches it, or the channel's sender does."""
    office.ring(told.chat)
    office.ring(told.channel)
