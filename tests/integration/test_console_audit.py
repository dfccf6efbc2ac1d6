"""Admins read who did what, and see whether the book was tampered with."""

import csv
from io import StringIO

import pytest
from sqlalchemy import Engine, insert

from bot.records.audit import Deed, audited, note
from bot.records.audit_list import PAGE
from bot.records.operations.tables import AuditEntry
from tests.integration.console_kit import Console


@pytest.fixture
def console(database: Engine) -> Console:
    return Console(database).with_staff("boss", "admin")


def noted(console: Console, number: int, who: str = "lan", subject: str = "bot") -> None:
    for _ in range(number):
        with console.database.begin() as db:
            note(db, console.clock(), Deed(who, "bảo trì"), "switch off", subject, say="Nghỉ ạ")


def test_deeds_are_told_in_words_with_person_reason_and_detail(console: Console) -> None:
    noted(console, 1)
    shown = console.logged_in("boss").at("/audit").text
    for word in ("Tắt trợ lý hoặc kênh", "lan", "bảo trì", "câu nói: Nghỉ ạ", "nguyên vẹn"):
        assert word in shown
    assert "testclient" in shown  # where the log-in came from


def test_a_deed_without_a_name_is_shown_by_its_code(console: Console) -> None:
    with console.database.begin() as db:
        note(db, console.clock(), Deed("lan", ""), "something new", "x")
    assert "something new" in console.logged_in("boss").at("/audit").text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("who=minh", 2),
        ("action=switch+off", 5),
        ("who=lan&subject=zalo", 0),
        ("since=2026-01-16", 0),
        ("until=2026-01-14", 0),
        ("since=2026-01-15&until=2026-01-15&action=switch+off", 5),
        ("since=nonsense&action=switch+off", 5),
    ],
)
def test_the_audit_is_narrowed_down(console: Console, query: str, found: int) -> None:
    boss = console.logged_in("boss")
    noted(console, 3)
    noted(console, 2, who="minh", subject="zalo")
    assert boss.at(f"/audit?{query}").text.count(">bảo trì<") == found


def test_older_deeds_are_on_the_next_page_and_keep_the_filter(console: Console) -> None:
    boss = console.logged_in("boss")
    noted(console, PAGE + 2)
    first = boss.at("/audit?who=lan").text
    assert first.count(">bảo trì<") == PAGE
    older = first.partition(">Cũ hơn<")[0].rpartition('href="')[2].partition('"')[0]
    second = boss.get(older.replace("&amp;", "&")).text
    assert second.count(">bảo trì<") == 2
    assert "Cũ hơn" not in second


def test_a_book_that_was_tampered_with_says_so(console: Console) -> None:
    values = {"who": "", "action": "x", "subject": "", "reason": "", "detail": {}}
    with console.database.begin() as db:
        db.execute(insert(AuditEntry).values(at=console.clock(), **values))
    number = audited(console.database)[0].id
    shown = console.logged_in("boss").at("/audit").text
    assert "Nhật ký đã bị can thiệp." in shown
    assert f"Dòng số {number}" in shown


def test_a_table_to_keep_holds_no_formula_and_is_a_deed_itself(console: Console) -> None:
    boss = console.logged_in("boss")
    noted(console, 1, who="=cmd()", subject="@x")
    answer = boss.at("/audit.csv?action=switch+off")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    header, row = csv.reader(StringIO(answer.text.removeprefix("\ufeff")))
    assert header[:4] == ["Số", "Lúc", "Người làm", "Việc"]
    assert (row[2], row[4]) == ("'=cmd()", "'@x")
    exported = audited(console.database)[0]
    assert (exported.who, exported.action) == ("boss", "audit exported")
    assert exported.detail == {"filters": "action=switch+off"}


def test_an_admin_reads_it_in_english_too(console: Console) -> None:
    boss = console.logged_in("boss")
    boss.fill("/language", on="/sessions", language="en")
    noted(console, 1)
    shown = boss.at("/audit").text
    assert "Switched the assistant or a channel off" in shown
    assert "Đăng nhập" not in shown
