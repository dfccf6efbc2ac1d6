"""A quick look whether the database can be used; ``database.check`` is the thorough one."""

from functools import cache

from sqlalchemy import Engine

from bot.errors import DatabaseUnusable
from bot.records import schema
from bot.records.database import plain_errors
from bot.records.read import reading

_NOT_OURS = "Bảng ở bản {}, chương trình cần bản {}; hãy chạy: motcua db upgrade"


def look(engine: Engine) -> None:
    """Raise ``DatabaseUnusable`` unless it answers and its tables are those of this version."""
    with plain_errors(engine), reading(engine) as db:
        found = schema.revision(db)
    if found != _head():
        raise DatabaseUnusable(_NOT_OURS.format(found, _head()))


@cache
def _head() -> str | None:
    """Reading the migrations takes longer than the look itself, and they do not change."""
    return schema.head()
