"""Shows what a citizen wrote to a person before it was masked, while that is still kept."""

from fastapi import HTTPException, Request, Response

from bot.records.messages.sealed import Sealer, unsealed
from console.conversations.transcript import Number, address, shown
from console.deeds import deed_of
from console.forms import Sent
from console.guard import Here, Me, for_staff
from console.pages import page
from console.takeover.reasons import TOO_SHORT, says_why

GONE = "Số đã che không còn được lưu."

router = for_staff("helpdesk", "officer")


@router.post("/conversations/{conversation}/messages/{number}/unmask")
def unmask(
    request: Request, office: Here, me: Me, conversation: str, number: Number, form: Sent
) -> Response:
    """Show it this once; who asked for what and why is noted."""
    reason = form["reason"].strip()
    if not says_why(reason):
        return shown(request, office, me, conversation, status=422, trouble=TOO_SHORT)
    deed, sealer = deed_of(request, me, reason), Sealer(office.seal_key)
    text = unsealed(office.engine, me.staff, conversation, number, sealer, deed, office.clock())
    if text is None:
        raise HTTPException(404, GONE)
    back = address(conversation)
    return page(request, "transcript/unmasked.html", me=me.staff, text=text, back=back)
