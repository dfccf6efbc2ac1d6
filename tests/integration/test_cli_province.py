"""`motcua province`: check, list and show what `provinces/` says."""

from datetime import date
from pathlib import Path

import pytest

from bot.province import load_calendar, load_province
from bot.settings import ROOT, load_settings
from bot.wiring import System
from tests.integration.cli_kit import Installation, install, run, the_sentence, write_catalogue
from tests.provinces import SOURCE, office, province, write_provinces
from tests.records import record

DAY = {"date": date(2099, 3, 3), "name": "Ngày hội", "source": SOURCE}
COUNCIL = [{"text": "Do Hội đồng nhân dân tỉnh quyết định"}]
WAY = {"way": "in_person", "where": "Quầy", "time": "unknown", "fees": COUNCIL}
FEES = [
    {
        "source": {**SOURCE, "decision": "1/2026/NQ-HĐND"},
        "amounts": {"1.000001": [{"text": "8.000 đồng", "amount": 8000}]},
    }
]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    return install(tmp_path, monkeypatch)


@pytest.fixture
def folder(here: Installation, tmp_path: Path) -> Path:
    here.set(catalogue_dir=tmp_path / "procedures")
    return write_provinces(tmp_path / "provinces", province())


def test_the_shipped_provinces_pass(here: Installation, capsys: pytest.CaptureFixture[str]) -> None:
    here.set(catalogue_dir=ROOT / "procedures")
    assert run("province", "check") == 0
    assert capsys.readouterr().out.endswith(" tỉnh, 0 lỗi.\n")


def test_every_problem_is_told_with_file_line_and_field(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    departments = [{"id": "x", "name": "X", "fields": ["y_te"], "fallback": True}]
    write_provinces(folder, province(departments=departments))
    assert run("province", "check", "--folder", str(folder)) == 1
    problem, count = capsys.readouterr().out.splitlines()
    assert problem.startswith(f"{folder}/thai-nguyen.yml:")
    assert ": departments.0.fields.0: “y_te” is none of: ho_tich" in problem
    assert count == "1 tỉnh, 1 lỗi."


def test_only_the_named_provinces_are_checked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_provinces(folder, province(id="ninh-binh", name="Tỉnh Hà Nam"))
    assert run("province", "check", "thai-nguyen", "--folder", str(folder)) == 0
    assert run("province", "check", "ninh-binh", "--folder", str(folder)) == 1
    assert run("province", "check", "atlantis", "--folder", str(folder)) == 1
    assert "atlantis.yml:1: (file): there is no such file" in capsys.readouterr().out


def test_a_folder_without_provinces_does_not_pass(here: Installation, tmp_path: Path) -> None:
    assert run("province", "check", "--folder", str(tmp_path / "none")) == 1


def test_the_list_names_file_name_and_hotline(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("province", "list", "--folder", str(folder)) == 0
    out = capsys.readouterr().out
    assert all(word in out for word in ("thai-nguyen", "Tỉnh Thái Nguyên", "0000"))
    assert "holidays" not in out


def test_a_province_is_shown_with_hours_departments_fees_and_days_off(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_provinces(folder, province(fees=FEES, days_off=[DAY]))
    assert run("province", "show", "thai-nguyen", "--folder", str(folder)) == 0
    out = capsys.readouterr().out
    for expected in (
        "Tỉnh Thái Nguyên (thai-nguyen)",
        "Đường dây thử: 0000",
        "thứ Hai đến thứ Sáu: 07:30–11:30, 13:00–17:00; thứ Bảy: 07:30–11:30",
        "mọi việc còn lại",
        "8.000 đồng",
        "1/2026/NQ-HĐND",
        "thứ Ba, 03/03/2099",
    ):
        assert expected in out


def test_hours_that_nobody_knows_are_shown_to_be_unknown(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_provinces(folder, province(offices=[office(hours="unknown")]))
    assert run("province", "show", "thai-nguyen", "--folder", str(folder)) == 0
    assert "chưa có thông tin" in capsys.readouterr().out


def test_a_province_that_is_not_there_is_told_in_a_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("province", "show", "atlantis", "--folder", str(folder)) == 1
    assert "thai-nguyen" in the_sentence(capsys.readouterr().err)


def test_broken_holidays_are_told_in_a_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "holidays.yml").write_text("years: [", "utf-8")
    assert run("province", "show", "thai-nguyen", "--folder", str(folder)) == 1
    assert "holidays.yml có lỗi, hãy sửa" in the_sentence(capsys.readouterr().err)


@pytest.mark.parametrize("name", ["thai-nguyen", "ninh-binh", "ha-tinh"])
def test_the_setting_chooses_the_province_of_the_whole_system(
    here: Installation, name: str
) -> None:
    here.set(province=name)
    system = System(load_settings())
    assert system.province == load_province(name)
    assert system.calendar == load_calendar(load_province(name))
    assert system.province.department_of("ho_tich") == "so_tu_phap"


def test_fees_of_records_of_the_folder_are_known(folder: Path) -> None:
    write_provinces(folder, province(fees=FEES))
    assert run("province", "check", "--folder", str(folder)) == 1
    write_catalogue(folder.parent / "procedures", record(submissions=[WAY]))
    assert run("province", "check", "--folder", str(folder)) == 0
