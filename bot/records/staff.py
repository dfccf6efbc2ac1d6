"""The staff's accounts: who may log in, with which roles, and what became of each attempt."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Engine, Row, select, update

from bot.errors import StaffRefused
from bot.records.audit import Deed, note
from bot.records.inbox import utc_now
from bot.records.passwords import Passwords
from bot.records.read import reading
from bot.records.staff_tables import StaffInvitation, StaffMember, StaffSession

ROLES: Final[Mapping[str, str]] = {
    "helpdesk": "Trực hỗ trợ",
    "officer": "Cán bộ xử lý",
    "analyst": "Phân tích",
    "editor": "Biên tập",
    "admin": "Quản trị",
}
TRIES = 5
LOCKED = timedelta(minutes=15)

WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng."
TOO_MANY = "Đăng nhập sai nhiều lần nên tạm khóa; vui lòng thử lại sau 15 phút."
_NO_LOGIN = "Tên đăng nhập gồm 2 đến 40 chữ thường không dấu, số, dấu chấm, gạch; bắt đầu bằng chữ."
_NO_ROLE = "Hãy chọn ít nhất một vai trò: " + ", ".join(ROLES) + "."
_UNKNOWN = "Không có tài khoản này; xem danh sách bằng: motcua user list"
_LAST_ADMIN = "Đây là quản trị viên cuối cùng; hãy mời một người khác trước."

_LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,39}")


@dataclass(frozen=True, slots=True)
class Staff:
    """One person of the staff, without any secret."""

    id: int
    login: str
    name: str
    roles: tuple[str, ...]
    province: str
    department: str
    has_code: bool
    disabled: bool
    commune: str = ""
    language: str = "vi"


class SqlStaff:
    """All accounts of the installation."""

    def __init__(
        self, engine: Engine, passwords: Passwords, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._engine, self._passwords, self._clock = engine, passwords, clock

    def all(self) -> list[Staff]:
        """Return everybody, by login."""
        rows = select(StaffMember.__table__).order_by(StaffMember.login)
        with reading(self._engine) as db:
            return [staff_of(row) for row in db.execute(rows)]

    def admit(self, login: str, password: str) -> Staff | None:
        """Return who that is, ``None`` for nobody; the attempt is counted before it is judged.

        Raises:
            StaffRefused: there were too many attempts.
        """
        row = self._attempt(login.strip().lower())
        if not self._passwords.fits(row and row.password_hash, password) or row is None:
            self._note(row.login if row else "", "log in failed", row.login if row else "")
            return None
        self.forgive(row.id)
        return staff_of(row)

    def attempt(self, login: str) -> None:
        """Count one attempt at the second factor.

        Raises:
            StaffRefused: there were too many.
        """
        self._attempt(login)

    def forgive(self, staff_id: int) -> None:
        """Forget the failures: somebody has shown who they are."""
        row = update(StaffMember).where(StaffMember.id == staff_id)
        with self._engine.begin() as db:
            db.execute(row.values(failed=0, locked_until=None))

    def is_right(self, staff_id: int, password: str) -> bool:
        """Whether it is the password of somebody who is logged in."""
        kept = select(StaffMember.password_hash).where(StaffMember.id == staff_id)
        with reading(self._engine) as db:
            found = db.execute(kept).scalar()
        return self._passwords.fits(found, password)

    def speaks(self, staff_id: int, language: str) -> None:
        """Remember in which language somebody reads the console."""
        row = update(StaffMember).where(StaffMember.id == staff_id)
        with self._engine.begin() as db:
            db.execute(row.values(language="en" if language == "en" else "vi"))

    def disable(self, login: str, deed: Deed) -> None:
        """Close an account and all its sessions at once.

        Raises:
            StaffRefused: there is no such account, or nobody could administrate any more.
        """
        now = self._clock()
        with self._engine.begin() as db:
            everybody = db.execute(select(StaffMember.__table__).with_for_update()).all()
            who = _named(everybody, login)
            if _is_last_admin(who, everybody):
                raise StaffRefused(_LAST_ADMIN)
            db.execute(update(StaffMember).where(StaffMember.id == who.id).values(disabled_at=now))
            revoke_all(db, who.id, now)
            theirs = (StaffInvitation.staff_id == who.id, StaffInvitation.used_at.is_(None))
            db.execute(update(StaffInvitation).where(*theirs).values(used_at=now))
            note(db, now, deed, "account disabled", who.login)

    def named(self, login: str) -> Staff:
        """Return who has that login.

        Raises:
            StaffRefused: nobody has.
        """
        with reading(self._engine) as db:
            return staff_of(_named(db.execute(select(StaffMember.__table__)).all(), login))

    def _attempt(self, login: str) -> Row[Any] | None:
        now = self._clock()
        wanted = (StaffMember.login == login, StaffMember.disabled_at.is_(None))
        with self._engine.begin() as db:
            rows = select(StaffMember.__table__).where(*wanted).with_for_update()
            row = db.execute(rows).first()
            if row and row.locked_until and row.locked_until > now:
                raise StaffRefused(TOO_MANY)
            if row:
                db.execute(
                    update(StaffMember).where(StaffMember.id == row.id).values(_counted(row, now))
                )
                if row.failed + 1 >= TRIES:
                    note(db, now, Deed(login, ""), "account locked", login)
        return row

    def _note(self, who: str, action: str, subject: str) -> None:
        with self._engine.begin() as db:
            note(db, self._clock(), Deed(who, ""), action, subject)


def checked_login(text: str) -> str:
    """Return a login for a new account.

    Raises:
        StaffRefused: it cannot be one.
    """
    login = text.strip().lower()
    if not _LOGIN.fullmatch(login):
        raise StaffRefused(_NO_LOGIN)
    return login


def checked_roles(roles: Sequence[str]) -> list[str]:
    """Return the roles in their order.

    Raises:
        StaffRefused: there is none, or one that we do not know.
    """
    if not roles or set(roles) - set(ROLES):
        raise StaffRefused(_NO_ROLE)
    return [role for role in ROLES if role in roles]


def revoke_all(db: Connection, staff_id: int, now: datetime) -> None:
    """End all sessions of somebody, in the caller's transaction."""
    theirs = (StaffSession.staff_id == staff_id, StaffSession.revoked_at.is_(None))
    db.execute(update(StaffSession).where(*theirs).values(revoked_at=now))


def staff_of(row: Row[Any]) -> Staff:
    """Return the person in a row of the table."""
    return Staff(
        id=row.id,
        login=row.login,
        name=row.name,
        roles=tuple(row.roles),
        province=row.province,
        department=row.department,
        has_code=row.totp is not None,
        disabled=row.disabled_at is not None,
        commune=row.commune,
        language=row.language,
    )


def _counted(row: Row[Any], now: datetime) -> dict[str, Any]:
    if row.failed + 1 < TRIES:
        return {"failed": row.failed + 1}
    return {"failed": 0, "locked_until": now + LOCKED}


def _named(rows: Sequence[Row[Any]], login: str) -> Row[Any]:
    found = next((row for row in rows if row.login == login.strip().lower()), None)
    if found is None:
        raise StaffRefused(_UNKNOWN)
    return found


def _is_last_admin(who: Row[Any], everybody: Sequence[Row[Any]]) -> bool:
    admins = {row.id for row in everybody if "admin" in row.roles and not row.disabled_at}
    return admins == {who.id}
