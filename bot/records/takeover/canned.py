"""Texts that staff may insert into a reply: a department's own, and everybody's."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Row,
    delete,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from bot.errors import CannedRefused
from bot.records.audit import Deed, note
from bot.records.messages.inbox import utc_now
from bot.records.read import reading
from bot.records.staff.accounts import Staff
from bot.records.staff.tables import StaffMember
from bot.records.takeover.tables import CannedReply
from bot.records.text import storable

LONGEST_TITLE, LONGEST_TEXT = 100, 2000
FOR_ALL = ""

_TAKEN = "Đã có một câu soạn sẵn mang tên này; hãy đặt tên khác."
_EMPTY = "Câu soạn sẵn cần có tên và nội dung."
_GONE = "Câu soạn sẵn này không còn."
_NOT_YOURS = "Chỉ sửa được câu soạn sẵn của phòng, ban mình."


@dataclass(frozen=True, slots=True)
class Canned:
    """One text; ``department`` empty is for all."""

    id: int
    department: str
    title: str
    text: str
    by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """What one is to say."""

    title: str
    text: str
    department: str = FOR_ALL


class SqlCanned:
    """All texts of the installation."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self._engine, self._clock = engine, clock

    def seen_by(self, staff: Staff) -> Sequence[Canned]:
        """Return what ``staff`` may insert: their department's and everybody's, by title."""
        found = select(CannedReply.__table__, StaffMember.name.label("by")).join(StaffMember)
        wanted = found.where(*_seen(staff)).order_by(CannedReply.department, CannedReply.title)
        with reading(self._engine) as db:
            return [_canned(row) for row in db.execute(wanted)]

    def add(self, staff: Staff, draft: Draft, deed: Deed) -> None:
        """Keep a new one.

        Raises:
            CannedRefused: it is not whole, its title is taken or its department another's.
        """
        _check(staff, draft.department)
        with self._changing() as db:
            values = _values(draft, staff, self._clock())
            db.execute(insert(CannedReply).values(**values))
            note(db, self._clock(), deed, "canned reply added", values["title"])

    def change(self, staff: Staff, number: int, draft: Draft, deed: Deed) -> None:
        """Say it otherwise.

        Raises:
            CannedRefused: as for ``add``, or it is gone.
        """
        with self._changing() as db:
            before = _before(db, staff, number)
            _check(staff, draft.department)
            mine = update(CannedReply).where(CannedReply.id == number)
            db.execute(mine.values(**_values(draft, staff, self._clock())))
            note(db, self._clock(), deed, "canned reply changed", before.title, text=before.text)

    def drop(self, staff: Staff, number: int, deed: Deed) -> None:
        """Delete it.

        Raises:
            CannedRefused: it is gone, or another department's.
        """
        with self._changing() as db:
            before = _before(db, staff, number)
            db.execute(delete(CannedReply).where(CannedReply.id == number))
            note(db, self._clock(), deed, "canned reply deleted", before.title, text=before.text)

    @contextmanager
    def _changing(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as db:
                yield db
        except IntegrityError:
            raise CannedRefused(_TAKEN) from None


def may_change(staff: Staff, department: str) -> bool:
    """Whether ``staff`` may write texts of ``department``: an officer only those of their own."""
    if "admin" in staff.roles:
        return True
    if department == FOR_ALL:
        return "helpdesk" in staff.roles
    return department == staff.department


def _seen(staff: Staff) -> list[ColumnElement[bool]]:
    if "admin" in staff.roles:
        return []
    return [or_(CannedReply.department == FOR_ALL, CannedReply.department == staff.department)]


def _before(db: Connection, staff: Staff, number: int) -> Row[Any]:
    found = select(CannedReply.__table__).where(CannedReply.id == number, *_seen(staff))
    row = db.execute(found.with_for_update()).first()
    if row is None:
        raise CannedRefused(_GONE)
    _check(staff, row.department)
    return row


def _check(staff: Staff, department: str) -> None:
    if not may_change(staff, department):
        raise CannedRefused(_NOT_YOURS)


def _values(draft: Draft, staff: Staff, now: datetime) -> dict[str, Any]:
    title = storable(draft.title.strip(), LONGEST_TITLE)
    text = storable(draft.text.strip(), LONGEST_TEXT)
    if not title or not text:
        raise CannedRefused(_EMPTY)
    return {
        "department": draft.department,
        "title": title,
        "text": text,
        "changed_by": staff.id,
        "changed_at": now,
    }


def _canned(row: Row[Any]) -> Canned:
    return Canned(row.id, row.department, row.title, row.text, row.by, row.changed_at)
