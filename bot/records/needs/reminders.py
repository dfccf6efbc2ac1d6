"""What citizens are reminded of: put into the outbox once, when its time has come."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Connection, Engine, insert, select, update

from bot.conversation.reminding import Waiting
from bot.needs.words import reminder
from bot.records.messages.inbox import utc_now
from bot.records.messages.telling import Told, tell
from bot.records.needs.tables import Reminder
from bot.records.read import reading
from bot.records.takeover.rows import locked
from bot.records.text import storable
from bot.reply import ReminderDraft

AT_ONCE = 100


class SqlReminders:
    """``Reminders`` of the conversation, in SQLite or PostgreSQL, for any number of processes."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self._engine, self._clock = engine, clock

    def of(self, conversation: str) -> Sequence[Waiting]:
        """Return those that are still to come, the next one first."""
        columns = (Reminder.id, Reminder.text, Reminder.due_at)
        mine = (Reminder.conversation_id == conversation, Reminder.status == "waiting")
        with reading(self._engine) as db:
            rows = db.execute(select(*columns).where(*mine).order_by(Reminder.due_at, Reminder.id))
            return [Waiting(*row) for row in rows]

    def send_due(self) -> list[Told]:
        """Put all that are due into the outbox, each in one transaction with its mark."""
        due = (Reminder.status == "waiting", Reminder.due_at <= self._clock())
        with reading(self._engine) as db:
            wanted = select(Reminder.id).where(*due).order_by(Reminder.due_at).limit(AT_ONCE)
            numbers = db.execute(wanted).scalars().all()
        sent = (self._send(number) for number in numbers)
        return [told for told in sent if told]

    def _send(self, number: int) -> Told | None:
        now = self._clock()
        mine = (Reminder.id == number, Reminder.status == "waiting")
        with self._engine.begin() as db:
            mark = update(Reminder).where(*mine).values(status="sent", done_at=now)
            if not db.execute(mark).rowcount:  # somebody else was quicker, or it was cancelled
                return None
            row = db.execute(select(Reminder.__table__).where(Reminder.id == number)).one()
            talk = locked(db, row.conversation_id)
            if talk is None:
                return None
            return tell(db, talk, reminder(row.text, row.procedure_code), now)


def keep_reminder(
    db: Connection, conversation: str, turn: int, draft: ReminderDraft, now: datetime
) -> None:
    """Write a reminder down, in the caller's transaction."""
    row = insert(Reminder).values(
        conversation_id=conversation,
        turn_id=turn,
        text=storable(draft.text, 500),
        procedure_code=draft.procedure,
        due_at=draft.due_at,
        status="waiting",
        created_at=now,
    )
    db.execute(row)


def cancel_reminder(db: Connection, conversation: str, number: int, now: datetime) -> None:
    """Take back a reminder of that conversation which is still to come."""
    mine = (
        Reminder.id == number,
        Reminder.conversation_id == conversation,
        Reminder.status == "waiting",
    )
    db.execute(update(Reminder).where(*mine).values(status="cancelled", done_at=now))
