"""The citizen's side of needs: what they may know of theirs, and what they say of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, select

from bot.conversation.following import Followed
from bot.needs.routing import Asked
from bot.records.needs.moves import resume
from bot.records.needs.opening import Routing, Rules
from bot.records.needs.rows import OPEN, change, happened, need_row
from bot.records.read import reading
from bot.records.tables import Need
from bot.records.talks.words import searched
from bot.records.text import storable
from bot.reply import NeedWord

MOST = 10
_ENDED = ("answered", "confirmed", "reopened")


class SqlCitizenNeeds:
    """``Needs`` of the conversation, in SQLite or PostgreSQL."""

    def __init__(self, engine: Engine, rules: Rules) -> None:
        self._engine, self._rules = engine, rules

    def of(self, conversation: str) -> Sequence[Followed]:
        """Return the newest ones, at most ten, the newest first."""
        theirs = select(Need.__table__).where(Need.conversation_id == conversation)
        with reading(self._engine) as db:
            rows = db.execute(theirs.order_by(Need.id.desc()).limit(MOST)).all()
            return [self._followed(db, row) for row in rows]

    def owner(self, text: str) -> str:
        """Return the name of the department that a question goes to."""
        return self._name(self._rules.routed(Asked(text)).department)

    def _followed(self, db: Connection, row: Row[Any]) -> Followed:
        """A merged need is where the one is that it follows."""
        main = row
        if row.merged_into:
            main = db.execute(select(Need.__table__).where(Need.id == row.merged_into)).one()
        is_open = main.status in OPEN
        name = self._name(main.department)
        return Followed(row.id, row.question, name, main.status, main.due_at, is_open)

    def _name(self, department: str) -> str:
        known = {one.id: one.name for one in self._rules.province.departments}
        return known.get(department, department)


def write_word(
    db: Connection, rules: Routing, conversation: str, said: NeedWord, now: datetime
) -> None:
    """Keep what a citizen says of a need of theirs; what no longer fits changes nothing."""
    row = need_row(db, said.number)
    if row is None or row.conversation_id != conversation:
        return
    match said.word:
        case "withdraw":
            _withdraw(db, row, now)
        case "add":
            _add(db, rules, row, said.text, now)
        case "helpful":
            _confirm(db, row, now)
        case "not_helpful":
            _reopen(db, rules, row, now)


def _withdraw(db: Connection, row: Row[Any], now: datetime) -> None:
    if row.status not in (*OPEN, "merged"):
        return
    change(db, row.id, (row.status,), {"status": "withdrawn", "closed_at": now, "due_at": None})
    happened(db, row.id, now, "", "withdrawn")


def _add(db: Connection, rules: Routing, row: Row[Any], text: str, now: datetime) -> None:
    """A word more ends a pause; after an answer it asks for another one."""
    question = storable(f"{row.question}\n{text}")
    values = {"question": question, "words": searched(question)}
    change(db, row.id, (row.status,), values)
    happened(db, row.id, now, "", "added", text)
    if row.status == "waiting":
        resume(db, rules, row, now)
    elif row.status in _ENDED[:2]:
        _reopen(db, rules, row, now)


def _confirm(db: Connection, row: Row[Any], now: datetime) -> None:
    if row.status in ("answered", "merged"):
        status = "confirmed" if row.status == "answered" else row.status
        change(db, row.id, (row.status,), {"status": status, "is_helpful": True})
        happened(db, row.id, now, "", "confirmed")


def _reopen(db: Connection, rules: Routing, row: Row[Any], now: datetime) -> None:
    """Back to its department with a due time anew; a merged one becomes a need of its own."""
    if row.status not in ("answered", "confirmed", "merged"):
        return
    values = {
        "status": "reopened",
        "is_helpful": False,
        "reopened": row.reopened + 1,
        "merged_into": None,
        "closed_at": None,
        "due_at": rules.due(row.department, row.kind, now),
    }
    change(db, row.id, (row.status,), values)
    happened(db, row.id, now, "", "reopened")
