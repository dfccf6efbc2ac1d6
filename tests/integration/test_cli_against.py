"""`motcua catalogue check --against`: our records beside files of the portal."""

from pathlib import Path
from typing import Any

import pytest

from tests.integration.cli_kit import Installation, install, run, the_sentence, write_catalogue
from tests.national import line, write
from tests.records import record
from tests.unit.test_catalogue_compare import SAME, known

CHECKED = "1 thủ tục dùng được, 0 lỗi."


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    return install(tmp_path, monkeypatch)


def portal(folder: Path, **changes: Any) -> str:
    return str(write(folder / "cong.jsonl", line(**{**SAME, **changes})))


def test_records_that_say_the_same_pass(
    here: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("catalogue", "check", "--against", portal(tmp_path)) == 0
    assert capsys.readouterr().out.splitlines() == [
        CHECKED,
        "Đối chiếu 1 thủ tục, 0 không có trong tệp: "
        "0 khác biệt chưa có lý do, 0 đã có lý do, 0 lý do thừa.",
    ]


def test_a_difference_without_a_reason_is_told_with_file_line_code_and_field(
    here: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("catalogue", "check", "--against", portal(tmp_path, cap_thuc_hien="Cấp tỉnh")) == 1
    out = capsys.readouterr().out
    [told] = [said for said in out.splitlines() if "| Cổng" in said]
    file, number, rest = told.split(":", 2)
    assert "level" in Path(file).read_text("utf-8").splitlines()[int(number) - 1]
    assert rest == " 1.000001: level: bản ghi commune | Cổng province"
    assert "1 khác biệt chưa có lý do" in out


def test_what_has_a_reason_is_shown_only_when_asked_for(
    here: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_catalogue(here.settings.catalogue_dir, record(differences=[known()]))
    file = portal(tmp_path, cap_thuc_hien="Cấp tỉnh")
    assert run("catalogue", "check", "--against", file) == 0
    assert "Cổng nhầm" not in capsys.readouterr().out
    assert run("catalogue", "check", "--all", "--against", file) == 0
    assert "commune | Cổng province | lý do: Cổng nhầm." in capsys.readouterr().out


def test_a_reason_that_is_no_longer_needed_is_told(
    here: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_catalogue(here.settings.catalogue_dir, record(differences=[known()]))
    assert run("catalogue", "check", "--against", portal(tmp_path)) == 0
    out = capsys.readouterr().out
    assert "differences.0: không còn khác biệt như vậy" in out
    assert "1 lý do thừa" in out


def test_several_files_follow_the_option_and_lines_that_cannot_be_read_are_told(
    here: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = write(tmp_path / "hong.jsonl", b"{", b"")
    assert run("catalogue", "check", "--against", str(broken), portal(tmp_path)) == 0
    out = capsys.readouterr().out
    assert f"{broken}:1: không phải JSON" in out
    assert "Đối chiếu 1 thủ tục" in out


def test_records_that_no_file_has_are_listed_and_alone_do_not_pass(
    here: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("catalogue", "check", "--against", portal(tmp_path, ma_thu_tuc="2.000001")) == 1
    out = capsys.readouterr().out
    assert "1.000001: không có trong tệp" in out
    assert "Đối chiếu 0 thủ tục, 1 không có trong tệp" in out


def test_files_without_the_option_are_an_error_that_says_what_to_write(
    here: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("catalogue", "check", portal(tmp_path)) == 1
    assert "--against" in the_sentence(capsys.readouterr().err)
