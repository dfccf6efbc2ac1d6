"""Who hears a citizen: the bot or a person, decided when a turn is written and not before.

A worker may have begun on a message before a person took over, or before they left.
"""

from dataclasses import replace

from sqlalchemy import Connection

from bot.conversation.answer import quiet
from bot.conversation.ports import TurnRecord
from bot.records.takeover.rows import is_talking, locked


def as_heard(db: Connection, turn: TurnRecord) -> TurnRecord | None:
    """Return the turn as it is to be written, ``None`` when the message must be answered anew.

    Bot and person never speak at once: what the bot would say to a person's citizen is dropped.
    """
    locked(db, turn.message.conversation)
    if is_talking(db, turn.message.conversation):
        silent = quiet(turn.message)
        return turn if turn.leaves_person else replace(silent, commune=turn.commune)
    return None if turn.is_quiet else turn
