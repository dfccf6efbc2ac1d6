"""`motcua catalogue coverage`: the table, the files of the portal, and JSON."""

import json
from pathlib import Path

import pytest

from tests.integration.cli_kit import Installation, install, run, the_sentence, write_catalogue
from tests.integration.test_cli_against import portal
from tests.records import record


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    return install(tmp_path, monkeypatch)


def test_without_files_it_counts_what_the_records_know(
    here: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("catalogue", "coverage") == 0
    out = capsys.readouterr().out
    assert "Giấy tờ" in out
    assert "Biết đủ sáu điều: 1/1 (100.0 %) bản ghi." in out
    assert "Cổng nêu: " not in out


def test_with_files_it_names_what_the_portal_states_and_the_record_lacks(
    here: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_catalogue(here.settings.catalogue_dir, record(documents="unknown"))
    assert run("catalogue", "coverage", "--against", portal(tmp_path)) == 0
    out = capsys.readouterr().out
    assert "Biết đủ mọi điều Cổng nêu: 0/1 (0.0 %) bản ghi có trong tệp." in out
    assert "1.000001: Cổng nêu mà bản ghi chưa có: Giấy tờ" in out


def test_the_figures_come_as_json_too(
    here: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("catalogue", "coverage", "--json", "--against", portal(tmp_path)) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["facts"]["fee"] == {"known": 1, "stated": 1, "known_of_stated": 1}
    assert (found["whole"], found["compared"], found["missing"]) == (1, 1, {})


def test_files_without_the_option_are_refused_with_a_sentence(
    here: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("catalogue", "coverage", portal(tmp_path)) == 1
    assert "--against" in the_sentence(capsys.readouterr().err)
