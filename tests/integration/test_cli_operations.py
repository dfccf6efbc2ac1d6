"""`motcua switch`, `notice` and `inbox`: off and on, told to all, and what is stuck."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.conversation.bulletin import LONGEST
from bot.records.audit import audited
from bot.records.database import open_database, upgrade
from bot.records.operations.board import SqlBoard
from tests.integration.cli_kit import Installation, install, run, the_sentence
from tests.integration.records_kit import answer_all, claimed, inbox_of, incoming

PRIVATE = "chuyện riêng của bà Năm"
BECAUSE = ("--reason", "bảo trì", "--by", "lan")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    return install(tmp_path, monkeypatch)


@pytest.fixture
def records(here: Installation, blank_url: str) -> Iterator[Engine]:
    """The installation's database, on both kinds."""
    here.set(database_url=blank_url)
    opened = open_database(blank_url)
    upgrade(opened)
    yield opened
    opened.dispose()


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(*arguments) == 1
    return the_sentence(capsys.readouterr().err)


def test_a_switch_is_shown_with_who_when_and_why(
    records: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("switch", "status") == 0
    assert run("switch", "off", "telegram", *BECAUSE, "--say", "Kênh nghỉ  tối nay ạ.") == 0
    assert run("switch", "status") == 1
    said = capsys.readouterr().out
    assert "Telegram: ĐANG TẮT từ" in said
    assert "do lan. Lý do: bảo trì. Nói với người dân: “Kênh nghỉ tối nay ạ.”" in said
    assert SqlBoard(records).bulletin().closing("telegram") == "Kênh nghỉ tối nay ạ."
    assert run("switch", "on", "telegram") == run("switch", "status") == 0
    assert [done.action for done in audited(records)] == ["switch on", "switch off"]


def test_nothing_is_switched_off_without_a_reason(
    records: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "--reason" in refused(capsys, "switch", "off", "bot")
    assert SqlBoard(records).off() == []


def test_there_is_no_switch_for_what_is_no_channel(records: Engine) -> None:
    assert run("switch", "off", "fax", *BECAUSE) == 2


def test_a_notice_is_set_shown_and_cleared(
    records: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("notice", "set", "Lũ về, trung tâm nghỉ ạ.", "--until", "2999-01-31 17:00") == 0
    run("notice", "show")
    said = capsys.readouterr().out
    assert "Lũ về, trung tâm nghỉ ạ.\n" in said
    assert "đến 17:00 31/01/2999" in said
    run("notice", "clear")
    run("notice", "show")
    assert "Không có thông báo nào." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["x" * (LONGEST + 1)], f"tối đa {LONGEST}"),
        (["  \u200b "], "đang trống"),
        (["Lũ về", "--until", "2020-01-01"], "đã qua"),
    ],
)
def test_a_notice_that_cannot_be_is_refused_in_one_sentence(
    records: Engine, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert sentence in refused(capsys, "notice", "set", *arguments)
    assert SqlBoard(records).told() is None


def test_the_longest_notice_fits(records: Engine) -> None:
    assert run("notice", "set", "ạ" * LONGEST) == 0


def test_an_inbox_without_trouble_says_so(
    records: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("inbox") == 0
    assert capsys.readouterr().out == "Không có tin nào bị kẹt.\n"


def test_what_is_stuck_is_listed_without_what_it_said(
    records: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    inbox_of(records).accept(incoming(PRIVATE, channel="telegram"))
    inbox_of(records).bury("zalo", "9", PRIVATE, "no sender")
    assert run("inbox", "--days", "99999") == 1
    shown = capsys.readouterr().out
    assert "chờ trả lời" in shown
    assert "no sender" in shown
    assert "Năm" not in shown
    run("inbox", "--json", "--channel", "telegram", "--state", "waiting")
    [one] = json.loads(capsys.readouterr().out)
    assert (one["id"], one["state"]) == ("m1", "waiting")
    assert PRIVATE not in json.dumps(one, ensure_ascii=False)


def test_requeue_and_drop_want_a_reason_and_keep_it(
    records: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    inbox = inbox_of(records)
    inbox.accept(incoming("một"))
    inbox.accept(incoming("hai"))
    claimed(inbox)  # by a worker that died long ago
    assert "--reason" in refused(capsys, "inbox", "requeue", "m1")
    assert run("inbox", "requeue", "m1", *BECAUSE) == 0
    assert run("inbox", "drop", "m2", *BECAUSE) == 0
    assert answer_all(inbox) == ["một"]
    deeds = [(done.who, done.action, done.subject, done.reason) for done in audited(records)]
    assert deeds == [
        ("lan", "inbox drop", "m2", "bảo trì"),
        ("lan", "inbox requeue", "m1", "bảo trì"),
    ]


def test_the_number_a_citizen_reads_out_leads_to_what_happened(
    records: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    message = incoming(PRIVATE)
    inbox_of(records).accept(message)
    answer_all(inbox_of(records))
    assert run("inbox", "trace", f" {message.trace.upper()} ") == 0
    said = capsys.readouterr().out
    assert "m1 accepted on web" in said
    assert "answered: answered" in said
    assert "Năm" not in said
    assert run("inbox", "trace", "none") == 1


def test_the_doctor_says_what_is_off(records: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    run("switch", "off", "zalo", *BECAUSE)
    run("doctor")
    assert "đang tắt zalo; bật lại bằng: motcua switch on zalo" in capsys.readouterr().out
