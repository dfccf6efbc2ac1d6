"""Turns to review, and people who review them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, select, update

from bot.records.audit import Deed
from bot.records.read import reading
from bot.records.reviews.draft import Draft
from bot.records.reviews.verdicts import SqlReviews
from bot.records.staff.accounts import SqlStaff, Staff
from bot.records.staff.links import Given, SqlLinks
from bot.records.staff.passwords import Passwords
from bot.records.tables import Base, Conversation
from bot.reply import Outcome, ProcedureRef, Reply, TextBlock
from tests.integration.console_kit import HURRIED, PASSWORD, Console
from tests.integration.records_kit import Clock, claimed, inbox_of, incoming, turn_for
from tests.records import CATALOGUE, DRAGON, UNICORN

DEED = Deed("lan", "")
NOTHING = Reply(outcome="handoff", blocks=())  # while a person is in the talk
OTHER_PROCEDURE = Draft("wrong_procedure", UNICORN.code, "fee")


def office_of(database: Engine, clock: Clock) -> Console:
    """Return a console whose catalogue is the invented one."""
    console = Console(database, clock)
    console.office = replace(console.office, catalogue=lambda: CATALOGUE)
    return console


def hired(database: Engine, login: str, *roles: str, **scope: str) -> Staff:
    """Return somebody new of the staff."""
    links = SqlLinks(database, Passwords(HURRIED))
    token = links.invite(Given(roles or ("helpdesk",), **scope), DEED)
    links.follow(token, login, login.capitalize(), PASSWORD)
    return SqlStaff(database, Passwords(HURRIED)).named(login)


def asked(
    database: Engine,
    text: str = "nuôi rồng hết bao nhiêu",
    outcome: Outcome = "answered",
    clock: Clock | None = None,
    *,
    is_quiet: bool = False,
    **changes: Any,
) -> int:
    """Have the bot answer about dragons; return the number of the turn, counted from 1."""
    inbox = inbox_of(database, clock)
    record = ProcedureRef(code=DRAGON.code, name=DRAGON.name, version=DRAGON.version)
    reply = Reply(
        outcome=outcome,
        procedure=None if outcome == "unmet" else record,
        aspect=None if outcome == "unmet" else "fee",
        blocks=(TextBlock(text="Dạ, miễn phí ạ."),),
    )
    inbox.accept(incoming(text, **changes))
    assert inbox.finish("w", turn_for(claimed(inbox), reply=NOTHING if is_quiet else reply))
    return len(kept(database, "turns"))


def reviewed(
    database: Engine, staff: Staff, turn: int, draft: Draft = OTHER_PROCEDURE, clock: Any = None
) -> bool:
    """Have somebody review a turn."""
    reviews = SqlReviews(database, clock or Clock())
    return reviews.write(staff, turn, draft, CATALOGUE, DEED)


def kept(database: Engine, table: str) -> list[Any]:
    """Return all rows of a table."""
    with reading(database) as db:
        return list(db.execute(select(Base.metadata.tables[table])))


@contextmanager
def yesterday(clock: Clock) -> Iterator[None]:
    """Let what is done happen a day before."""
    now = clock.now
    clock.now = now - timedelta(days=1)
    yield
    clock.now = now


def moved(database: Engine, commune: str) -> None:
    """Have every conversation be of ``commune``."""
    with database.begin() as db:
        db.execute(update(Conversation).values(commune=commune))
