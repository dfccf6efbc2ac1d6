"""Flags for colleagues, and holds that keep a conversation out of reach of retention."""

from datetime import datetime

from sqlalchemy import Engine, update

from bot.records.audit import Deed, note
from bot.records.staff.accounts import Staff
from bot.records.staff.scope import visible
from bot.records.tables import Conversation

ACTIONS = {
    "flag": ("conversation flagged", {"flagged": True}),
    "unflag": ("conversation unflagged", {"flagged": False}),
    "keep": ("conversation kept", {"kept": True}),
    "release": ("conversation released", {"kept": False}),
}


def mark(
    engine: Engine, staff: Staff, conversation: str, action: str, deed: Deed, now: datetime
) -> bool:
    """Do one of ``ACTIONS``; ``False`` if ``staff`` may not see the conversation."""
    name, change = ACTIONS[action]
    seen = (Conversation.id == conversation, *visible(staff))
    row = update(Conversation).where(*seen).values(**change)
    with engine.begin() as db:
        done = bool(db.execute(row).rowcount)
        if done:
            note(db, now, deed, name, conversation)
    return done
