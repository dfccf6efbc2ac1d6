"""The quick look at the database."""

import pytest
from sqlalchemy import Engine, text

from bot.errors import DatabaseUnusable
from bot.records.database import open_database
from bot.records.operations.ready import look


def test_a_database_of_this_version_is_ready(fresh_database: Engine) -> None:
    look(fresh_database)


def test_tables_that_are_missing_or_of_another_version_are_not(fresh_database: Engine) -> None:
    with fresh_database.begin() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    with pytest.raises(DatabaseUnusable, match="motcua db upgrade"):
        look(fresh_database)


def test_an_empty_database_is_not(blank_database: Engine) -> None:
    with pytest.raises(DatabaseUnusable, match="motcua db upgrade"):
        look(blank_database)


def test_a_server_that_is_away_is_not() -> None:
    with pytest.raises(DatabaseUnusable, match="Không kết nối được"):
        look(open_database("postgresql://nobody@127.0.0.1:1/motcua"))
