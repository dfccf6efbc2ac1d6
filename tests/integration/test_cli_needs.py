"""`motcua needs` and `motcua db upgrade`: what citizens asked to have passed on, safely shown."""

import csv
import io
import json
from pathlib import Path

import pytest

from bot.records.database import open_database, upgrade
from bot.reply import NeedDraft
from tests.integration.cli_kit import Installation, install, run
from tests.integration.records_kit import claimed, inbox_of, incoming, turn_for

FORMULA = '=HYPERLINK("http://example.invalid","bấm")'
MARKUP = "nuôi [bold]chim[/] :smile: [/b]"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    return install(tmp_path, monkeypatch)


def pass_on(here: Installation, *questions: str) -> None:
    database = open_database(here.settings.database)
    upgrade(database)
    inbox = inbox_of(database)
    for question in questions:
        inbox.accept(incoming("có"))
        draft = NeedDraft(question=question, field="ho_tich")
        inbox.finish("w", turn_for(claimed(inbox), need=draft))
    database.dispose()


def test_no_needs_are_said_as_such(here: Installation, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("needs") == 0
    assert capsys.readouterr().out == "Chưa có câu hỏi nào được nhờ chuyển.\n"


def test_no_needs_are_a_csv_with_headings_and_an_empty_json_list(
    here: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    run("needs", "--csv")
    assert capsys.readouterr().out.startswith("id,created_at,channel,question,")
    run("needs", "--json")
    assert json.loads(capsys.readouterr().out) == []


def test_the_table_shows_what_was_written_as_it_was_written(
    here: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    pass_on(here, "nuôi chim bồ câu", MARKUP)
    assert run("needs") == 0
    out = capsys.readouterr().out
    assert "nuôi chim bồ câu" in out
    assert "Phòng ho_tich" in out
    assert MARKUP in out


@pytest.mark.parametrize("question", [FORMULA, "+1", "-1+2", "@SUM(A1)"])
def test_a_spreadsheet_never_takes_a_question_for_a_formula(
    here: Installation, capsys: pytest.CaptureFixture[str], question: str
) -> None:
    pass_on(here, question)
    run("needs", "--csv")
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert row["question"] == "'" + question
    assert row["status"] == "new"


def test_json_carries_the_question_unchanged(
    here: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    pass_on(here, FORMULA)
    run("needs", "--json")
    (need,) = json.loads(capsys.readouterr().out)
    assert (need["question"], need["department"]) == (FORMULA, "Phòng ho_tich")


def test_upgrading_makes_the_database_and_may_be_repeated(
    here: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("db", "upgrade") == run("db", "upgrade") == 0
    assert (here.settings.data_dir / "motcua.db").exists()
