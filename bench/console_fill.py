"""Writes the invented conversations past the inbox, as fast as each database takes them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine, text

from bench.console_talks import NEWEST, Made, Talk, Talks
from bot.records.database import upgrade

AT_ONCE = 20_000
Row = tuple[Any, ...]

CONVERSATIONS = (
    "conversations (id, channel, chat, state, created_at, last_at, commune, flagged, kept)"
)
INBOX = (
    "inbox (id, conversation_id, channel, external_id, kind, text, label, media, status, attempts,"
    " received_at)"
)
TURNS = (
    "turns (id, conversation_id, inbox_id, text, intent, confidence, ranking, entities, outcome,"
    " aspect, procedure_code, procedure_name, procedure_version, reply, state, latency_ms, fault,"
    " created_at)"
)
OUTBOX = (
    "outbox (id, conversation_id, turn_id, channel, reply, status, attempts, due_at, error,"
    " created_at, sent_at)"
)
FEEDBACK = "feedback (conversation_id, turn_id, rating, reason, word, created_at)"
NEEDS = "needs (turn_id, conversation_id, question, field, department, status, created_at)"
HANDOFFS = (
    "handoffs (conversation_id, turn_id, status, department, commune, asked_at, ending, summary,"
    " word)"
)


def fill(engine: Engine, messages: int) -> None:
    """Give an empty database so many messages; one that is full already is left alone."""
    upgrade(engine)
    with engine.begin() as db:
        if db.execute(text("SELECT max(id) FROM turns")).scalar() == messages:
            return
        _hurry(db)
        talks = Talks(messages)
        put(db, CONVERSATIONS, map(_conversation, talks.talks))
        turns = talks.turns()
        while some := list(islice(turns, AT_ONCE)):
            _put_turns(db, some)
        _settle(db)
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
            db.execute(text("VACUUM ANALYZE"))  # as its own service would


def _put_turns(db: Connection, turns: Sequence[Made]) -> None:
    put(db, INBOX, map(_message, turns))
    put(db, TURNS, map(_turn, turns))
    put(db, OUTBOX, map(_reply, turns))
    put(db, FEEDBACK, (_feedback(turn) for turn in turns if turn.rating))
    put(db, NEEDS, (_need(turn) for turn in turns if _is_needed(turn)))
    put(db, HANDOFFS, _handoffs(turns))
    _put_words(db, turns)


def _conversation(talk: Talk) -> Row:
    key, flagged = _key(talk), talk.number % 500 == 0
    times = (talk.began, talk.ended)
    return (key, talk.channel, f"chat-{talk.number}", "{}", *times, talk.commune, flagged, False)


def _message(turn: Made) -> Row:
    said = ("text", turn.text, "", "")
    return (turn.id, _key(turn.talk), turn.talk.channel, f"u{turn.id}", *said, "done", 1, turn.at)


def _turn(turn: Made) -> Row:
    about = turn.procedure
    known = (about.code, about.name, about.version) if about else (None, None, None)
    guess = ("ask", 0.9, '[{"name": "ask", "confidence": 0.9}]', "[]")
    said = (turn.id, _key(turn.talk), turn.id, turn.text, *guess, turn.outcome, turn.aspect)
    return (*said, *known, turn.reply, "{}", 12.5, "", turn.at)


def _reply(turn: Made) -> Row:
    whose = (turn.id, _key(turn.talk), turn.id, turn.talk.channel)
    return (*whose, turn.reply, "sent", 1, turn.at, "", turn.at, turn.at)


def _feedback(turn: Made) -> Row:
    return (_key(turn.talk), turn.id, turn.rating, "", "", turn.at)


def _is_needed(turn: Made) -> bool:
    return turn.outcome == "unmet" and turn.id % 3 == 0


def _need(turn: Made) -> Row:
    said = (turn.id, _key(turn.talk), turn.text, None)
    return (*said, turn.talk.department, "new", turn.at)


def _handoffs(turns: Iterable[Made]) -> Iterator[Row]:
    """Each in its department's queue; those of the newest conversations are still open."""
    for turn in turns:
        if turn.outcome != "handoff" or turn.id != turn.talk.last:
            continue
        status = "waiting" if _is_new(turn.at) else "closed"
        ending = "" if status == "waiting" else "returned"
        whose = (status, turn.talk.department, turn.talk.commune, turn.at, ending, "", "")
        yield (_key(turn.talk), turn.id, *whose)


def _is_new(at: datetime) -> bool:
    return at > NEWEST - timedelta(days=2)


def _key(talk: Talk) -> str:
    return f"{talk.number:032x}"


def _put_words(db: Connection, turns: Sequence[Made]) -> None:
    rows = ((turn.id, turn.document) for turn in turns)
    if db.dialect.name == "sqlite":
        put(db, "turn_words (rowid, words)", rows)
        return
    db.execute(text("CREATE TEMP TABLE IF NOT EXISTS said (turn_id bigint, words text)"))
    put(db, "said (turn_id, words)", rows)
    vector = "array_to_tsvector(string_to_array(words, ' '))"
    db.execute(text(f"INSERT INTO turn_words SELECT turn_id, {vector} FROM said"))
    db.execute(text("TRUNCATE said"))


def put(db: Connection, into: str, rows: Iterable[Row]) -> None:
    """Insert past SQLAlchemy, which would take several times as long."""
    cursor = db.connection.cursor()
    if db.dialect.name == "postgresql":
        with cursor.copy(f"COPY {into} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    places = ", ".join("?" * (into.count(",") + 1))
    statement = f"INSERT INTO {into} VALUES ({places})"
    cursor.executemany(statement, [tuple(map(_plain, row)) for row in rows])


def _plain(value: Any) -> Any:
    """Write a time as SQLAlchemy does."""
    return f"{value:%Y-%m-%d %H:%M:%S.%f}" if isinstance(value, datetime) else value


def _hurry(db: Connection) -> None:
    if db.dialect.name == "postgresql":
        db.execute(text("SET LOCAL session_replication_role = replica"))  # no look at foreign keys
        db.execute(text("SET LOCAL maintenance_work_mem = '512MB'"))
        db.execute(text("DROP INDEX ix_turn_words_words"))


def _settle(db: Connection) -> None:
    if db.dialect.name == "sqlite":
        return
    db.execute(text("CREATE INDEX ix_turn_words_words ON turn_words USING gin (words)"))
    for table in ("inbox", "turns", "outbox"):
        number = f"pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table})"
        db.execute(text(f"SELECT setval({number})"))
