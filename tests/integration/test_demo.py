"""The demo fills a database of its own with invented conversations that every page can show."""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import InstrumentedAttribute

from actions.desk import Desk
from bot.catalogue.catalogue import Catalogue, open_catalogue
from bot.cli.demo import demo_system, filled, hurry, pages
from bot.demo.fill import FOR_SHOW, Plan, fill, is_demo
from bot.demo.people import PEOPLE, new_password
from bot.demo.stage import DEMO
from bot.errors import MotcuaError
from bot.province import load_province
from bot.records.audit_chain import verify
from bot.records.database import open_database
from bot.records.messages.sealed import Sealer
from bot.records.messages.whole import Whole
from bot.records.needs.tables import Lesson, NeedAlert
from bot.records.read import reading
from bot.records.staff.passwords import Passwords
from bot.records.tables import (
    Base,
    Conversation,
    DeadLetter,
    InboxMessage,
    Need,
    OutboxReply,
    Turn,
)
from bot.records.takeover.tables import (
    CannedReply,
    Feedback,
    Handoff,
    Mention,
    Note,
    Proposal,
    Review,
    ReviewLabel,
    SampledTurn,
    SavedFilter,
    SealedText,
)
from bot.reply import Outcome
from bot.settings import ROOT, Settings
from bot.wiring import System
from tests.integration.cli_kit import install, run
from tests.integration.console_kit import HURRIED, Browser
from tests.integration.records_kit import inbox_of, incoming, rows

NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)
PASSWORD = "chín mươi chín con đom đóm"
SMALL = Plan(seed=3, conversations=24, days=6, now=NOW)
WORK: tuple[type[Base], ...] = (
    *(Note, Mention, Need, SealedText, Proposal, ReviewLabel, SampledTurn, CannedReply),
    *(SavedFilter, DeadLetter, Review, Feedback, Handoff, Turn, Conversation),
)


@cache
def catalogue() -> Catalogue:
    return open_catalogue(ROOT / "procedures")


def filled_with(database: Engine, plan: Plan) -> None:
    desk = Desk(catalogue(), load_province("toan-quoc"))
    fill(database, desk, PASSWORD, plan, Whole(Sealer("0" * 43)), Passwords(HURRIED))


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Engine]:
    """A season of the usual length, in a SQLite file."""
    file = tmp_path_factory.mktemp("season") / "records.db"
    shutil.copy(migrated_file, file)
    database = open_database(f"sqlite:///{file}")
    hurry(database)
    filled_with(database, Plan(seed=1, conversations=110, days=40, now=NOW))
    yield database
    database.dispose()


def values(database: Engine, column: InstrumentedAttribute[Any]) -> set[Any]:
    with reading(database) as db:
        return set(db.execute(select(column)).scalars())


def test_there_is_something_of_everything_to_see(season: Engine) -> None:
    assert values(season, Turn.outcome) == set(get_args(Outcome))
    assert values(season, Handoff.status) == {"waiting", "talking", "closed"}
    assert values(season, Handoff.ending) >= {"returned", "left", "expired"}
    assert values(season, OutboxReply.status) >= {"sent", "failed", "ambiguous", "held"}
    assert values(season, Feedback.rating) == {"up", "down"}
    assert values(season, Conversation.channel) == {"web", "telegram", "zalo"}
    assert values(season, Conversation.flagged) == {True, False}
    assert values(season, Conversation.kept) == {True, False}
    assert len(values(season, Review.verdict)) >= 3
    assert load_province("toan-quoc").department_of("ho_tich") in values(season, Need.department)
    assert values(season, Need.status) >= {"new", "accepted", "confirmed", "reopened", "merged"}
    assert values(season, NeedAlert.step) >= {"warn", "due", "head"}
    assert values(season, Lesson.status) == {"proposed"}
    assert [table for table in WORK if not rows(season, table)] == []
    of_two = select(Review.turn_id).group_by(Review.turn_id).having(func.count() > 1)
    with reading(season) as db:
        assert db.execute(of_two).all()
    assert verify(season).why == ""


def test_all_of_it_is_marked_and_nothing_is_later_than_now(season: Engine) -> None:
    assert is_demo(season)
    assert all(chat.startswith(DEMO) for chat in values(season, Conversation.chat))
    firsts = select(func.min(Turn.id)).group_by(Turn.conversation_id)
    with reading(season) as db:
        for reply in db.execute(select(Turn.reply).where(Turn.id.in_(firsts))).scalars():
            assert FOR_SHOW in str(reply)
    assert max(values(season, Turn.created_at)) <= NOW


def test_no_number_of_a_person_stands_in_it_unmasked(season: Engine) -> None:
    texts = values(season, InboxMessage.text)
    assert [text for text in texts if re.search(r"\d{9}", text)] == []
    assert [text for text in texts if "[số" in text]


def test_a_database_with_anything_else_in_it_is_not_taken_for_one(database: Engine) -> None:
    assert is_demo(database)
    inbox_of(database).accept(incoming(chat="somebody"))
    assert not is_demo(database)


def test_the_same_seed_makes_the_same_conversations_on_both_databases(
    sqlite_tables: Engine, postgresql_tables: Engine
) -> None:
    hurry(sqlite_tables)
    for database in (sqlite_tables, postgresql_tables):
        filled_with(database, SMALL)
    assert said(sqlite_tables) == said(postgresql_tables)
    counts = [[rows(one, table) for table in WORK] for one in (sqlite_tables, postgresql_tables)]
    assert counts[0] == counts[1]


def said(database: Engine) -> list[tuple[object, ...]]:
    columns = (Conversation.chat, InboxMessage.text, Turn.outcome, Turn.created_at)
    whole = select(*columns, InboxMessage.trace, Turn.fault)
    joined = whole.join(Turn, Turn.inbox_id == InboxMessage.id).join(Conversation)
    with reading(database) as db:
        return [tuple(row) for row in db.execute(joined.order_by(Turn.id))]


def test_another_seed_makes_others(sqlite_tables: Engine, season: Engine) -> None:
    hurry(sqlite_tables)
    filled_with(sqlite_tables, SMALL)
    assert {text for _, text, *_ in said(sqlite_tables)} - {text for _, text, *_ in said(season)}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "var", database_url="", province="toan-quoc")


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[System, str]]:
    """A demo as the command makes it, in the folder of an installation without any data."""
    folder = tmp_path_factory.mktemp("installation")
    system = demo_system(Settings(data_dir=folder, database_url="", province="toan-quoc"))
    yield system, filled(system, Plan(seed=1, conversations=30, days=10))
    system.database.dispose()


def test_every_page_opens_over_it_for_who_may_open_it(shown: tuple[System, str]) -> None:
    system, password = shown
    app = pages(system)
    seen = set()
    for person in PEOPLE:
        browser = Browser(app, "http://console.example", follow_redirects=True)
        assert browser.log_in(person.login, password).status_code == 200
        for address in linked(browser, "/console/"):
            found = browser.get(address)
            assert found.status_code == 200, (person.login, address)
            seen.add(address.partition("?")[0])
        assert FOR_SHOW in browser.get("/console/").text
    assert len(seen) > len(PEOPLE)


def linked(browser: Browser, start: str) -> Iterator[str]:
    """Yield the page at ``start``, what it links to, and some of what those pages link to."""
    found = links(browser.get(start).text)
    yield from found
    for address in found:
        yield from links(browser.get(address).text)[:25]


def links(page: str) -> list[str]:
    every = re.findall(r'href="(/console/[a-z][^"#]*)"', page)
    return list(dict.fromkeys(a.replace("&amp;", "&") for a in every if "static" not in a))


def test_nothing_of_it_gets_into_the_installation_s_own_folder(
    shown: tuple[System, str],
) -> None:
    folder = shown[0].settings.data_dir
    assert folder.name == "demo"
    assert [file.name for file in folder.parent.iterdir()] == ["demo"]


def test_the_installation_s_own_folder_is_refused(settings: Settings, tmp_path: Path) -> None:
    elsewhere = settings.model_copy(update={"database_url": f"sqlite:///{tmp_path}/db/motcua.db"})
    for own, folder in ((settings, settings.data_dir), (elsewhere, tmp_path / "db")):
        with pytest.raises(MotcuaError, match="dữ liệu thật"):
            demo_system(own, folder)


def test_a_database_that_it_did_not_make_is_refused_even_anew(
    settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "motcua.db").write_bytes(b"of somebody")
    for anew in (False, True):
        with pytest.raises(MotcuaError, match="không do motcua demo tạo"):
            demo_system(settings, tmp_path, anew=anew)
    assert (tmp_path / "motcua.db").read_bytes() == b"of somebody"


def test_what_somebody_has_written_there_is_deleted_only_anew(settings: Settings) -> None:
    system = demo_system(settings)
    inbox_of(system.database).accept(incoming(chat="somebody"))
    system.database.dispose()
    with pytest.raises(MotcuaError, match="--anew"):
        demo_system(settings)
    again = demo_system(settings, anew=True)
    assert rows(again.database, Conversation) == 0
    again.database.dispose()


def test_a_password_is_another_each_time() -> None:
    made = {new_password() for _ in range(20)}
    assert len(made) == 20
    assert all(Passwords(HURRIED).hash(word, "truc1") for word in made)


def test_the_command_says_how_to_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    installation = install(tmp_path, monkeypatch)
    installation.set(catalogue_dir=ROOT / "procedures")
    assert run("demo", "--conversations", "20") == 0
    told = capsys.readouterr().out
    assert f"MOTCUA_DATA_DIR={tmp_path / 'var' / 'demo'}" in told
    assert "MOTCUA_TELEGRAM_TOKEN= " in told
    assert all(person.login in told for person in PEOPLE)
