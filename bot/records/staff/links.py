"""Links that work once: for the first admin, for who is invited, for who forgot their password."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.clock import utc_now
from bot.errors import StaffRefused
from bot.records.audit import Deed, note
from bot.records.read import reading
from bot.records.staff.accounts import Staff, checked_login, checked_roles, revoke_all
from bot.records.staff.passwords import Passwords
from bot.records.staff.tables import RecoveryCode, StaffInvitation, StaffMember
from bot.records.text import clean

ONE_HOUR = timedelta(hours=1)
INVITED = timedelta(days=3)

NO_LINK = "Liên kết này đã dùng hoặc đã hết hạn; hãy xin người quản trị một liên kết mới."
TAKEN = "Tên đăng nhập này đã có người dùng, vui lòng chọn tên khác."
NO_NAME = "Hãy ghi họ và tên."


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a link gives; ``login`` is set when it is for a new password."""

    roles: tuple[str, ...]
    login: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What an invitation gives to whoever follows it."""

    roles: Sequence[str]
    province: str = ""
    department: str = ""
    commune: str = ""

    def checked(self) -> dict[str, Any]:
        """Return what is kept of it.

        Raises:
            StaffRefused: a role is unknown.
        """
        places = {
            "province": self.province,
            "department": self.department,
            "commune": self.commune,
        }
        kept = {name: clean(text, 100).strip() for name, text in places.items()}
        return {"roles": checked_roles(self.roles), **kept}


class SqlLinks:
    """All links that are still good, by their digests."""

    def __init__(
        self, engine: Engine, passwords: Passwords, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._engine, self._passwords, self._clock = engine, passwords, clock

    def first(self, who: str = "motcua up") -> str | None:
        """Return the token for the first admin, ``None`` once there is staff.

        An earlier one is good no more.
        """
        now = self._clock()
        deed = Deed(who, "")
        with self._engine.begin() as db:
            if _count(db):
                return None
            earlier = (StaffInvitation.is_first, StaffInvitation.used_at.is_(None))
            db.execute(update(StaffInvitation).where(*earlier).values(used_at=now))
            row = {"is_first": True, "roles": ["admin"], "expires_at": now + ONE_HOUR}
            return self._issue(db, deed, "first admin invited", "", row)

    def invite(self, given: Given, deed: Deed) -> str:
        """Return the token for somebody new.

        Raises:
            StaffRefused: a role is unknown.
        """
        row = {**given.checked(), "expires_at": self._clock() + INVITED}
        with self._engine.begin() as db:
            return self._issue(db, deed, "staff invited", " ".join(row["roles"]), row)

    def reset(self, staff: Staff, deed: Deed) -> str:
        """Return the token for a new password; it opens a closed account again."""
        row = {"staff_id": staff.id, "roles": [], "expires_at": self._clock() + ONE_HOUR}
        with self._engine.begin() as db:
            return self._issue(db, deed, "password reset", staff.login, row)

    def look(self, token: str) -> Invitation | None:
        """Return what the link is for, ``None`` if it is good no more."""
        with reading(self._engine) as db:
            row = db.execute(self._good(token)).first()
        return Invitation(tuple(row.roles), row.login or "") if row else None

    def follow(self, token: str, login: str, name: str, password: str, place: str = "") -> str:
        """Use the link up, and return the login of the account that it made or mended.

        Raises:
            StaffRefused: the link is good no more, or what was chosen cannot be taken.
        """
        invitation = self.look(token)
        if invitation is None:
            raise StaffRefused(NO_LINK)
        login = invitation.login or checked_login(login)
        kept = self._passwords.hash(password, login)
        try:
            with self._engine.begin() as db:
                row = self._use(db, token)
                self._fill(db, row, Deed(login, "", place), name, kept)
        except IntegrityError:
            raise StaffRefused(TAKEN) from None
        return login

    def _issue(
        self, db: Connection, deed: Deed, action: str, subject: str, row: dict[str, Any]
    ) -> str:
        token, now = token_urlsafe(32), self._clock()
        always = {"is_first": False, "province": "", "department": "", "commune": ""}
        always["staff_id"] = None
        made = {"digest": _digest(token), "invited_by": deed.who, "created_at": now}
        db.execute(insert(StaffInvitation).values(**(always | row | made)))
        note(db, now, deed, action, subject)
        return token

    def _good(self, token: str) -> Any:
        columns = (StaffInvitation.__table__, StaffMember.login)
        good = (StaffInvitation.used_at.is_(None), StaffInvitation.expires_at > self._clock())
        joined = select(*columns).outerjoin(StaffMember, StaffMember.id == StaffInvitation.staff_id)
        return joined.where(StaffInvitation.digest == _digest(token), *good)

    def _use(self, db: Connection, token: str) -> Row[Any]:
        row = db.execute(self._good(token)).first()
        mine = (StaffInvitation.digest == _digest(token), StaffInvitation.used_at.is_(None))
        used = update(StaffInvitation).where(*mine).values(used_at=self._clock())
        if row is None or not db.execute(used).rowcount or (row.is_first and _count(db)):
            raise StaffRefused(NO_LINK)
        return row

    def _fill(self, db: Connection, row: Row[Any], deed: Deed, name: str, kept: str) -> None:
        now = self._clock()
        fresh = {"password_hash": kept, "failed": 0, "locked_until": None, "disabled_at": None}
        fresh |= {"totp": None, "totp_step": 0}
        if row.staff_id is not None:
            self._mend(db, row.staff_id, fresh)
            note(db, now, deed, "new password", deed.who)
            return
        called = " ".join(clean(name, 100).split())
        if not called:
            raise StaffRefused(NO_NAME)
        theirs = {"roles": row.roles, "province": row.province, "department": row.department}
        made = {"login": deed.who, "name": called, "commune": row.commune, "created_at": now}
        db.execute(insert(StaffMember).values(**(fresh | theirs | made)))
        note(db, now, deed, "account made", deed.who, invited_by=row.invited_by)

    def _mend(self, db: Connection, staff_id: int, fresh: dict[str, Any]) -> None:
        db.execute(update(StaffMember).where(StaffMember.id == staff_id).values(**fresh))
        db.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff_id))
        revoke_all(db, staff_id, self._clock())


def _count(db: Connection) -> int:
    return db.execute(select(func.count()).select_from(StaffMember)).scalar_one()


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
