"""A need begins: it gets an owner by the province's rules, and a due time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection, insert

from bot.needs.levels import due_at, level_of, resumed
from bot.needs.routing import Asked, Routed, route
from bot.needs.work import WorkingTime
from bot.province.province import Province
from bot.records.needs.rows import happened
from bot.records.tables import Need
from bot.records.talks.words import searched
from bot.records.text import storable
from bot.reply import NeedKind


class Routing(Protocol):
    """By what a need gets its owner and its due time."""

    def routed(self, asked: Asked) -> Routed:
        """Return whose it is, and why."""
        ...

    def due(self, department: str, kind: NeedKind, opened: datetime) -> datetime:
        """Return by when ``department`` has to answer."""
        ...

    def resumed(self, paused: datetime, due: datetime, now: datetime) -> datetime:
        """Return the due time of a need that waited for the citizen since ``paused``."""
        ...


@dataclass(frozen=True, slots=True)
class Rules:
    """``Routing`` by the province's file."""

    province: Province
    work: WorkingTime

    def routed(self, asked: Asked) -> Routed:
        """Return whose it is, and why."""
        return route(asked, self.province)

    def due(self, department: str, kind: NeedKind, opened: datetime) -> datetime:
        """Return by when ``department`` has to answer."""
        return due_at(self.work, opened, level_of(self.province, department, kind))

    def resumed(self, paused: datetime, due: datetime, now: datetime) -> datetime:
        """Return the due time of a need that waited for the citizen since ``paused``."""
        return resumed(self.work, paused, due, now)


@dataclass(frozen=True, slots=True)
class Opened:
    """What is known of a need when it begins; ``asked`` is not yet masked.

    ``department`` is its owner when that is known already.
    """

    asked: Asked
    conversation: str
    turn: int
    kind: NeedKind = "question"
    department: str = ""


def open_need(db: Connection, rules: Routing, opened: Opened, now: datetime) -> int:
    """Write a new need, in the caller's transaction, and return its number."""
    asked = opened.asked
    routed = Routed(opened.department, "given") if opened.department else rules.routed(asked)
    row = insert(Need).values(
        turn_id=opened.turn,
        conversation_id=opened.conversation,
        question=storable(asked.text),
        words=searched(storable(asked.text)),
        field=asked.field or None,
        procedure_code=asked.procedure,
        commune=asked.commune,
        kind=opened.kind,
        department=routed.department,
        reason=routed.reason,
        detail=routed.detail,
        status="new",
        created_at=now,
        due_at=rules.due(routed.department, opened.kind, now),
    )
    number = int(db.execute(row.returning(Need.id)).scalar_one())
    others = list(routed.others)
    happened(db, number, now, "", "opened", department=routed.department, others=others)
    return number
