"""Finds turns by the words of their documents, newest first: see ``bot.records.talks.words``."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select, text

from bot.records.tables import Turn
from bot.records.talks.words import KEY

NEAR = 20_000  # turns that are read one by one before PostgreSQL asks its index of words
OFTEN = 200  # hits among those, with which it is quicker to read on than to ask that index
DENSE = 500  # turns among which there is one in question: less, and all that match are read
FEW = 200  # turns that SQLite looks up one by one, and does not walk through all that match
MOST_ENDS = 500  # words with one beginning that SQLite is asked for one by one

_HITS = "SELECT {key} FROM turn_words WHERE {match} AND {key} BETWEEN :first AND :last"
_NEWEST = _HITS + " ORDER BY {key}{by_index} DESC LIMIT :limit"
_THESE: Final = {
    "sqlite": "SELECT rowid FROM turn_words WHERE turn_words MATCH :query "
    "AND rowid BETWEEN :first AND :last "
    "AND {not_by_key}rowid IN (SELECT value FROM json_each(:turns))",
    "postgresql": "SELECT turn_id FROM turn_words WHERE turn_id = ANY(:turns) "
    "AND turn_id BETWEEN :first AND :last AND words @@ CAST(:query AS tsquery)",
}
_MATCH: Final = {
    "sqlite": "turn_words MATCH :query",
    "postgresql": "words @@ CAST(:query AS tsquery)",
}
_TERMS = text(
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.turn_terms USING fts5vocab(main, turn_words, instance)"
)
_NEXT_TERM = text("SELECT term FROM temp.turn_terms WHERE term >= :least LIMIT 1")
# A plan for any words is a bad plan for these.
_PLAN_ANEW = text("SET LOCAL plan_cache_mode = force_custom_plan")


@dataclass(frozen=True, slots=True)
class Query:
    """Words and facets that a turn must all have; ``beginning`` need only begin one of them."""

    words: tuple[str, ...] = ()
    beginning: str = ""

    def __bool__(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.words or self.beginning)

    def spelt(self, kind: str, ends: Sequence[str] = ()) -> str:
        """Return it in the language of a database; words hold no sign of that.

        ``ends`` are all the words that begin so, if they are known.

        >>> Query(("khai", "channel:web"), "sin").spelt("postgresql")
        "'khai' & 'channel:web' & 'sin':*"
        >>> Query(("khai", "channel:web"), "sin").spelt("sqlite")
        '"khai" AND "channel:web" AND "sin" *'
        >>> Query(("khai",), "sin").spelt("sqlite", ["sin", "sinh"])
        '"khai" AND ("sin" OR "sinh")'
        """
        if kind == "postgresql":
            begun = [f"'{self.beginning}':*"] if self.beginning else []
            return " & ".join((*(f"'{word}'" for word in self.words), *begun))
        begun = [f'"{self.beginning}" *'] if self.beginning else []
        if ends:
            begun = ["({})".format(" OR ".join(f'"{word}"' for word in ends))]
        return " AND ".join((*(f'"{word}"' for word in self.words), *begun))


EVERYTHING: Final = Query()


def newest(db: Connection, query: Query, first: int, last: int, limit: int) -> Sequence[int]:
    """Return the newest turns from ``first`` to ``last`` that match, newest first."""
    if not query:
        every = select(Turn.id).where(Turn.id.between(first, last))
        return db.execute(every.order_by(Turn.id.desc()).limit(limit)).scalars().all()
    if db.dialect.name == "sqlite":
        return _newest(db, query, first, last, limit)
    near = max(first, last - NEAR)
    found = _newest(db, query, near, last, limit)
    if OFTEN <= len(found) < limit and near > first:
        near = max(first, last - NEAR * limit * 3 // (2 * len(found)))
        found = _newest(db, query, near, last, limit)
    if len(found) == limit or near == first:
        return found
    return _newest(db, query, first, last, limit, by_index=" + 0")


def matching(db: Connection, query: Query, turns: Collection[int]) -> set[int]:
    """Return those of ``turns`` that match."""
    if not query or not turns:
        return set(turns)
    kind = db.dialect.name
    first, last = min(turns), max(turns)
    by_key = len(turns) <= min(FEW, (last - first) // DENSE) and not query.beginning
    statement = text(_THESE[kind].format(not_by_key="" if by_key else "+"))
    sought: Any = list(turns) if kind == "postgresql" else str(list(turns))
    return set(_run(db, statement, query, turns=sought, first=first, last=last))


def _newest(
    db: Connection, query: Query, first: int, last: int, limit: int, *, by_index: str = ""
) -> Sequence[int]:
    """``by_index`` spoils the order of the key, so that the index of words must be used."""
    kind = db.dialect.name
    parts = {"key": KEY[kind], "match": _MATCH[kind], "by_index": by_index}
    return _run(db, text(_NEWEST.format(**parts)), query, first=first, last=last, limit=limit)


def _run(db: Connection, statement: Any, query: Query, **values: Any) -> Sequence[int]:
    kind, ends = db.dialect.name, list[str]()
    if kind == "postgresql":
        db.execute(_PLAN_ANEW)
    elif query.beginning:
        ends = _ends(db, query.beginning)
    values["query"] = query.spelt(kind, ends)
    return db.execute(statement, values).scalars().all()


def _ends(db: Connection, beginning: str) -> list[str]:
    """Return the words that begin so, nothing if they are too many.

    FTS5 would first gather all turns of all of them; of alternatives it reads only what is shown.
    """
    db.execute(_TERMS)
    ends, least = list[str](), beginning
    while (word := db.execute(_NEXT_TERM, {"least": least}).scalar() or "").startswith(beginning):
        ends.append(word)
        if len(ends) > MOST_ENDS:
            return []
        least = word + " "  # which comes before any longer word
    return ends


def rarest(db: Connection, queries: Sequence[Query], most: int = 1000) -> int | None:
    """Return the place of the one that fewest turns match, counting no further than ``most``."""
    kind = db.dialect.name
    hits = f"SELECT 1 FROM turn_words WHERE {_MATCH[kind]} LIMIT :most"  # noqa: S608 - ours
    counting = text(f"SELECT count(*) FROM ({hits}) AS hits")  # noqa: S608
    counts = [_run(db, counting, query, most=most)[0] for query in queries]
    return min(range(len(counts)), key=counts.__getitem__, default=None)
