"""What a chat page shows of the records, oldest first."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine, Row, Select, select

from bot.conversation.ports import Turn
from bot.records.read import reading
from bot.records.tables import Conversation, InboxMessage, OutboxReply
from bot.records.tables import Turn as TurnTable
from bot.reply import Reply


class SqlReader:
    """``Reader`` of one channel."""

    def __init__(self, engine: Engine, channel: str) -> None:
        """Read the chats of ``channel``."""
        self._engine, self._channel = engine, channel

    def history(self, chat: str, limit: int) -> Sequence[Turn]:
        """Return the last ``limit`` messages, each with every reply to it, oldest first."""
        newest = select(InboxMessage.id).join(Conversation).where(*self._is(chat))
        newest = newest.order_by(InboxMessage.id.desc()).limit(limit)
        messages = self._messages(chat).where(InboxMessage.id.in_(newest))
        return self._turns(messages.order_by(InboxMessage.id, OutboxReply.id))

    def replies_after(self, chat: str, after_id: int) -> Sequence[Turn]:
        """Return every answered turn whose ``reply_id`` is above ``after_id``, lowest first."""
        answered = self._messages(chat).where(OutboxReply.id > after_id)
        return self._turns(answered.order_by(OutboxReply.id))

    def _messages(self, chat: str) -> Select[*tuple[Any, ...]]:
        """Every message of a chat, once for each reply to it, or once as long as there is none."""
        return (
            select(
                InboxMessage.external_id,
                InboxMessage.kind,
                InboxMessage.text,
                InboxMessage.label,
                InboxMessage.media,
                InboxMessage.received_at,
                OutboxReply.id,
                OutboxReply.reply,
            )
            .join(Conversation, InboxMessage.conversation_id == Conversation.id)
            .outerjoin(TurnTable, TurnTable.inbox_id == InboxMessage.id)
            .outerjoin(OutboxReply, OutboxReply.turn_id == TurnTable.id)
            .where(*self._is(chat))
        )

    def _is(self, chat: str) -> tuple[Any, ...]:
        return Conversation.channel == self._channel, Conversation.chat == chat

    def _turns(self, query: Select[*tuple[Any, ...]]) -> list[Turn]:
        with reading(self._engine) as db:
            return [_turn(row) for row in db.execute(query)]


def _turn(row: Row[*tuple[Any, ...]]) -> Turn:
    *message, reply_id, reply = row
    said = dict(
        zip(("external_id", "kind", "text", "label", "media", "created_at"), message, strict=True)
    )
    return Turn(**said, reply_id=reply_id, reply=Reply.model_validate(reply) if reply else None)
