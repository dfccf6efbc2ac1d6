"""What time does to conversations with a person: nobody waits in vain, and none stays open."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Engine, Row, or_, select

from bot.conversation import handing
from bot.conversation.ports import Helpdesk
from bot.needs.routing import Asked
from bot.records.messages.sealed import drop_expired
from bot.records.messages.telling import Told, tell
from bot.records.needs.opening import Opened, Routing, open_need
from bot.records.read import reading
from bot.records.tables import InboxMessage, Turn
from bot.records.takeover.rows import change, close, locked, newest_turn
from bot.records.takeover.tables import Handoff
from bot.records.takeover.views import Takeover, open_one, place_of
from bot.reply import Reply

NO_WORD_OF_STAFF: Final = timedelta(minutes=15)  # after which another one is called
NO_WORD_OF_CITIZEN: Final = timedelta(minutes=30)  # after which the bot speaks again
LOOK_SECONDS: Final = 20.0  # between two looks

_Step = Callable[[Connection, Row[Any], Takeover, datetime], Told | None]


class SqlKeeper:
    """Looks after takeovers; any number of processes may do so at once."""

    def __init__(self, engine: Engine, helpdesk: Helpdesk, rules: Routing) -> None:
        """Ask ``helpdesk`` whether somebody is there; give needs their owner by ``rules``."""
        self._engine, self._helpdesk, self._rules = engine, helpdesk, rules

    def keep(self, now: datetime) -> list[Told]:
        """Do what is due at ``now``; return whom to ring for."""
        told = self._each(_unanswered(now), now, _call_another)
        told += self._each(_silent(now), now, _end)
        if not self._helpdesk.is_open(now):
            told += self._each(Handoff.status == "waiting", now, self._expire)
        self._drop_sealed(now)
        return told

    def _each(self, is_due: ColumnElement[bool], now: datetime, step: _Step) -> list[Told]:
        with reading(self._engine) as db:
            due = db.execute(select(Handoff.conversation_id).where(is_due)).scalars().all()
        return [told for one in due if (told := self._one(one, is_due, now, step))]

    def _one(
        self, conversation: str, is_due: ColumnElement[bool], now: datetime, step: _Step
    ) -> Told | None:
        """Take one step under the lock, if it is still due: another process may have been here."""
        still = select(Handoff.id).where(Handoff.conversation_id == conversation, is_due)
        with self._engine.begin() as db:
            talk = locked(db, conversation)
            handoff = open_one(db, conversation) if talk and db.execute(still).scalar() else None
            return step(db, talk, handoff, now) if talk and handoff else None

    def _expire(
        self, db: Connection, talk: Row[Any], handoff: Takeover, now: datetime
    ) -> Told | None:
        if not close(db, talk.id, "expired", now, Handoff.status == "waiting"):
            return None
        question = _question(db, handoff)
        asked = Asked(question, commune=talk.commune)
        turn = handoff.turn_id or newest_turn(db, talk.id) or 0
        opened = Opened(asked, talk.id, turn, department=handoff.department)
        open_need(db, self._rules, opened, now)
        opens = self._helpdesk.opens_next(now)
        return tell(db, talk, handing.expired(question, opens, now), now)

    def _drop_sealed(self, now: datetime) -> None:
        with self._engine.begin() as db:
            drop_expired(db, now)


def _unanswered(now: datetime) -> ColumnElement[bool]:
    """Which citizens wait for a word of the person, and have done so for long."""
    long_ago = now - NO_WORD_OF_STAFF
    waits = or_(Handoff.staff_at.is_(None), Handoff.staff_at < Handoff.citizen_at)
    asked, claimed = Handoff.citizen_at <= long_ago, Handoff.claimed_at <= long_ago
    return (Handoff.status == "talking") & waits & asked & claimed


def _silent(now: datetime) -> ColumnElement[bool]:
    """Which citizens have not said a word since the person wrote, and that is long ago."""
    wrote_last = Handoff.staff_at >= Handoff.citizen_at
    is_long_ago = Handoff.staff_at <= now - NO_WORD_OF_CITIZEN
    return (Handoff.status == "talking") & wrote_last & is_long_ago


def _call_another(db: Connection, talk: Row[Any], handoff: Takeover, now: datetime) -> Told | None:
    waits = {"status": "waiting", "staff_id": None, "claimed_at": None, "staff_at": None}
    if not change(db, talk.id, _unanswered(now), **waits):
        return None
    place = place_of(db, talk.id) or 1
    return tell(db, talk, handing.taken_back(handoff.staff_name, place), now)


def _end(db: Connection, talk: Row[Any], handoff: Takeover, now: datetime) -> Told | None:
    if not close(db, talk.id, "silent", now, _silent(now)):
        return None
    reply: Reply = handing.silent(handoff.staff_name)
    return tell(db, talk, reply, now, state=handing.ASKED)


def _question(db: Connection, handoff: Takeover) -> str:
    """Return what the citizen wanted to know: what they wrote before they asked for a person."""
    wrote = (
        select(InboxMessage.text)
        .join(Turn, Turn.inbox_id == InboxMessage.id)
        .where(Turn.conversation_id == handoff.conversation, InboxMessage.kind == "text")
        .where(InboxMessage.text != "")
        .order_by(Turn.id.desc())
        .limit(1)
    )
    texts = (wrote.where(Turn.id < handoff.turn_id), wrote.where(Turn.id > handoff.turn_id), wrote)
    return next(filter(None, (db.execute(text).scalar() for text in texts)), "")
