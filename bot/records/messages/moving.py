"""Gives a conversation another address, as when a Telegram group becomes a supergroup."""

from sqlalchemy import Engine, exists, update
from sqlalchemy.orm import aliased

from bot.records.tables import Conversation
from bot.records.text import clean


def move_chat(engine: Engine, channel: str, old: str, new: str) -> bool:
    """Have replies to ``old`` go to ``new``; ``False`` if that has a conversation already."""
    there, new = aliased(Conversation), clean(new, 200)
    is_taken = exists().where(there.channel == channel, there.chat == new)
    row = update(Conversation).where(
        Conversation.channel == channel, Conversation.chat == old, ~is_taken
    )
    with engine.begin() as db:
        return bool(db.execute(row.values(chat=new)).rowcount)
