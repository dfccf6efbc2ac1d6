"""What staff say to each other about a conversation. Citizens never see it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, and_, insert, literal, select, update

from bot.errors import NoteRefused
from bot.records.audit import Deed
from bot.records.audit import note as keep
from bot.records.read import reading
from bot.records.staff.accounts import Staff, staff_of
from bot.records.staff.scope import may_see, visible
from bot.records.staff.tables import StaffMember
from bot.records.tables import Conversation
from bot.records.takeover.tables import Mention, Note
from bot.records.talks.transcripts import READERS
from bot.records.text import storable

LONGEST = 2000
SHOWN = 50
_MENTION = re.compile(r"(?<![\w.@-])@([a-z][a-z0-9._-]*[a-z0-9])", re.IGNORECASE)
_EMPTY = "Ghi chú chưa có chữ nào."
_CANNOT_SEE = "Chưa lưu ghi chú: không có đồng nghiệp nào xem được hội thoại này tên là {login}."


@dataclass(frozen=True, slots=True)
class ReadNote:
    """One note."""

    text: str
    by: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Called:
    """A note in which somebody is mentioned, and which they have not seen."""

    conversation: str
    text: str
    by: str
    created_at: datetime


def mentioned(text: str) -> list[str]:
    """Return the logins that a note calls.

    >>> mentioned("Chào @Lan, nhờ @minh.ho xem. Không phải ai@vidu.vn")
    ['lan', 'minh.ho']
    """
    return list(dict.fromkeys(login.lower() for login in _MENTION.findall(text)))


def add_note(
    engine: Engine, staff: Staff, conversation: str, text: str, deed: Deed, now: datetime
) -> bool:
    """Keep a note and call whom it mentions; ``False`` if ``staff`` may not see the conversation.

    Raises:
        NoteRefused: it is empty, or calls somebody who may not see the conversation.
    """
    said, logins = storable(text.strip(), LONGEST), mentioned(text)
    with engine.begin() as db:
        if not may_see(db, staff, conversation):
            return False
        if not said:
            raise NoteRefused(_EMPTY)
        called = _called(db, conversation, logins)
        row = insert(Note).values(
            conversation_id=conversation,
            staff_id=staff.id,
            text=said,
            mentions=logins,
            created_at=now,
        )
        number = db.execute(row.returning(Note.id)).scalar_one()
        calls = [{"note_id": number, "staff_id": who} for who in called if who != staff.id]
        if calls:
            db.execute(insert(Mention), calls)
        keep(db, now, deed, "note added", conversation, mentions=logins)
    return True


def notes_of(engine: Engine, conversation: str) -> Sequence[ReadNote]:
    """Return the newest notes, the oldest first; the caller has seen to it who may read them."""
    rows = (
        select(Note.text, StaffMember.name, Note.created_at)
        .join(StaffMember, StaffMember.id == Note.staff_id)
        .where(Note.conversation_id == conversation)
        .order_by(Note.id.desc())
        .limit(SHOWN)
    )
    with reading(engine) as db:
        return [ReadNote(*row) for row in reversed(db.execute(rows).all())]


def who_may_see(engine: Engine, conversation: str) -> Sequence[Staff]:
    """Return everybody who can be mentioned in a conversation, by login."""
    with reading(engine) as db:
        return _readers(db, conversation)


def calls_for(engine: Engine, staff: Staff) -> Sequence[Called]:
    """Return the notes that call ``staff`` and were not seen yet, the newest first."""
    rows = (
        select(Note.conversation_id, Note.text, StaffMember.name, Note.created_at)
        .join(Mention, Mention.note_id == Note.id)
        .join(StaffMember, StaffMember.id == Note.staff_id)
        .join(Conversation, Conversation.id == Note.conversation_id)
        .where(Mention.staff_id == staff.id, Mention.seen_at.is_(None), *visible(staff))
        .order_by(Note.id.desc())
        .limit(SHOWN)
    )
    with reading(engine) as db:
        return [Called(*row) for row in db.execute(rows)]


def have_seen(engine: Engine, staff: Staff, conversation: str, now: datetime) -> None:
    """Let the calls in a conversation rest: ``staff`` has opened it."""
    here = select(Note.id).where(Note.conversation_id == conversation)
    open_calls = (
        Mention.staff_id == staff.id,
        Mention.seen_at.is_(None),
        Mention.note_id.in_(here),
    )
    with reading(engine) as db:
        if not db.execute(select(Mention.note_id).where(*open_calls).limit(1)).first():
            return
    with engine.begin() as db:
        db.execute(update(Mention).where(*open_calls).values(seen_at=now))


def _called(db: Connection, conversation: str, logins: Iterable[str]) -> list[int]:
    known = {person.login: person.id for person in _readers(db, conversation)} if logins else {}
    for login in logins:
        if login not in known:
            raise NoteRefused(_CANNOT_SEE, f"@{login}")
    return [known[login] for login in logins]


def _readers(db: Connection, conversation: str) -> list[Staff]:
    rows = select(StaffMember.__table__).where(StaffMember.disabled_at.is_(None))
    people = [staff_of(row) for row in db.execute(rows.order_by(StaffMember.login))]
    readers = [person for person in people if set(READERS) & set(person.roles)]
    narrowed = [person for person in readers if visible(person)]
    seeing = _seeing(db, conversation, narrowed)
    return [person for person in readers if person not in narrowed or person.id in seeing]


def _seeing(db: Connection, conversation: str, people: Sequence[Staff]) -> set[int]:
    """Return who of ``people`` sees the conversation, in one query for all."""
    if not people:
        return set()
    whether = [and_(*visible(person)) for person in people]
    row = db.execute(select(literal(1), *whether).where(Conversation.id == conversation)).first()
    return (
        {person.id for person, sees in zip(people, row[1:], strict=True) if sees} if row else set()
    )
