"""Writes one turn with all that follows from it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from bot.conversation.ports import TurnRecord
from bot.needs.routing import Asked
from bot.records.messages.telling import FETCHED
from bot.records.needs.citizens import write_word
from bot.records.needs.opening import Opened, Routing, open_need
from bot.records.needs.reminders import cancel_reminder, keep_reminder
from bot.records.tables import OutboxReply, Turn
from bot.records.takeover.rows import ask_for_person, citizen_wrote, close, keep_verdict
from bot.records.talks.feedback import write_feedback
from bot.records.talks.words import index_turns
from bot.records.text import storable
from bot.reply import NeedDraft, ProcedureRef


def write_turn(db: Connection, turn: TurnRecord, rules: Routing, now: datetime) -> None:
    """Write the turn, its reply to be sent, and what the reply asks for besides."""
    draft = turn.reply.need and _masked(turn.reply.need)
    reply = turn.reply.model_copy(update={"need": draft}).model_dump(mode="json")
    common = {"conversation_id": turn.message.conversation, "created_at": now}
    row = insert(Turn).values(**common, **_columns(turn), reply=reply)
    turn_id = db.execute(row.returning(Turn.id)).scalar_one()
    common["turn_id"] = turn_id
    db.execute(insert(OutboxReply).values(**common, **_to_send(turn, now), reply=reply))
    if draft:
        asked = Asked(draft.question, draft.procedure, draft.field or "", turn.commune)
        open_need(db, rules, Opened(asked, turn.message.conversation, turn_id, draft.kind), now)
    _keep(db, turn, turn_id, rules, now)
    _hand(db, turn, turn_id, now)
    rated = _rated(db, turn, now)
    index_turns(db, [turn_id, *rated])


def _keep(db: Connection, turn: TurnRecord, turn_id: int, rules: Routing, now: datetime) -> None:
    """Keep what the citizen says of their needs and reminders."""
    conversation, reply = turn.message.conversation, turn.reply
    if reply.need_word:
        write_word(db, rules, conversation, reply.need_word, now)
    if reply.reminder:
        keep_reminder(db, conversation, turn_id, reply.reminder, now)
    if reply.cancels_reminder is not None:
        cancel_reminder(db, conversation, reply.cancels_reminder, now)


def _hand(db: Connection, turn: TurnRecord, turn_id: int, now: datetime) -> None:
    """Do what the turn asks for on the way to a person and back."""
    conversation = turn.message.conversation
    if turn.reply.wants_person:
        ask_for_person(db, conversation, turn_id, now)
    if turn.is_quiet:
        citizen_wrote(db, conversation, now)
    if turn.leaves_person:
        close(db, conversation, "left", now)
    if turn.verdict:
        keep_verdict(db, conversation, turn.verdict)


def _rated(db: Connection, turn: TurnRecord, now: datetime) -> Sequence[int]:
    if turn.reply.feedback is None:
        return ()
    return write_feedback(db, turn.message.conversation, turn.reply.feedback, now)


def _columns(turn: TurnRecord) -> dict[str, Any]:
    return {
        "inbox_id": turn.message.id,
        "text": turn.message.text,
        "intent": turn.intent,
        "confidence": turn.confidence,
        "ranking": [dict(guess) for guess in turn.ranking],
        "entities": [dict(entity) for entity in turn.entities],
        "outcome": turn.reply.outcome,
        "aspect": turn.reply.aspect,
        **_procedure(turn.reply.procedure),
        "state": dict(turn.state),
        "latency_ms": turn.latency_ms,
        "fault": storable(turn.fault),
    }


def _procedure(procedure: ProcedureRef | None) -> dict[str, str]:
    if procedure is None:
        return {}
    return {f"procedure_{name}": value for name, value in procedure.model_dump().items()}


def _to_send(turn: TurnRecord, now: datetime) -> dict[str, Any]:
    return {
        "channel": turn.message.channel,
        **_delivery(turn, now),
        "attempts": 0,
        "due_at": now,
        "error": "",
        "trace": turn.message.trace,
    }


def _delivery(turn: TurnRecord, now: datetime) -> dict[str, Any]:
    """A page or terminal fetches its replies itself, and an empty one goes nowhere."""
    goes_out = turn.message.channel not in FETCHED and not turn.is_quiet
    return {"status": "waiting"} if goes_out else {"status": "sent", "sent_at": now}


def _masked(draft: NeedDraft) -> NeedDraft:
    return draft.model_copy(update={"question": storable(draft.question)})
