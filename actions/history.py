"""Back to what the talk was about before."""

from dataclasses import replace

from actions.answering import about, ask_what
from actions.desk import Decision, Desk
from actions.message import Message


def go_back(desk: Desk, message: Message) -> Decision:
    """Give the answer before the last one; the last one when something has been asked since."""
    trail = message.trail if message.candidates else message.trail[:-1]
    while trail:
        *before, (code, aspect) = trail
        procedure = desk.catalogue.get(code)
        if procedure:
            return about(procedure, aspect, replace(message, trail=tuple(before), aspects=()))
        trail = tuple(before)
    return ask_what(desk)
