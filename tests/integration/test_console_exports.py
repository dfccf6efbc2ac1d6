"""What is exported is what the list shows, all of it, to who may see it, and is noted."""

import csv
import io
import shutil
import subprocess
import unicodedata
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine

from bench.console_fill import fill
from bot.records.audit import Done, audited
from bot.records.takeover.tables import Note
from bot.records.talks.chosen import chosen_talks, chosen_turns
from bot.records.talks.exports import AT_ONCE, talk_lines, turn_lines
from bot.records.talks.search import Wanted
from bot.records.talks.turn_search import Query
from bot.reply import Reply, TextBlock
from tests.integration.console_kit import Browser
from tests.integration.records_kit import rows
from tests.integration.takeover_kit import HelpDesk, desk_of, does
from tests.needs_thing import missing

SCRIPT = "<script>alert(1)</script>"
MANY = 20_000
UNMET = Reply(outcome="unmet", blocks=(TextBlock(text="Dạ, em chưa biết ạ."),))


@pytest.fixture
def desk(database: Engine) -> HelpDesk:
    return desk_of(database)


@pytest.fixture
def lan(desk: HelpDesk) -> Browser:
    return desk.logged_in("lan")


def lines(browser: Browser, path: str) -> list[dict[str, str]]:
    """Return the rows of a CSV."""
    found = browser.at(path)
    assert found.status_code == 200
    assert found.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(found.content.decode("utf-8-sig"), newline="")))


def last_deed(desk: HelpDesk) -> Done:
    return audited(desk.database)[0]


def letters() -> str:
    """Return every letter of Vietnamese, small and capital."""
    marks = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    toned = (unicodedata.normalize("NFC", v + mark) for v in "aăâeêioôơuưy" for mark in marks)
    small = "".join(toned) + "bcdđghklmnpqrstvx"
    return small + small.upper()


def test_a_talk_as_text_has_who_said_what_and_nothing_that_staff_noted(
    desk: HelpDesk, lan: Browser
) -> None:
    talk = desk.asks("a", f"cho gặp cán bộ {SCRIPT}")
    does(lan, talk, "claim")
    does(lan, talk, "say", text="Dạ, em nghe ạ", key="k")
    lan.fill(f"/conversations/{talk}/notes", on="/sessions", text="người này khó tính")
    assert rows(desk.database, Note) == 1
    shown = lan.at(f"/conversations/{talk}/export.txt")
    assert shown.headers["content-type"] == "text/plain; charset=utf-8"
    assert f"Người dân (Chuyển cho người):\ncho gặp cán bộ {SCRIPT}" in shown.text
    assert "Cán bộ Lan:\nDạ, em nghe ạ" in shown.text
    for form in ("txt", "html", "pdf"):
        found = lan.at(f"/conversations/{talk}/export.{form}")
        assert "khó tính" not in found.text
        deed = last_deed(desk)
        assert (deed.action, deed.subject) == ("conversation exported", talk)
        assert deed.detail == {"form": form, "rows": 1}


def test_a_talk_as_a_page_needs_no_other_file_and_runs_nothing(
    desk: HelpDesk, lan: Browser
) -> None:
    talk = desk.writes("a", f"{SCRIPT} hỏi")
    found = lan.at(f"/conversations/{talk}/export.html")
    assert found.headers["content-disposition"].startswith("attachment")
    assert "&lt;script&gt;" in found.text
    for outside in ("<script", "src=", "href=", "url("):
        assert outside not in found.text


def test_a_talk_as_pdf_has_every_letter(desk: HelpDesk, lan: Browser) -> None:
    if shutil.which("pdftotext") is None:
        missing("pdftotext is not installed (Debian package poppler-utils)")
    talk = desk.writes("a", f"{letters()} \t❤️ {SCRIPT}")
    pdf = lan.at(f"/conversations/{talk}/export.pdf").content
    read = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    text = unicodedata.normalize("NFC", read.stdout.decode())
    assert "".join(letters().split()) in "".join(text.split())
    assert f"[?] {SCRIPT}" in text
    assert text.count("[?]") == 1


def test_other_files_do_not_exist(desk: HelpDesk, lan: Browser) -> None:
    talk = desk.writes("a", "xin chào")
    for path in (f"/conversations/{talk}/export.doc", "/exports/staff.csv", "/exports/turns.pdf"):
        assert lan.at(path).status_code == 404


def test_formulas_and_scripts_leave_as_text(desk: HelpDesk, lan: Browser) -> None:
    desk.writes("a", '=HYPERLINK("http://x","y")')
    desk.writes("a", f"{SCRIPT} hỏi")
    said = [line["Người dân"] for line in lines(lan, "/exports/turns.csv")]
    assert said == ['\'=HYPERLINK("http://x","y")', f"{SCRIPT} hỏi"]
    book = lan.at("/exports/turns.xlsx")
    with ZipFile(io.BytesIO(book.content)) as opened:
        sheet = opened.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "&lt;script&gt;" in sheet


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["một khai sinh", "hai khai sinh", "ba kết hôn"]),
        ("text=khai+sinh", ["một khai sinh", "hai khai sinh"]),
        ("outcome=unmet", ["hai khai sinh"]),
        ("channel=zalo", ["ba kết hôn"]),
        ("text=%C4%91%E1%BA%A5t+%C4%91ai", []),
    ],
)
def test_the_turns_exported_are_those_that_the_list_finds(
    desk: HelpDesk, lan: Browser, query: str, found: list[str]
) -> None:
    for chat, text, channel, reply in (
        ("a", "một khai sinh", "web", None),
        ("b", "hai khai sinh", "web", UNMET),
        ("c", "ba kết hôn", "zalo", None),
    ):
        desk.clock.skip(60)
        desk.writes(chat, text, channel, reply or Reply(outcome="answered", blocks=()))
    turns = lines(lan, f"/exports/turns.csv?{query}")
    assert sorted(line["Người dân"] for line in turns) == sorted(found)
    talks = [line["Hội thoại"] for line in lines(lan, f"/exports/conversations.csv?{query}")]
    assert sorted(talks) == sorted({line["Hội thoại"] for line in turns})
    listed = lan.at(f"/conversations?{query}").text
    assert all(f"/conversations/{talk}" in listed for talk in talks)


def test_an_export_is_noted_with_its_rows_and_without_the_words(
    desk: HelpDesk, lan: Browser
) -> None:
    desk.writes("a", "một khai sinh")
    desk.writes("a", "hai khai sinh")
    lines(lan, "/exports/turns.csv?text=khai&channel=web")
    deed = last_deed(desk)
    assert (deed.action, deed.who) == ("turns exported", "lan")
    assert deed.detail == {"form": "csv", "by": ["channel"], "words": 1, "rows": 2}
    [talk] = lines(lan, "/exports/conversations.csv")
    assert (talk["Số lượt"], talk["Nơi nhắn"]) == ("2", "Trang web")
    assert last_deed(desk).detail["rows"] == 1


def test_an_export_has_nothing_outside_ones_scope(desk: HelpDesk) -> None:
    desk.writes("a", "xin chào")
    officer = desk.logged_in("thue")
    for path in ("/exports/turns.csv", "/exports/conversations.csv"):
        assert lines(officer, path) == []
        assert last_deed(desk).detail["rows"] == 0


def test_many_turns_are_read_some_at_a_time_and_each_once(sqlite_tables: Engine) -> None:
    fill(sqlite_tables, MANY)
    boss: Any = desk_of(sqlite_tables).office.staff.named("lan")
    turns = chosen_turns(sqlite_tables, boss, Wanted())
    assert sorted(turns) == list(range(1, MANY + 1))
    assert turns.itemsize * len(turns) == 8 * MANY
    read = turn_lines(sqlite_tables, turns)
    sizes = [len(next(read)), *map(len, read)]
    assert max(sizes) == AT_ONCE
    assert sum(sizes) == MANY
    talks = chosen_talks(sqlite_tables, boss, Wanted())
    told = [line for some in talk_lines(sqlite_tables, talks) for line in some]
    assert [line.conversation for line in told] == talks
    assert sum(line.turns for line in told) == MANY
    unmet = chosen_turns(sqlite_tables, boss, Wanted(Query(("outcome:unmet",))))
    assert 0 < len(unmet) == sum(line.unmet for line in told)
