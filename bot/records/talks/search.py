"""Pages of conversations, newest first: of all, or of those with a turn that is looked for.

A page of what is looked for has the conversations in the order of their newest turn that matches;
a page of all, in the order of their newest message. All pages after the first show things as they
were then, so that nothing comes twice and nothing is left out while new messages arrive.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select

from bot.records.by_time import by_time
from bot.records.by_turns import by_turns
from bot.records.looking import Found, Look, Wanted
from bot.records.read import reading
from bot.records.staff.accounts import Staff
from bot.records.staff.scope import visible
from bot.records.tables import Conversation
from bot.records.talks.few import FEW, few, flagged, handed_over, seen_by

__all__ = ["PAGE", "Found", "Wanted", "search"]

PAGE = 30


def search(
    engine: Engine,
    staff: Staff,
    wanted: Wanted,
    older: str = "",
    size: int = PAGE,
    most: int = FEW,
) -> Found:
    """Return a page of what ``staff`` may see; ``older`` is where a page before it ended.

    Of up to ``most`` conversations that can be in question, all are looked at.
    """
    conditions = [*visible(staff), *_whole(wanted)]
    sources = (*_narrow(wanted), *seen_by(staff))
    with reading(engine) as db:

        def known_of(most: int) -> list[str] | None:
            return few(db, sources, conditions, most)

        look = Look(db, wanted, conditions, known_of(most), known_of, size)
        return by_turns(look, older) if wanted.by_turns else by_time(look, older)


def _whole(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.flagged:
        yield Conversation.flagged.is_(True)
    if wanted.handoff:
        yield Conversation.id.in_(handed_over(wanted.handoff))


def _narrow(wanted: Wanted) -> Iterator[Select[Any]]:
    if wanted.handoff:
        yield handed_over(wanted.handoff)
    if wanted.flagged:
        yield flagged()
