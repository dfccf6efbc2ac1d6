"""Who is logged in where: a random token in a browser, its digest here, to be ended any time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, insert, select, update

from bot.clock import utc_now
from bot.records.audit import Deed, note
from bot.records.read import reading
from bot.records.staff.accounts import Staff, staff_of
from bot.records.staff.tables import StaffMember, StaffSession
from bot.records.text import storable

IDLE = timedelta(hours=1)
LONGEST = timedelta(hours=12)
UNCONFIRMED = timedelta(minutes=5)
_SEEN_EVERY = timedelta(minutes=1)  # a page that is read need not be a write each time


@dataclass(frozen=True, slots=True)
class Session:
    """One log-in of somebody, and whether the second factor was shown."""

    id: int
    staff: Staff
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is logged in, as they see it themselves."""

    id: int
    browser: str
    since: datetime
    seen: datetime


class SqlSessions:
    """All sessions of the staff."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self._engine, self._clock = engine, clock

    def start(
        self, staff: Staff, browser: str, *, confirmed: bool, place: str = "", via: str = "password"
    ) -> str:
        """Return the token of a new session; only its digest is kept."""
        token, now = token_urlsafe(32), self._clock()
        lasts = LONGEST if confirmed else UNCONFIRMED
        row = insert(StaffSession).values(
            digest=_digest(token),
            staff_id=staff.id,
            browser=storable(browser, 200),
            confirmed=confirmed,
            created_at=now,
            last_seen_at=now,
            idle_until=now + IDLE,
            expires_at=now + lasts,
        )
        with self._engine.begin() as db:
            db.execute(row)
            if confirmed:
                note(db, now, Deed(staff.login, "", place), "logged in", staff.login, via=via)
        return token

    def find(self, token: str) -> Session | None:
        """Return the session of a token, ``None`` if it is over, ended, or nobody's."""
        now = self._clock()
        mine = (StaffSession.digest == _digest(token), *_alive(now))
        wanted = (
            select(
                StaffMember.__table__,
                StaffSession.id.label("session"),
                StaffSession.confirmed,
                StaffSession.last_seen_at,
            )
            .join(StaffMember, StaffMember.id == StaffSession.staff_id)
            .where(*mine, StaffMember.disabled_at.is_(None))
        )
        with reading(self._engine) as db:
            row = db.execute(wanted).first()
        if row is None:
            return None
        if now - row.last_seen_at >= _SEEN_EVERY:
            self._see(row.session, now)
        return Session(row.session, staff_of(row), row.confirmed)

    def still(self, session_id: int) -> Staff | None:
        """Return whose session that is, if it is not over; to be looked at so is no use of it."""
        mine = (StaffSession.id == session_id, StaffSession.confirmed, *_alive(self._clock()))
        whose = select(StaffMember.__table__).join(
            StaffSession, StaffSession.staff_id == StaffMember.id
        )
        with reading(self._engine) as db:
            row = db.execute(whose.where(*mine, StaffMember.disabled_at.is_(None))).first()
        return staff_of(row) if row else None

    def places(self, staff_id: int) -> list[Place]:
        """Return where somebody is logged in, the newest first."""
        columns = (StaffSession.id, StaffSession.browser)
        times = (StaffSession.created_at, StaffSession.last_seen_at)
        theirs = (StaffSession.staff_id == staff_id, StaffSession.confirmed, *_alive(self._clock()))
        rows = select(*columns, *times).where(*theirs).order_by(StaffSession.id.desc())
        with reading(self._engine) as db:
            return [Place(*row) for row in db.execute(rows)]

    def end(self, staff: Staff, session_id: int, place: str = "") -> bool:
        """End one session of ``staff``; ``False`` if it is somebody else's or over."""
        with self._engine.begin() as db:
            ended = self._revoke(db, staff.id, StaffSession.id == session_id)
            if ended:
                deed = Deed(staff.login, "", place)
                note(db, self._clock(), deed, "session ended", staff.login)
        return bool(ended)

    def end_others(self, staff: Staff, but: int, place: str = "") -> int:
        """End all sessions of ``staff`` except one, and return how many there were."""
        with self._engine.begin() as db:
            ended = self._revoke(db, staff.id, StaffSession.id != but)
            deed = Deed(staff.login, "", place)
            note(db, self._clock(), deed, "other sessions ended", staff.login)
        return ended

    def _revoke(self, db: Connection, staff_id: int, *which: ColumnElement[bool]) -> int:
        now = self._clock()
        theirs = (StaffSession.staff_id == staff_id, *which, *_alive(now))
        return db.execute(update(StaffSession).where(*theirs).values(revoked_at=now)).rowcount

    def _see(self, session_id: int, now: datetime) -> None:
        row = update(StaffSession).where(StaffSession.id == session_id)
        with self._engine.begin() as db:
            db.execute(row.values(last_seen_at=now, idle_until=now + IDLE))


def _alive(now: datetime) -> tuple[Any, ...]:
    return (
        StaffSession.revoked_at.is_(None),
        StaffSession.expires_at > now,
        StaffSession.idle_until > now,
    )


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
