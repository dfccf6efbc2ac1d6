"""The last answer once more, whole or in parts."""

from actions.answering import about, ask_what, ask_which_again
from actions.desk import Decision, Desk
from actions.message import Message
from bot.catalogue import answer
from bot.catalogue.record import Procedure
from bot.catalogue.wording import ASPECT_LABELS
from bot.reply import Aspect, Button, Reply, TextBlock

PARTS: tuple[Aspect, ...] = ("documents", "fee", "time", "place", "online")


def repeat(desk: Desk, message: Message) -> Decision:
    """Offer again what is open to choose from, else give the last answer again."""
    offered = ask_which_again(desk, message) if message.candidates else None
    if offered:
        return offered
    procedure = desk.catalogue.get(message.context)
    return about(procedure, message.last_aspect, message) if procedure else ask_what(desk)


def shorten(desk: Desk, message: Message) -> Decision:
    """Let the citizen take one part of the answer at a time."""
    procedure = desk.catalogue.get(message.context)
    return Decision(_parts(procedure)) if procedure else ask_what(desk)


def _parts(procedure: Procedure) -> Reply:
    buttons = (
        Button(title=ASPECT_LABELS[aspect], payload=answer.payload(f"ask_{aspect}", procedure))
        for aspect in PARTS
    )
    text = f"Dạ, về {procedure.name} anh/chị cần xem phần nào, em nói riêng phần đó thôi ạ."
    return Reply(
        outcome="clarify",
        procedure=answer.ref(procedure),
        blocks=(TextBlock(text=text),),
        buttons=tuple(buttons),
    )
