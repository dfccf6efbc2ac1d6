"""The board of needs: what is where, the most urgent first, and everything about one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Integer,
    Row,
    Select,
    cast,
    func,
    select,
)

from bot.records.needs.rows import OPEN, RUNNING
from bot.records.needs.seen import visible_needs
from bot.records.needs.tables import NeedEvent
from bot.records.read import reading
from bot.records.staff.accounts import Staff
from bot.records.staff.tables import StaffMember
from bot.records.tables import Conversation, Need, OutboxReply
from bot.records.talks.words import words_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for; empty is everything. ``view`` is open, late, mine, done or all."""

    view: str = "open"
    department: str = ""
    status: str = ""
    kind: str = ""
    commune: str = ""
    text: str = ""
    after: int = 0  # how many of the order are on earlier pages


@dataclass(frozen=True, slots=True)
class Card:
    """One need on the board; ``askers`` counts those who wait for its answer."""

    id: int
    question: str
    kind: str
    department: str
    status: str
    channel: str
    commune: str
    created_at: datetime
    due_at: datetime | None
    owner: str
    askers: int


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to a need."""

    at: datetime
    who: str
    what: str
    text: str
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Whole:
    """A need with its history, those that follow it, and how its answer was delivered."""

    row: Row[Any]
    card: Card
    steps: Sequence[Step]
    followers: Sequence[Card]
    deliveries: Mapping[str, str]


def board(engine: Engine, staff: Staff, wanted: Filter, now: datetime) -> list[Card]:
    """Return a page of what ``staff`` may see: the earliest due first, then the oldest."""
    conditions = (*visible_needs(staff), *_conditions(staff, wanted, now))
    order = (Need.due_at.is_(None), Need.due_at, Need.id)
    some = select(Need.id).where(*conditions).order_by(*order).offset(wanted.after).limit(PAGE)
    query = _cards().where(Need.id.in_(some.subquery().select())).order_by(*order)
    with reading(engine) as db:
        return [Card(*row) for row in db.execute(query)]


def counts(engine: Engine, staff: Staff, now: datetime) -> Mapping[str, Mapping[str, int]]:
    """Return by department how many are in each status, and how many are late."""
    late = func.sum(_as_number((Need.due_at <= now) & Need.status.in_(RUNNING)))
    query = select(Need.department, Need.status, func.count(), late)
    wanted = (*visible_needs(staff), Need.status.in_(OPEN))
    found: dict[str, dict[str, int]] = {}
    with reading(engine) as db:
        for row in db.execute(query.where(*wanted).group_by(Need.department, Need.status)):
            department = found.setdefault(row[0], {"late": 0})
            department[row[1]] = row[2]
            department["late"] += int(row[3] or 0)
    return found


def whole(engine: Engine, staff: Staff, need: int) -> Whole | None:
    """Return all of one need; ``None`` if there is none that ``staff`` may see."""
    with reading(engine) as db:
        card = db.execute(_cards().where(Need.id == need, *visible_needs(staff))).first()
        if card is None:
            return None
        row = db.execute(select(Need.__table__).where(Need.id == need)).one()
        follow = db.execute(_cards().where(Need.merged_into == need).order_by(Need.id))
        followers = [Card(*one) for one in follow]
        return Whole(row, Card(*card), _steps(db, need), followers, _deliveries(db, row))


def _cards() -> Select[*tuple[Any, ...]]:
    owner = select(StaffMember.name).where(StaffMember.id == Need.owner_id).scalar_subquery()
    other = Need.__table__.alias("other")
    merged = select(func.count()).where(other.c.merged_into == Need.id).scalar_subquery()
    return select(
        Need.id,
        Need.question,
        Need.kind,
        Need.department,
        Need.status,
        Conversation.channel,
        Need.commune,
        Need.created_at,
        Need.due_at,
        func.coalesce(owner, "").label("owner"),
        (merged + 1).label("askers"),
    ).join(Conversation, Conversation.id == Need.conversation_id)


def _conditions(staff: Staff, wanted: Filter, now: datetime) -> list[ColumnElement[bool]]:
    views: Mapping[str, list[ColumnElement[bool]]] = {
        "open": [Need.status.in_(OPEN)],
        "late": [Need.status.in_(RUNNING), Need.due_at <= now],
        "mine": [Need.status.in_(OPEN), Need.owner_id == staff.id],
        "done": [Need.status.in_(("answered", "confirmed", "withdrawn"))],
        "all": [],
    }
    found = list(views.get(wanted.view, views["open"]))
    named = ("department", "status", "kind", "commune")
    found += [
        getattr(Need, name) == getattr(wanted, name) for name in named if getattr(wanted, name)
    ]
    found += [Need.words.contains(word, autoescape=True) for word in words_of(wanted.text)[:8]]
    return found


def _steps(db: Connection, need: int) -> list[Step]:
    columns = (NeedEvent.at, NeedEvent.who, NeedEvent.what, NeedEvent.text, NeedEvent.detail)
    rows = select(*columns).where(NeedEvent.need_id == need).order_by(NeedEvent.id)
    return [Step(*row) for row in db.execute(rows)]


def _deliveries(db: Connection, row: Row[Any]) -> dict[str, str]:
    """Return the delivery state of each answer by its key, see ``answering``."""
    mine = (
        OutboxReply.conversation_id == row.conversation_id,
        OutboxReply.trace.startswith(f"need-{row.id}-", autoescape=True),
    )
    rows = db.execute(select(OutboxReply.trace, OutboxReply.status).where(*mine))
    return {row.trace: row.status for row in rows}


def _as_number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return cast(condition, Integer)
