"""``INSERT … ON CONFLICT``, which SQLAlchemy offers per database although both spell it alike."""

from sqlalchemy import Connection, Engine
from sqlalchemy.dialects import postgresql, sqlite

from bot.records.tables import Base


def insert(db: Connection | Engine, table: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """Return an insert into ``table`` in the dialect of ``db``."""
    is_sqlite = db.dialect.name == "sqlite"
    return sqlite.insert(table) if is_sqlite else postgresql.insert(table)
