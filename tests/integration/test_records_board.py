"""Switches and the notice: one place for all processes, and nothing goes missing while off."""

from datetime import timedelta

from sqlalchemy import Engine, select

from bot.conversation.answer import Answerer
from bot.conversation.bulletin import Bulletin
from bot.conversation.safe import SafeReplies
from bot.records.audit import Deed, audited
from bot.records.operations.board import KEPT_SECONDS, Followed, SqlBoard
from bot.records.tables import InboxMessage, OutboxReply, Turn
from tests.integration.records_kit import Clock, claimed, inbox_of, incoming, rows
from tests.records import PROVINCE
from tests.unit.test_conversation import FakeEngine

LAN = Deed("lan", "bảo trì")


def test_what_one_process_switches_off_another_one_sees(database: Engine) -> None:
    SqlBoard(database).switch_off("telegram", LAN, "Nghỉ ạ.")
    bulletin = SqlBoard(database).bulletin()
    assert bulletin.closing("telegram") == "Nghỉ ạ."
    assert bulletin.closing("web") is None
    assert SqlBoard(database).switch_on("telegram", LAN)
    assert SqlBoard(database).bulletin().closing("telegram") is None


def test_switching_twice_changes_what_is_said_and_on_twice_is_no_deed(database: Engine) -> None:
    board = SqlBoard(database)
    board.switch_off("bot", LAN)
    board.switch_off("bot", LAN, "Nghỉ Tết ạ.")
    assert board.bulletin().closing("zalo") == "Nghỉ Tết ạ."
    assert [board.switch_on("bot", LAN), board.switch_on("bot", LAN)] == [True, False]
    assert [done.action for done in audited(database)] == ["switch on"] + 2 * ["switch off"]
    assert {(done.who, done.reason) for done in audited(database)} == {("lan", "bảo trì")}


def test_the_newest_notice_counts_until_it_is_over_or_cleared(database: Engine) -> None:
    clock = Clock()
    board = SqlBoard(database, clock)
    assert board.bulletin().notice == ""
    board.tell("Lũ về", clock.now + timedelta(hours=1), LAN)
    board.tell("Lũ rút", clock.now + timedelta(hours=2), LAN)
    first = board.bulletin()
    assert first.notice == "Lũ rút"
    clock.skip(7200)
    assert board.bulletin().notice == ""
    board.tell("Mưa", None, LAN)
    assert board.bulletin().number > first.number
    board.tell("", None, LAN)
    assert board.bulletin().notice == ""


def test_a_running_process_follows_within_seconds_and_reads_no_more_than_that() -> None:
    now, reads, given = 0.0, 0, Bulletin()

    def read() -> Bulletin:
        nonlocal reads
        reads += 1
        return given

    followed = Followed(read, lambda: now)
    assert followed().closing("web") is None
    given = Bulletin({"web": ""})
    now = KEPT_SECONDS - 0.1
    assert followed().closing("web") is None
    assert reads == 1
    now = KEPT_SECONDS
    assert followed().closing("web") == ""
    assert KEPT_SECONDS < 5


def test_while_the_database_is_away_what_was_read_last_goes_on_to_hold() -> None:
    now, is_away = 0.0, False

    def read() -> Bulletin:
        if is_away:
            raise OSError("away")
        return Bulletin({"web": "nghỉ"})

    followed = Followed(read, lambda: now)
    followed()
    is_away, now = True, 60.0
    assert followed().closing("web") == "nghỉ"


async def test_what_comes_while_off_is_stored_told_once_and_not_answered_after(
    database: Engine,
) -> None:
    inbox, board, engine = inbox_of(database), SqlBoard(database), FakeEngine()
    answerer = Answerer(engine, SafeReplies(PROVINCE), board.bulletin)
    board.switch_off("web", LAN)
    assert inbox.accept(incoming("lúc nghỉ")), "it is acknowledged as ever"
    assert inbox.finish("w", await answerer.answer(claimed(inbox)))
    board.switch_on("web", LAN)
    assert inbox.claim("w", 60) is None
    assert engine.asked == []
    assert (rows(database, Turn), rows(database, OutboxReply)) == (1, 1)
    with database.begin() as db:
        message = db.execute(select(InboxMessage.status, InboxMessage.text)).one()
    assert tuple(message) == ("noticed", "lúc nghỉ")
    inbox.accept(incoming("lúc mở"))
    assert inbox.finish("w", await answerer.answer(claimed(inbox)))
    assert engine.asked == ["lúc mở"]
