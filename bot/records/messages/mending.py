"""What an operator may do to a message, a reply or a dead letter; each deed leaves a trace.

Nothing is done to what somebody works on: its lease has to run out first.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, exists, or_, select, update

from bot.errors import MotcuaError
from bot.records.audit import Deed, note
from bot.records.messages.inbox import utc_now
from bot.records.messages.stuck import LETTER, MESSAGE, REPLY
from bot.records.needs.tables import Reminder
from bot.records.tables import (
    Conversation,
    DeadLetter,
    InboxMessage,
    Need,
    OutboxPart,
    OutboxReply,
    Turn,
)
from bot.records.takeover.tables import Feedback, Handoff, Review, SampledTurn
from bot.records.talks.words import index_turns

_UNKNOWN = "Không có mục “{}”. Số của mỗi mục ở cột đầu của: motcua inbox"
_BUSY = "Tin {} đang được xử lý, chưa thể đụng vào; hãy thử lại sau một phút."
_ANSWERED = "Tin {} đã được trả lời hoặc thay bằng tin sửa, không có gì để làm lại."
_HAS_MORE = "Tin {} đã có việc tiếp theo (câu hỏi chuyển đi, cán bộ, đánh giá), không làm lại được."
# What may rest on a turn; such a turn stays, or what rests on it would be lost.
_RESTS = (Need, Handoff, Feedback, Review, SampledTurn, Reminder)
_SENT = "Trả lời {} đang ở trạng thái “{}”, không làm thế được."
_NO_WAY = "Mục {} là sự kiện không đọc được, không trả lời lại được; chỉ có thể bỏ (drop)."

Work = Callable[[Connection, int, datetime], dict[str, Any]]
"""Does it, and returns how it was before."""

UNSENT = ("waiting", "held", "ambiguous", "failed")


class Mending:
    """Puts things back into their queue, or takes them out of it."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self._engine, self._clock = engine, clock

    def requeue(self, thing: str, deed: Deed) -> None:
        """Have it answered, or sent, once more.

        Raises:
            MotcuaError: there is no such thing, or it cannot be done to it.
        """
        work = {MESSAGE: _requeue_message, REPLY: _requeue_reply, LETTER: _refuse_letter}
        self._do(work, thing, deed, "inbox requeue")

    def drop(self, thing: str, deed: Deed) -> None:
        """Have it neither answered nor sent.

        Raises:
            MotcuaError: there is no such thing, or it cannot be done to it.
        """
        work = {MESSAGE: _drop_message, REPLY: _drop_reply, LETTER: _drop_letter}
        self._do(work, thing, deed, "inbox drop")

    def _do(
        self,
        work: Mapping[str, Work],
        thing: str,
        deed: Deed,
        action: str,
    ) -> None:
        kind, number = _read(thing)
        now = self._clock()
        with self._engine.begin() as db:
            before = work[kind](db, number, now)
            note(db, now, deed, action, f"{kind}{number}", **before)


def _read(thing: str) -> tuple[str, int]:
    """Split what the operator typed; a bare number is that of a message."""
    kind, digits = (MESSAGE, thing) if thing[:1].isdigit() else (thing[:1].lower(), thing[1:])
    if kind not in (MESSAGE, REPLY, LETTER) or not (digits.isascii() and digits.isdigit()):
        raise MotcuaError(_UNKNOWN.format(thing))
    return kind, min(int(digits[:15]), 2**31 - 1)  # PostgreSQL refuses larger ones


def _requeue_message(db: Connection, number: int, now: datetime) -> dict[str, Any]:
    message = _message(db, number, now)
    turn = db.execute(select(Turn.__table__).where(Turn.inbox_id == number)).first()
    failed = turn is not None and turn.outcome == "error"
    if message.status == "replaced" or (message.status == "done" and not failed):
        raise MotcuaError(_ANSWERED.format(number))
    before = {"status": message.status, "attempts": message.attempts, "trace": message.trace}
    if turn is not None:
        before |= _undo(db, turn, number)
    _set(db, number, status="waiting", attempts=0)
    _end_lease(db, message.conversation_id)
    return before


def _undo(db: Connection, turn: Row[Any], number: int) -> dict[str, Any]:
    """Make room for another turn; the reply that was given stays in the outbox."""
    by_staff = exists().where(OutboxReply.turn_id == turn.id, OutboxReply.staff_id.is_not(None))
    rests = or_(by_staff, *(exists().where(table.turn_id == turn.id) for table in _RESTS))
    if db.execute(select(rests)).scalar():
        raise MotcuaError(_HAS_MORE.format(number))
    replies = update(OutboxReply).where(OutboxReply.turn_id == turn.id)
    db.execute(replies.values(turn_id=None))
    db.execute(delete(Turn).where(Turn.id == turn.id))
    index_turns(db, [turn.id])
    return {"turn": turn.id, "outcome": turn.outcome, "fault": turn.fault}


def _drop_message(db: Connection, number: int, now: datetime) -> dict[str, Any]:
    message = _message(db, number, now)
    if message.status != "waiting":
        raise MotcuaError(_ANSWERED.format(number))
    _set(db, number, status="dropped")
    return {"status": message.status, "attempts": message.attempts, "trace": message.trace}


def _message(db: Connection, number: int, now: datetime) -> Row[Any]:
    """Lock the conversation, as a worker that claims would, then read the message."""
    of_message = select(InboxMessage.conversation_id).where(InboxMessage.id == number)
    lock = select(Conversation.lease_until).where(Conversation.id.in_(of_message))
    conversation = db.execute(lock.with_for_update()).first()
    if conversation is None:
        raise MotcuaError(_UNKNOWN.format(f"{MESSAGE}{number}"))
    if conversation.lease_until and conversation.lease_until > now:
        raise MotcuaError(_BUSY.format(number))
    message = select(InboxMessage.__table__).where(InboxMessage.id == number)
    return db.execute(message).one()


def _requeue_reply(db: Connection, number: int, now: datetime) -> dict[str, Any]:
    values = {"status": "waiting", "due_at": now, "attempts": 0, "error": ""}
    before = _change_reply(db, number, UNSENT[1:], values)
    in_doubt = (OutboxPart.outbox_id == number, OutboxPart.status != "sent")
    db.execute(delete(OutboxPart).where(*in_doubt))  # or it would not leave again
    return before


def _drop_reply(db: Connection, number: int, _now: datetime) -> dict[str, Any]:
    return _change_reply(db, number, UNSENT, {"status": "dropped"})


def _change_reply(
    db: Connection, number: int, allowed: tuple[str, ...], values: dict[str, Any]
) -> dict[str, Any]:
    wanted = select(OutboxReply.__table__).where(OutboxReply.id == number)
    reply = db.execute(wanted.with_for_update()).first()
    if reply is None:
        raise MotcuaError(_UNKNOWN.format(f"{REPLY}{number}"))
    if reply.status not in allowed:
        raise MotcuaError(_SENT.format(f"{REPLY}{number}", reply.status))
    db.execute(update(OutboxReply).where(OutboxReply.id == number).values(**values))
    return {name: getattr(reply, name) for name in ("status", "attempts", "error", "trace")}


def _refuse_letter(_db: Connection, number: int, _now: datetime) -> dict[str, Any]:
    raise MotcuaError(_NO_WAY.format(f"{LETTER}{number}"))


def _drop_letter(db: Connection, number: int, _now: datetime) -> dict[str, Any]:
    wanted = DeadLetter.id == number
    letter = db.execute(select(DeadLetter.__table__).where(wanted)).first()
    if letter is None:
        raise MotcuaError(_UNKNOWN.format(f"{LETTER}{number}"))
    db.execute(delete(DeadLetter).where(wanted))
    return {name: getattr(letter, name) for name in ("channel", "external_id", "why")}


def _set(db: Connection, number: int, **values: Any) -> None:
    db.execute(update(InboxMessage).where(InboxMessage.id == number).values(**values))


def _end_lease(db: Connection, conversation: str) -> None:
    row = update(Conversation).where(Conversation.id == conversation)
    db.execute(row.values(lease_owner=None, lease_until=None))
