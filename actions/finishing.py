"""What every answer gets at its end: how old its record is, and the list it belongs to."""

from dataclasses import replace

from actions.bundles import offer
from actions.desk import Decision, Desk
from bot.catalogue.dated import dated
from bot.reply import Aspect, Reply

ANSWERS = ("answered", "partial")
# Whoever asks these may want to know what else is to be done.
OFFERED: tuple[Aspect, ...] = ("overview", "documents")


def finished(desk: Desk, decision: Decision) -> Decision:
    """Return ``decision`` with what a citizen has to know beside an answer about one procedure."""
    reply = decision.reply
    procedure = desk.catalogue.get(reply.procedure.code) if reply.procedure else None
    if procedure is None or reply.aspect is None or reply.outcome not in ANSWERS:
        return decision
    said = dated(reply, procedure, desk.today(), desk.catalogue.rules)
    return replace(decision, reply=_offering(desk, said))


def _offering(desk: Desk, reply: Reply) -> Reply:
    code = reply.procedure.code if reply.procedure and reply.aspect in OFFERED else ""
    bundle = desk.catalogue.offered(code)
    if bundle is None or not reply.buttons:  # without buttons nothing more is to be said
        return reply
    return reply.model_copy(update={"buttons": (*reply.buttons, offer(bundle))})
