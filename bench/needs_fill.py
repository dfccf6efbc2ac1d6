"""Writes invented needs over ``console_fill``: a year of them, and one in ten is still open."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import Engine, text

from bench.console_fill import fill, put
from bench.console_talks import NEWEST, Made, Talks
from bot.records.talks.words import searched

NEEDS = (
    "needs (id, turn_id, conversation_id, question, words, field, department, status, created_at,"
    " kind, commune, owner_id, due_at, accepted_at, answered_at, closed_at, answer, answered_by,"
    " merged_into, is_helpful, was_late)"
)
EVENTS = "need_events (need_id, at, who, what, text, detail)"
_OPEN = ("new", "accepted", "accepted", "waiting", "drafted", "reopened")
_KINDS = ("question", "question", "question", "missing_fact", "complaint", "suggestion")
_OFFICERS = 40
Row = tuple[Any, ...]


def fill_needs(engine: Engine, needs: int) -> None:
    """Give an empty database so many needs, one for each turn; a full one is left alone."""
    fill(engine, needs)
    with engine.begin() as db:
        if db.execute(text("SELECT count(*) FROM needs")).scalar() == needs:
            return
        db.execute(text("DELETE FROM needs"))
        put(db, NEEDS, _needs(needs))
        put(db, EVENTS, _events(needs))
        if db.dialect.name == "postgresql":
            db.execute(text(f"SELECT setval(pg_get_serial_sequence('needs', 'id'), {needs})"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.execute(text("ANALYZE"))


def _needs(number: int) -> Iterator[Row]:
    random, talks = Random(5), Talks(number)
    for turn in talks.turns():
        yield _need(turn, random)


def _need(turn: Made, random: Random) -> Row:
    """The newest ones are open; of the others one in twenty is merged, and one in fifty late."""
    about, began = turn.procedure, turn.at
    field = about.field if about else None
    said = (f"{turn.talk.number:032x}", turn.text, searched(turn.text), field)
    whose = (turn.id, turn.id, *said, turn.talk.department)
    due = began + timedelta(days=2)
    is_open = random.random() < (0.8 if NEWEST - began < timedelta(days=40) else 0.015)
    kind, officer = random.choice(_KINDS), random.randint(1, _OFFICERS)
    if is_open:
        owned: Row = (officer, due + timedelta(days=random.uniform(0, 30)), began)
        status = random.choice(_OPEN)
        ends: Row = (None, None, "", None, None, None, None)
    elif turn.id > 1 and random.random() < 0.05:
        status, owned = "merged", (None, None, None)
        ends = (None, None, "", None, random.randint(1, turn.id - 1), None, None)
    else:
        status, owned = random.choice(("answered", "confirmed")), (officer, due, began)
        ends = _ends(began + timedelta(hours=random.uniform(1, 60)), due, officer, random)
    return (*whose, status, began, kind, turn.talk.commune, *owned, *ends)


def _ends(at: datetime, due: datetime, officer: int, random: Random) -> Row:
    helped = random.choice((True, True, False, None))
    return (at, at, "Dạ, anh/chị mang giấy tờ đến quầy một cửa ạ.", officer, None, helped, at > due)


def _events(needs: int) -> Iterable[Row]:
    for number in range(1, needs + 1):
        for what in ("opened", "accepted", "answered"):
            yield (number, NEWEST, "", what, "", "{}")
