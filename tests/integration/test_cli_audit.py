"""`motcua audit`: what was done can be read and proven from the machine itself."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.records.database import open_database
from tests.integration.cli_kit import Installation, install, run, the_sentence


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    made = install(tmp_path, monkeypatch)
    run("switch", "off", "bot", "--reason", "bảo trì", "--by", "lan")
    run("switch", "on", "bot", "--by", "minh")
    return made


def tamper(installation: Installation, *statements: str) -> None:
    """Change the book as somebody can who has the file."""
    database = open_database(installation.settings.database)
    with database.begin() as db:
        for deed in ("update", "delete"):
            db.execute(text(f"DROP TRIGGER audit_no_{deed}"))
        for statement in statements:
            db.execute(text(statement))
    database.dispose()


def test_the_audit_is_listed_and_narrowed_down(
    installation: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    run("audit", "list")
    newest, oldest = capsys.readouterr().out.splitlines()
    assert "minh\tswitch on\tbot" in newest
    assert "lan\tswitch off\tbot\tbảo trì" in oldest
    for narrowed in (("--who", "minh"), ("--action", "switch on"), ("--limit", "1")):
        run("audit", "list", "--json", *narrowed)
        (row,) = json.loads(capsys.readouterr().out)
        assert (row["who"], row["action"]) == ("minh", "switch on")
    run("audit", "list", "--since", "2999-01-01")
    assert "Không có dòng nào khớp." in capsys.readouterr().out
    assert run("audit", "list", "--since", "hôm qua") == 1
    assert "2026-07-31" in the_sentence(capsys.readouterr().err)


def test_a_whole_book_is_status_zero_and_a_changed_one_names_the_row(
    installation: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run("audit", "verify") == 0
    assert "Đã kiểm 2 dòng. Nhật ký nguyên vẹn." in capsys.readouterr().out
    tamper(installation, "UPDATE audit SET who = 'hoa' WHERE id = 2")
    assert run("audit", "verify") == 1
    assert "dòng số 2" in capsys.readouterr().out


def test_a_cut_end_is_found_with_the_hash_that_was_noted(
    installation: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    run("audit", "head")
    known = capsys.readouterr().out.strip()
    assert len(known) == 64
    assert run("audit", "verify", "--expect", known) == 0
    tamper(installation, "DELETE FROM audit WHERE id = 2")
    assert run("audit", "verify") == 0
    assert run("audit", "verify", "--expect", known) == 1
    assert "phần cuối đã bị xóa" in capsys.readouterr().out
