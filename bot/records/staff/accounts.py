"""The staff's accounts: who may log in, with which roles, and what became of each attempt."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Engine, Row, select, update

from bot.clock import utc_now
from bot.errors import StaffRefused
from bot.records.audit import Deed, note
from bot.records.read import reading
from bot.records.staff.passwords import Passwords
from bot.records.staff.tables import StaffMember, StaffSession

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
NO_LOGIN = "Tên đăng nhập gồm 2 đến 40 chữ thường không dấu, số, dấu chấm, gạch; bắt đầu bằng chữ."
NO_ROLE = "Hãy chọn ít nhất một vai trò: " + ", ".join(ROLES) + "."
UNKNOWN = "Không có tài khoản này; xem danh sách bằng: motcua user list"

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
    subject: str = ""


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

    def admit(self, login: str, password: str, place: str = "") -> Staff | None:
        """Return who that is, ``None`` for nobody; the attempt is counted before it is judged.

        Raises:
            StaffRefused: there were too many attempts.
        """
        row = self._attempt(login.strip().lower(), place)
        if not self._passwords.fits(row and row.password_hash, password) or row is None:
            who = row.login if row else ""
            self._note(Deed(who, "", place), "log in failed", who)
            return None
        self.forgive(row.id)
        return staff_of(row)

    def attempt(self, login: str, place: str = "") -> None:
        """Count one attempt to show who one is.

        Raises:
            StaffRefused: there were too many.
        """
        self._attempt(login, place)

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

    def change_password(self, staff: Staff, password: str, session: int, deed: Deed) -> None:
        """Give ``staff`` a new password, and end all their sessions but this one.

        Raises:
            StaffRefused: it cannot be one.
        """
        kept, now = self._passwords.hash(password, staff.login), self._clock()
        mine = update(StaffMember).where(StaffMember.id == staff.id)
        with self._engine.begin() as db:
            db.execute(mine.values(password_hash=kept))
            revoke_all(db, staff.id, now, StaffSession.id != session)
            note(db, now, deed, "password changed", staff.login)

    def named(self, login: str) -> Staff:
        """Return who has that login.

        Raises:
            StaffRefused: nobody has.
        """
        with reading(self._engine) as db:
            return staff_of(named_in(db.execute(select(StaffMember.__table__)).all(), login))

    def _attempt(self, login: str, place: str) -> Row[Any] | None:
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
                    note(db, now, Deed(login, "", place), "account locked", login)
        return row

    def _note(self, deed: Deed, action: str, subject: str) -> None:
        with self._engine.begin() as db:
            note(db, self._clock(), deed, action, subject)


def checked_login(text: str) -> str:
    """Return a login for a new account.

    Raises:
        StaffRefused: it cannot be one.
    """
    login = text.strip().lower()
    if not _LOGIN.fullmatch(login):
        raise StaffRefused(NO_LOGIN)
    return login


def checked_roles(roles: Sequence[str]) -> list[str]:
    """Return the roles in their order.

    Raises:
        StaffRefused: there is none, or one that we do not know.
    """
    if not roles or set(roles) - set(ROLES):
        raise StaffRefused(NO_ROLE)
    return [role for role in ROLES if role in roles]


def revoke_all(db: Connection, staff_id: int, now: datetime, *which: ColumnElement[bool]) -> None:
    """End the sessions of somebody, all or those ``which``, in the caller's transaction."""
    theirs = (StaffSession.staff_id == staff_id, StaffSession.revoked_at.is_(None), *which)
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
        subject=row.subject or "",
    )


def named_in(rows: Sequence[Row[Any]], login: str) -> Row[Any]:
    """Return the row of who has that login.

    Raises:
        StaffRefused: nobody has.
    """
    found = next((row for row in rows if row.login == login.strip().lower()), None)
    if found is None:
        raise StaffRefused(UNKNOWN)
    return found


def _counted(row: Row[Any], now: datetime) -> dict[str, Any]:
    if row.failed + 1 < TRIES:
        return {"failed": row.failed + 1}
    return {"failed": 0, "locked_until": now + LOCKED}
