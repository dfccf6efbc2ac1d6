"""`motcua catalogue`: check, list and show records."""

from pathlib import Path

import pytest

from bot.catalogue.wording import ASPECT_LABELS
from tests.integration.cli_kit import Installation, install, run, the_sentence, write_catalogue
from tests.records import record


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    return install(tmp_path, monkeypatch)


def test_a_catalogue_in_order_passes(
    here: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("catalogue", "check") == 0
    assert capsys.readouterr().out == "1 thủ tục dùng được, 0 lỗi.\n"


def test_every_problem_is_told_with_file_line_and_field(
    here: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    write_catalogue(here.settings.catalogue_dir, record(code="1.000002", level=["moon"]))
    assert run("catalogue", "check") == 1
    out = capsys.readouterr().out
    assert "ho_tich/1.000002.yml:" in out
    assert "level" in out
    assert "1 thủ tục dùng được" in out


def test_a_folder_without_records_does_not_pass(here: Installation, tmp_path: Path) -> None:
    assert run("catalogue", "check", "--folder", str(tmp_path / "none")) == 1


def test_the_list_names_code_name_and_field(
    here: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "Đăng ký [nuôi] rồng :dragon:"
    write_catalogue(here.settings.catalogue_dir, record(name=name))
    assert run("catalogue", "list") == 0
    out = capsys.readouterr().out
    for part in ("1.000001", name, "Hộ tịch"):
        assert part in out


def test_a_record_is_shown_aspect_by_aspect(
    here: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("catalogue", "show", "1.000001") == 0
    out = capsys.readouterr().out
    assert "Thủ tục đăng ký nuôi rồng" in out
    assert [line[3:] for line in out.splitlines() if line[:3] == "## "] == [*ASPECT_LABELS.values()]


def test_an_unknown_code_is_said_with_where_to_find_the_others(
    here: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("catalogue", "show", "9.999999") == 1
    said = the_sentence(capsys.readouterr().err)
    assert "9.999999" in said
    assert "motcua catalogue list" in said


@pytest.mark.parametrize("command", ["list", "show"])
def test_without_any_record_it_says_what_to_run(
    here: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    code = ["1.000001"] if command == "show" else []
    assert run("catalogue", command, *code, "--folder", str(tmp_path / "none")) == 1
    assert "motcua catalogue check" in the_sentence(capsys.readouterr().err)
