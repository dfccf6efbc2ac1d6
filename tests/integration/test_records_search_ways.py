"""Whichever way conversations are looked for, the same are found, in the same order."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select, update

from bench.console_fill import fill
from bench.console_talks import communes
from bot.records.staff.accounts import Staff
from bot.records.tables import Conversation, Turn
from bot.records.talks.search import Wanted, search
from tests.integration.search_kit import by, person

MESSAGES = 4000
LARGE, SMALL = communes()[0], communes()[-1]
OFFICER = person("officer", department="Phòng Tư pháp")


@pytest.fixture
def full(database: Engine) -> Engine:
    fill(database, MESSAGES)
    with database.begin() as db:  # so few that they must be looked for long
        some = select(Conversation.id).order_by(Conversation.id).limit(4)
        db.execute(update(Conversation).where(Conversation.id.in_(some)).values(commune=SMALL))
    return database


def pages(database: Engine, staff: Staff, wanted: Wanted, most: int) -> Iterator[str]:
    older = ""
    while True:
        page = search(database, staff, wanted, older, 20, most)
        yield from page.conversations
        older = page.older
        if not older:
            return


def test_each_way_finds_the_same(full: Engine) -> None:
    for staff in (OFFICER, person("helpdesk", commune=LARGE), person("helpdesk", commune=SMALL)):
        for wanted in (by(channel="web"), by("khai"), by("", "th"), by(outcome="unmet"), Wanted()):
            looked_at = list(pages(full, staff, wanted, 1_000_000))
            assert list(pages(full, staff, wanted, 0)) == looked_at
            assert len(set(looked_at)) == len(looked_at)


def test_what_is_found_is_what_the_tables_hold(full: Engine) -> None:
    with full.begin() as db:
        of_web = select(Turn.conversation_id).join(Conversation).where(Turn.outcome == "unmet")
        newest = db.execute(of_web.where(Conversation.channel == "web").order_by(Turn.id.desc()))
        expected = list(dict.fromkeys(newest.scalars()))
    assert list(pages(full, person(), by(outcome="unmet", channel="web"), 0)) == expected
