"""Officers find a need by its words, as they type them."""

import pytest
from alembic import command
from sqlalchemy import Engine

from bot.records import schema
from bot.records.database import upgrade
from bot.records.needs.board import Filter, board
from tests.integration.needs_kit import Town

ASKED = "ĐĂNG KÝ khai sinh muộn thì phạt 50% à?"


def found(town: Town, text: str) -> list[int]:
    everybody = town.staff("quan", "", "admin")
    cards = board(town.database, everybody, Filter(text=text), town.clock())
    return [card.id for card in cards]


@pytest.mark.parametrize("text", ["đăng ký", "dang ky", "Khai Sinh muộn", "muon khai", "sin", "?"])
def test_accents_capitals_and_order_do_not_matter(database: Engine, text: str) -> None:
    town = Town(database)
    number = town.asks(ASKED)
    town.asks("việc khác hẳn", "b")
    assert number in found(town, text)


@pytest.mark.parametrize("text", ["kết hôn", "khai tử", "khaisinh"])
def test_every_word_has_to_be_there(database: Engine, text: str) -> None:
    town = Town(database)
    town.asks(ASKED)
    assert found(town, text) == []


def test_what_a_citizen_adds_is_found(database: Engine) -> None:
    town = Town(database)
    number = town.asks(ASKED)
    town.says(number, "add", "ở Đà Lạt")
    assert found(town, "da lat dang ky") == [number]


def test_needs_from_before_an_upgrade_are_found_too(fresh_database: Engine) -> None:
    town = Town(fresh_database)
    number = town.asks(ASKED)
    with fresh_database.connect() as db:
        command.downgrade(schema.config(db), "0011")
        db.commit()
    upgrade(fresh_database)
    assert found(town, "dang ky") == [number]
