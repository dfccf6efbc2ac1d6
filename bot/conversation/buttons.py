"""What was last offered, so that a button can be answered by its number or in its words."""

from collections.abc import Mapping
from typing import Any

from bot.reply import Reply

BUTTONS = "buttons"  # in a conversation's state: title and payload of what was last offered


def offering(state: Mapping[str, Any], reply: Reply) -> Mapping[str, Any]:
    """Return ``state`` after ``reply`` was told."""
    return {**state, BUTTONS: [(b.title, b.payload) for b in reply.buttons]}
