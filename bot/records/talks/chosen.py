"""Everything that a search finds, for an export: the numbers only, since there may be a million."""

from array import array
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, Engine, select

from bot.records.read import reading
from bot.records.staff.accounts import Staff
from bot.records.tables import Turn
from bot.records.talks.search import Wanted, search
from bot.records.talks.turn_search import matching

AT_ONCE = 500


def chosen_talks(engine: Engine, staff: Staff, wanted: Wanted) -> list[str]:
    """Return all conversations of the list, in its order."""
    return [conversation for page in _pages(engine, staff, wanted) for conversation in page]


def chosen_turns(engine: Engine, staff: Staff, wanted: Wanted) -> "array[int]":
    """Return all turns that are looked for, conversation by conversation, the oldest first."""
    found = array("q")
    for page in _pages(engine, staff, wanted):
        with reading(engine) as db:
            found.extend(_turns(db, page, wanted))
    return found


def _pages(engine: Engine, staff: Staff, wanted: Wanted) -> Iterator[Sequence[str]]:
    older = ""
    while True:
        found = search(engine, staff, wanted, older, AT_ONCE)
        yield list(found.conversations)
        older = found.older
        if not older:
            return


def _turns(db: Connection, conversations: Sequence[str], wanted: Wanted) -> list[int]:
    of = select(Turn.id, Turn.conversation_id).where(Turn.conversation_id.in_(conversations))
    if wanted.since:
        of = of.where(Turn.created_at >= wanted.since)
    if wanted.until:
        of = of.where(Turn.created_at < wanted.until)
    whose = {row.id: row.conversation_id for row in db.execute(of)}
    place = {conversation: number for number, conversation in enumerate(conversations)}
    matched = matching(db, wanted.query, whose)
    return sorted(matched, key=lambda turn: (place[whose[turn]], turn))
