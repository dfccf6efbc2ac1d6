"""Changes of an account by others: roles, what it sees, closed and open; all of it audited."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, select, update
from sqlalchemy.exc import IntegrityError

from bot.clock import utc_now
from bot.errors import StaffRefused
from bot.records.audit import Deed, note
from bot.records.staff.accounts import Staff, named_in, revoke_all, staff_of
from bot.records.staff.links import Given
from bot.records.staff.tables import StaffInvitation, StaffMember

LAST_ADMIN = "Đây là quản trị viên cuối cùng; hãy mời một người khác trước."
LINKED = "Tài khoản bên ngoài này đã gắn với một người khác."


class SqlStaffChanges:
    """What admins change, and whom an account is at the institution's own log-in."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self._engine, self._clock = engine, clock

    def edit(self, login: str, given: Given, deed: Deed) -> None:
        """Give somebody other roles and another scope; open sessions have them at once.

        Raises:
            StaffRefused: there is no such account or role, or nobody could administrate any more.
        """
        after = given.checked()
        with self._everybody(login) as (db, who, everybody):
            if "admin" not in after["roles"] and _is_last_admin(who, everybody):
                raise StaffRefused(LAST_ADMIN)
            before = {name: who._mapping[name] for name in after}
            if before != after:
                db.execute(update(StaffMember).where(StaffMember.id == who.id).values(**after))
                changed = {n: [before[n], after[n]] for n in after if before[n] != after[n]}
                note(db, self._clock(), deed, "account changed", who.login, **changed)

    def disable(self, login: str, deed: Deed) -> None:
        """Close an account and all its sessions at once.

        Raises:
            StaffRefused: there is no such account, or nobody could administrate any more.
        """
        now = self._clock()
        with self._everybody(login) as (db, who, everybody):
            if _is_last_admin(who, everybody):
                raise StaffRefused(LAST_ADMIN)
            db.execute(update(StaffMember).where(StaffMember.id == who.id).values(disabled_at=now))
            revoke_all(db, who.id, now)
            theirs = (StaffInvitation.staff_id == who.id, StaffInvitation.used_at.is_(None))
            db.execute(update(StaffInvitation).where(*theirs).values(used_at=now))
            note(db, now, deed, "account disabled", who.login)

    def enable(self, login: str, deed: Deed) -> None:
        """Open an account again, with the password it had.

        Raises:
            StaffRefused: there is no such account.
        """
        fresh = {"disabled_at": None, "failed": 0, "locked_until": None}
        with self._everybody(login) as (db, who, _everybody):
            if who.disabled_at:
                db.execute(update(StaffMember).where(StaffMember.id == who.id).values(**fresh))
                note(db, self._clock(), deed, "account enabled", who.login)

    def link(self, staff: Staff, subject: str, deed: Deed) -> None:
        """Let who is ``subject`` at the institution's own log-in be ``staff``; empty takes it back.

        Raises:
            StaffRefused: that is somebody else already.
        """
        row = update(StaffMember).where(StaffMember.id == staff.id)
        try:
            with self._engine.begin() as db:
                db.execute(row.values(subject=subject or None))
                action = "outside account linked" if subject else "outside account unlinked"
                note(db, self._clock(), deed, action, staff.login)
        except IntegrityError:
            raise StaffRefused(LINKED) from None

    def admit(self, subject: str, deed: Deed) -> Staff | None:
        """Return who that is, ``None`` for nobody with an open account, which is noted."""
        known = (StaffMember.subject == subject, StaffMember.disabled_at.is_(None))
        with self._engine.begin() as db:
            row = db.execute(select(StaffMember.__table__).where(*known)).first()
            if row is None:
                note(db, self._clock(), deed, "log in failed", "", via="openid")
        return staff_of(row) if row else None

    @contextmanager
    def _everybody(self, login: str) -> Iterator[tuple[Connection, Row[Any], Sequence[Row[Any]]]]:
        """Give who has that login and all others, none of whom can be changed meanwhile."""
        rows = select(StaffMember.__table__).order_by(StaffMember.id).with_for_update()
        with self._engine.begin() as db:
            everybody = db.execute(rows).all()
            yield db, named_in(everybody, login), everybody


def _is_last_admin(who: Row[Any], everybody: Sequence[Row[Any]]) -> bool:
    admins = {row.id for row in everybody if "admin" in row.roles and not row.disabled_at}
    return admins == {who.id}
