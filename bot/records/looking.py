"""What is looked for among the conversations, and what is found: shared by both ways to look."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection

from bot.records.talks.few import Conditions
from bot.records.talks.turn_search import EVERYTHING, Query

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which conversations are looked for.

    ``query``, ``since`` and ``until`` must fit one and the same turn. ``handoff`` is ``waiting`` or
    ``talking``.
    """

    query: Query = EVERYTHING
    since: datetime | None = None
    until: datetime | None = None
    handoff: str = ""
    flagged: bool = False

    @property
    def by_turns(self) -> bool:
        """Whether a turn is looked for, or conversations as a whole."""
        return bool(self.query or self.since or self.until)


@dataclass(frozen=True, slots=True)
class Found:
    """A page: conversations, each with the turn that was looked for, and where the next begins."""

    conversations: dict[str, int | None]
    older: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """One look for a page, by one person.

    ``known`` are all conversations in question, where they are few; ``known_of`` names them also if
    they are up to so many.
    """

    db: Connection
    wanted: Wanted
    conditions: Conditions
    known: Sequence[str] | None
    known_of: Callable[[int], Sequence[str] | None]
    size: int


def numbers(cursor: str, count: int) -> tuple[int, ...]:
    """Return the numbers of a cursor, nothing if it is none of ours."""
    parts = cursor.split(".")
    plain = all(part.isascii() and part.isdigit() and len(part) < 18 for part in parts)
    return tuple(map(int, parts)) if plain and len(parts) == count else ()
