"""Counters that are right however many processes answer, and when old turns are deleted.

What is older than a minute is added up once, in the table ``totals``; what is newer is counted at
each look. So a look costs the same after a year, and no number ever falls.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import inf
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Float,
    Select,
    case,
    cast,
    exists,
    extract,
    func,
    select,
    update,
)
from sqlalchemy.orm import aliased

from bot.records.insert import insert
from bot.records.messages.inbox import utc_now
from bot.records.operations.tables import Total
from bot.records.read import reading
from bot.records.tables import InboxMessage, OutboxReply, Turn

BOUNDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0, inf)
SETTLED = timedelta(seconds=60)  # longer than a transaction lasts, and than clocks differ
SETTLE_EVERY = timedelta(seconds=120)

TURNS, STORED, SENT = "turns", "stored", "sent"
SUM = "sum"  # the label of all seconds together
NOTICE = "notice"  # the outcome of a turn that only said that the bot is off
_MARK = ("until", "", "")

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Span:
    """From ``after`` (not included) to ``until``."""

    after: datetime
    until: datetime


class Totals:
    """Reads the counters: by series, channel and label."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self._engine, self._clock = engine, clock

    def read(self) -> dict[Key, float]:
        """Return every counter as it is now."""
        now = self._clock()
        with reading(self._engine) as db:
            _, mark = _settled(db)
        if now - mark >= SETTLE_EVERY:
            self._settle(Span(mark, _whole(now - SETTLED)))
        with reading(self._engine) as db:
            settled, mark = _settled(db)  # in one statement, so that the two fit each other
            return _sum(settled, _counted(db, Span(mark, now + SETTLED)))

    def _settle(self, span: Span) -> None:
        with self._engine.begin() as db:
            if not _move_mark(db, span):
                return  # another process has just done it
            for key, value in _counted(db, span).items():
                _add(db, key, value)


def _settled(db: Connection) -> tuple[dict[Key, float], datetime]:
    rows = db.execute(select(Total.series, Total.channel, Total.label, Total.value))
    settled = {(series, channel, label): value for series, channel, label, value in rows}
    return settled, datetime.fromtimestamp(settled.pop(_MARK, 0.0), UTC)


def _move_mark(db: Connection, span: Span) -> bool:
    first = dict(zip(("series", "channel", "label"), _MARK, strict=True))
    db.execute(insert(db, Total).values(**first, value=0.0).on_conflict_do_nothing())
    mark = update(Total).where(Total.series == _MARK[0], Total.value == span.after.timestamp())
    return bool(db.execute(mark.values(value=span.until.timestamp())).rowcount)


def _add(db: Connection, key: Key, value: float) -> None:
    series, channel, label = key
    row = insert(db, Total).values(series=series, channel=channel, label=label, value=value)
    more = {"value": Total.value + value}
    db.execute(row.on_conflict_do_update(index_elements=["series", "channel", "label"], set_=more))


def _counted(db: Connection, span: Span) -> dict[Key, float]:
    counted: dict[Key, float] = defaultdict(float)
    for row in db.execute(_turns(db, span)):
        counted[TURNS, row.channel, row.outcome] += row.many
        for key, value in _buckets(STORED, row):
            counted[key] += value
    for row in db.execute(_sent(db, span)):
        counted.update(_buckets(SENT, row))
    return counted


def _turns(db: Connection, span: Span) -> Select[*tuple[Any, ...]]:
    noticed = InboxMessage.status == "noticed"
    outcome = case((noticed, NOTICE), else_=Turn.outcome).label("outcome")
    seconds = _seconds(db, InboxMessage.received_at, Turn.created_at)
    query = select(InboxMessage.channel, outcome, *_figures(seconds))
    query = query.join(Turn, Turn.inbox_id == InboxMessage.id)
    return _within(query, Turn.created_at, span).group_by(InboxMessage.channel, outcome)


def _sent(db: Connection, span: Span) -> Select[*tuple[Any, ...]]:
    seconds = _seconds(db, InboxMessage.received_at, OutboxReply.sent_at)
    query = (
        select(OutboxReply.channel, *_figures(seconds))
        .join(Turn, OutboxReply.turn_id == Turn.id)
        .join(InboxMessage, Turn.inbox_id == InboxMessage.id)
        .where(_is_first())
    )
    return _within(query, OutboxReply.sent_at, span).group_by(OutboxReply.channel)


def _is_first() -> ColumnElement[bool]:
    """What staff say later, or who speaks from now on, answers no message: it took no time."""
    earlier = aliased(OutboxReply)
    return ~exists().where(earlier.turn_id == OutboxReply.turn_id, earlier.id < OutboxReply.id)


def _within(query: Select[*tuple[Any, ...]], at: Any, span: Span) -> Select[*tuple[Any, ...]]:
    return query.where(at > span.after, at <= span.until)


def _figures(seconds: Any) -> Iterator[Any]:
    yield func.count().label("many")
    yield func.sum(seconds).label("seconds")
    for number, bound in enumerate(BOUNDS[:-1]):
        yield func.sum(case((seconds <= bound, 1), else_=0)).label(f"b{number}")


def _buckets(series: str, row: Any) -> Iterator[tuple[Key, float]]:
    for number, bound in enumerate(BOUNDS[:-1]):
        yield (series, row.channel, str(bound)), float(getattr(row, f"b{number}"))
    yield (series, row.channel, str(inf)), float(row.many)
    yield (series, row.channel, SUM), float(row.seconds)


def _seconds(db: Connection, start: Any, end: Any) -> Any:
    if db.dialect.name == "sqlite":
        return (func.julianday(end) - func.julianday(start)) * 86_400
    return cast(extract("epoch", end - start), Float)


def _sum(*parts: dict[Key, float]) -> dict[Key, float]:
    whole: dict[Key, float] = defaultdict(float)
    for part in parts:
        for key, value in part.items():
            whole[key] += value
    return dict(whole)


def _whole(moment: datetime) -> datetime:
    """Whole seconds, which a float keeps exactly."""
    return moment.replace(microsecond=0)
