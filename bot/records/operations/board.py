"""Switches and the notice, in the database so that every process follows within seconds."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from sqlalchemy import Engine, delete, insert, select

from bot.conversation.bulletin import Bulletin
from bot.records.audit import Deed, note
from bot.records.insert import insert as upsert
from bot.records.messages.inbox import utc_now
from bot.records.operations.tables import Notice, Switch
from bot.records.read import reading

KEPT_SECONDS = 2.0  # how long a process may go by what it read last

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Off:
    """One switch that is off, since when, by whom and why."""

    name: str
    say: str
    reason: str
    who: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """The notice as it was set last; an empty text means that there is none."""

    number: int
    text: str
    until: datetime | None
    who: str
    set_at: datetime


class SqlBoard:
    """What operators switch and tell, in SQLite or PostgreSQL."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self._engine, self._clock = engine, clock

    def switch_off(self, name: str, deed: Deed, say: str = "") -> None:
        """Switch ``name`` off, or say something else about one that is off."""
        now = self._clock()
        values = {"say": say, "reason": deed.reason, "who": deed.who, "since": now}
        row = upsert(self._engine, Switch).values(name=name, **values)
        with self._engine.begin() as db:
            db.execute(row.on_conflict_do_update(index_elements=["name"], set_=values))
            note(db, now, deed, "switch off", name, say=say)

    def switch_on(self, name: str, deed: Deed) -> bool:
        """Switch ``name`` on; ``False`` if it was."""
        with self._engine.begin() as db:
            was_off = bool(db.execute(delete(Switch).where(Switch.name == name)).rowcount)
            if was_off:
                note(db, self._clock(), deed, "switch on", name)
            return was_off

    def off(self) -> list[Off]:
        """Return the switches that are off."""
        rows = select(Switch.name, Switch.say, Switch.reason, Switch.who, Switch.since)
        with reading(self._engine) as db:
            return [Off(*row) for row in db.execute(rows.order_by(Switch.name))]

    def tell(self, text: str, until: datetime | None, deed: Deed) -> None:
        """Put up a notice in place of the one before; an empty text takes it away."""
        now = self._clock()
        row = insert(Notice).values(text=text, until=until, who=deed.who, set_at=now)
        with self._engine.begin() as db:
            db.execute(row)
            note(db, now, deed, "notice set" if text else "notice cleared", "notice", text=text)

    def told(self) -> Told | None:
        """Return the notice that was set last, be it over or cleared."""
        newest = select(Notice.id, Notice.text, Notice.until, Notice.who, Notice.set_at)
        with reading(self._engine) as db:
            row = db.execute(newest.order_by(Notice.id.desc()).limit(1)).first()
        return Told(*row) if row else None

    def bulletin(self) -> Bulletin:
        """Return what holds now."""
        off = {switch.name: switch.say for switch in self.off()}
        told = self.told()
        if told is None or (told.until and told.until <= self._clock()):
            return Bulletin(off)
        return Bulletin(off, told.text, told.number)


class Followed:
    """A bulletin that is read again when it is two seconds old.

    While the database cannot be read, what was read last goes on to hold.
    """

    def __init__(
        self, read: Callable[[], Bulletin], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._read, self._clock = read, clock
        self._now, self._read_at = Bulletin(), float("-inf")
        self._one_at_a_time = Lock()

    def __call__(self) -> Bulletin:
        """Return it; never raises. While one thread reads, the others go by what there is."""
        is_first = self._read_at == float("-inf")
        if self._is_old() and self._one_at_a_time.acquire(blocking=is_first):
            try:
                self._read_again()
            finally:
                self._one_at_a_time.release()
        return self._now

    def _is_old(self) -> bool:
        return self._clock() - self._read_at >= KEPT_SECONDS

    def _read_again(self) -> None:
        if not self._is_old():
            return
        try:
            self._now = self._read()
        except Exception as error:
            log.warning("the switches cannot be read: %s", type(error).__name__)
        self._read_at = self._clock()
