"""Tells a citizen something that answers no message of theirs: a person's word, or who speaks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.conversation.buttons import offering
from bot.records.tables import Conversation, OutboxReply
from bot.records.takeover.rows import newest_turn
from bot.records.talks.words import index_turns
from bot.reply import Reply
from bot.trace import new_trace

FETCHED = frozenset({"web", "terminal"})  # a page or terminal fetches its replies itself


@dataclass(frozen=True, slots=True)
class Told:
    """What was put into the outbox as ``id``; ring for its chat, then for its channel."""

    id: int
    chat: str
    channel: str


def tell(
    db: Connection,
    talk: Row[Any],
    reply: Reply,
    now: datetime,
    *,
    staff_id: int | None = None,
    key: str = "",
    state: Mapping[str, Any] | None = None,
) -> Told:
    """Store ``reply`` for the citizen of ``talk``, a locked row of ``Conversation``.

    ``staff_id`` is who says it, ``None`` the bot. ``key`` is its trace. ``state`` is remembered
    with the buttons, so that these can be answered in words.
    """
    turn = newest_turn(db, talk.id)
    is_fetched = talk.channel in FETCHED
    row = insert(OutboxReply).values(
        conversation_id=talk.id,
        turn_id=turn,
        channel=talk.channel,
        reply=reply.model_dump(mode="json"),
        status="sent" if is_fetched else "waiting",
        sent_at=now if is_fetched else None,
        attempts=0,
        due_at=now,
        error="",
        created_at=now,
        trace=key or new_trace(),
        staff_id=staff_id,
    )
    number = db.execute(row.returning(OutboxReply.id)).scalar_one()
    if reply.buttons or state:
        _remember(db, talk, offering({**talk.state, **(state or {})}, reply))
    if staff_id and turn:
        index_turns(db, [turn])
    return Told(number, talk.chat, talk.channel)


def told_before(db: Connection, talk: Row[Any], key: str) -> Told | None:
    """Return what a person has said in ``talk`` under that key."""
    said = select(OutboxReply.id).where(
        OutboxReply.conversation_id == talk.id,
        OutboxReply.staff_id.is_not(None),
        OutboxReply.trace == key,
    )
    number = db.execute(said).scalar()
    return Told(number, talk.chat, talk.channel) if number else None


def _remember(db: Connection, talk: Row[Any], state: Mapping[str, Any]) -> None:
    row = update(Conversation).where(Conversation.id == talk.id)
    db.execute(row.values(state=dict(state)))
