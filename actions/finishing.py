"""What every answer gets at its end: what holds here, how old its record is, and its list."""

from dataclasses import replace

from actions.bundles import offer
from actions.desk import Decision, Desk
from actions.local import localised
from actions.message import Message
from actions.moved import placed
from bot.catalogue.dated import dated
from bot.reply import Aspect, Reply

ANSWERS = ("answered", "partial")
# Whoever asks these may want to know what else is to be done.
OFFERED: tuple[Aspect, ...] = ("overview", "documents")


def finished(desk: Desk, decision: Decision, message: Message) -> Decision:
    """Return ``decision`` with what a citizen has to know beside an answer about one procedure."""
    decision = replace(decision, reply=placed(desk, decision.reply, message))
    reply = decision.reply
    procedure = desk.catalogue.get(reply.procedure.code) if reply.procedure else None
    if procedure is None or reply.aspect is None or reply.outcome not in ANSWERS:
        return decision
    local = localised(desk, reply, procedure, message)
    said = dated(local, procedure, desk.today(), desk.catalogue.rules)
    return replace(decision, reply=_offering(desk, said))


def _offering(desk: Desk, reply: Reply) -> Reply:
    code = reply.procedure.code if reply.procedure and reply.aspect in OFFERED else ""
    bundle = desk.catalogue.offered(code)
    if bundle is None or not reply.buttons:  # without buttons nothing more is to be said
        return reply
    return reply.model_copy(update={"buttons": (*reply.buttons, offer(bundle))})
