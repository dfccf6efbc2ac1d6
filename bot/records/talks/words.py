"""The words of each turn, by which conversations are found: one document a turn.

A document holds what was said, without accents and case, and what can be filtered by, each as a
word of its own such as ``outcome:unmet``. It is written anew from the tables whenever one of them
changes, in the same transaction. SQLite keeps it in FTS5, PostgreSQL in a ``tsvector``.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, exists, func, select, text

from bot.records.tables import Conversation, InboxMessage, OutboxReply, Turn
from bot.records.takeover.tables import Feedback, Review
from bot.understanding.fold import fold

AT_ONCE = 1000
LONGEST_WORD = 60  # characters; PostgreSQL refuses words of over 2,046
_WORD = re.compile(r"[a-z0-9]+(?:\.[0-9]+)*")
_LOOK_AT = ("unmet", "error")  # outcomes that somebody should review

_PUT = {
    "sqlite": ("INSERT INTO turn_words (rowid, words) VALUES (:turn, :words)"),
    "postgresql": (
        "INSERT INTO turn_words (turn_id, words) "
        "VALUES (:turn, array_to_tsvector(string_to_array(:words, ' ')))"
    ),
}
KEY = {"sqlite": "rowid", "postgresql": "turn_id"}


def words_of(said: str) -> list[str]:
    """Return the words of a text as they are looked for.

    >>> words_of("Làm KHAI SINH, mã 1.001193 ạ")
    ['lam', 'khai', 'sinh', 'ma', '1.001193', 'a']
    """
    return [word[:LONGEST_WORD] for word in _WORD.findall(fold(said))]


def searched(said: str) -> str:
    """Return a text as it is searched for parts of its words.

    >>> searched("Làm KHAI SINH ở đâu ạ?")
    'lam khai sinh o dau a'
    """
    return " ".join(words_of(said))


def facet(name: str, value: str) -> str:
    """Return the word under which a property is found.

    >>> facet("commune", "phường Phan Đình Phùng, tỉnh Thái Nguyên")
    'commune:phuong-phan-dinh-phung-tinh-thai-nguyen'
    """
    return f"{name}:{'-'.join(words_of(value.replace('_', ' ')))}"


def index_turns(db: Connection, turns: Sequence[int]) -> None:
    """Write the documents of ``turns`` anew; of a turn that is gone there is none."""
    if not turns:
        return
    # Whoever else indexes one of these waits, and then writes what both have changed.
    mine = select(Turn.id).where(Turn.id.in_(turns)).order_by(Turn.id)
    db.execute(mine.with_for_update(key_share=True))
    kind = db.dialect.name
    drop = text(f"DELETE FROM turn_words WHERE {KEY[kind]} = :turn")  # noqa: S608 - ours
    db.execute(drop, [{"turn": turn} for turn in turns])
    spoken = _spoken_by_staff(db, turns)
    rows = db.execute(_turns(turns)).all()
    made = [{"turn": row.id, "words": _document(row, spoken.get(row.id, []))} for row in rows]
    if made:
        db.execute(text(_PUT[kind]), made)


def catch_up(db: Connection) -> int:
    """Index the turns that were written before there was an index, and return how many."""
    newest = text(f"SELECT coalesce(max({KEY[db.dialect.name]}), 0) FROM turn_words")  # noqa: S608
    done, count = db.execute(newest).scalar_one(), 0
    while turns := _next(db, done):
        index_turns(db, turns)
        done, count = turns[-1], count + len(turns)
    return count


def _next(db: Connection, done: int) -> Sequence[int]:
    rows = select(Turn.id).where(Turn.id > done).order_by(Turn.id).limit(AT_ONCE)
    return db.execute(rows).scalars().all()


def _turns(turns: Sequence[int]) -> Select[*tuple[Any, ...]]:
    said = func.coalesce(func.nullif(InboxMessage.label, ""), Turn.text).label("said")
    facets = (Turn.outcome, Turn.aspect, Turn.procedure_code, Turn.procedure_name)
    reviewed = exists().where(Review.turn_id == Turn.id).label("reviewed")
    columns = (Turn.id, said, *facets, Conversation.channel, Conversation.commune)
    return (
        select(*columns, Feedback.rating, reviewed)
        .join(InboxMessage, InboxMessage.id == Turn.inbox_id)
        .join(Conversation, Conversation.id == Turn.conversation_id)
        .outerjoin(Feedback, Feedback.turn_id == Turn.id)
        .where(Turn.id.in_(turns))
    )


def _spoken_by_staff(db: Connection, turns: Sequence[int]) -> dict[int, list[str]]:
    rows = select(OutboxReply.turn_id, OutboxReply.reply).where(
        OutboxReply.turn_id.in_(turns), OutboxReply.staff_id.is_not(None)
    )
    spoken: dict[int, list[str]] = {}
    for turn, reply in db.execute(rows):
        texts = (block.get("text", "") for block in reply["blocks"])
        spoken.setdefault(turn or 0, []).extend(texts)
    return spoken


def _document(row: Row[Any], by_staff: Sequence[str]) -> str:
    said = words_of(" ".join((row.said, row.procedure_name or "", *by_staff)))
    return " ".join(dict.fromkeys((*said, *_facets(row, bool(by_staff)))))


def _facets(row: Row[Any], with_person: bool) -> Iterator[str]:
    for name in ("channel", "outcome", "aspect", "commune", "rating"):
        if value := getattr(row, name):
            yield facet(name, value)
    if row.procedure_code:
        yield facet("procedure", row.procedure_code)
    if with_person:
        yield facet("person", "yes")
    if row.reviewed:
        yield facet("review", "done")
    elif row.outcome in _LOOK_AT or row.rating == "down":
        yield facet("review", "wanted")
