"""An update that the database cannot take now is never counted as one that it will never take."""

from typing import Any

import pytest
from sqlalchemy import Connection, Engine, create_engine, event, text

from bot.errors import DatabaseUnusable
from bot.records.database import open_database
from tests.integration.records_kit import inbox_of, incoming


def test_while_all_connections_are_in_use_an_update_has_to_come_again(database: Engine) -> None:
    crowded = create_engine(database.url, pool_size=1, max_overflow=0, pool_timeout=0.01)
    try:
        with crowded.connect(), pytest.raises(DatabaseUnusable, match="bận"):
            inbox_of(crowded).accept(incoming())
        assert inbox_of(crowded).accept(incoming()) is not None
    finally:
        crowded.dispose()


def test_when_the_connection_is_lost_in_the_middle_an_update_has_to_come_again(
    postgresql_tables: Engine,
) -> None:
    mine = open_database(postgresql_tables.url.render_as_string(hide_password=False))
    cut: list[int] = []

    def end(db: Connection, _cursor: object, statement: str, *_: Any) -> None:
        connection: Any = db.connection.dbapi_connection
        if statement.startswith("INSERT INTO inbox") and not cut:
            cut.append(connection.info.backend_pid)
            with postgresql_tables.connect() as other:
                other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": cut[0]})

    event.listen(mine, "before_cursor_execute", end)
    try:
        with pytest.raises(DatabaseUnusable):
            inbox_of(mine).accept(incoming(external_id="u"))
        assert inbox_of(mine).accept(incoming(external_id="u")) is not None
    finally:
        mine.dispose()
