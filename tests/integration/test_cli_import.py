"""`motcua catalogue import`, and what the other commands make of imported records."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.catalogue.wording import AS_PUBLISHED
from bot.cli.evaluate import known_names
from bot.records.catalogue_versions import imported_history, imported_records
from bot.wiring import System
from tests.integration.cli_kit import Installation, install, run, the_sentence
from tests.national import line, lines, write

MOTCUA = str(Path(sys.executable).with_name("motcua"))
ELSEWHERE = "1.000077"  # a code that the curated record does not have


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    return install(tmp_path, monkeypatch)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / "bo-rong.jsonl", line(), line(ma_thu_tuc=ELSEWHERE))


def bring_in(*arguments: str | Path) -> int:
    return run("catalogue", "import", *map(str, arguments))


def codes(here: Installation) -> list[str]:
    return [record.code for record in imported_records(here.settings.database)]


def test_an_import_says_what_it_did_field_by_field(
    here: Installation, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bring_in(file) == 0
    out = capsys.readouterr().out
    assert "Đã nhập 2 thủ tục: 2 mới, 0 đã đổi (bản cũ vẫn giữ), 0 như cũ. 0 dòng" in out
    assert "1 thủ tục đã có bản tự soạn; bản tự soạn được dùng." in out
    for label in ("Lệ phí", "Giấy tờ cần có", "Cơ quan giải quyết"):
        assert label in out
    assert codes(here) == ["1.000001", ELSEWHERE]


def test_importing_again_finds_everything_as_it_was(
    here: Installation, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bring_in(file, "--checked", "2026-01-01")
    assert bring_in(file) == 0
    assert (
        "Đã nhập 2 thủ tục: 0 mới, 0 đã đổi (bản cũ vẫn giữ), 2 như cũ." in capsys.readouterr().out
    )


def test_broken_lines_are_told_and_the_others_are_imported(
    here: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = write(tmp_path / "a.jsonl", b"{", line(ma_thu_tuc=ELSEWHERE), line(detail_url=""))
    assert bring_in(broken) == 0
    out = capsys.readouterr().out
    assert f"{broken}:1: không phải JSON" in out
    assert f"{broken}:3: online.url: " in out
    assert "2 dòng bị bỏ qua" in out
    assert codes(here) == [ELSEWHERE]


def test_what_could_not_be_read_is_shown_by_field_with_an_example(
    here: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bring_in(write(tmp_path / "a.jsonl", line(thanh_phan_ho_so="[b]rồng bay[/b]")))
    assert "1.000001: “[b]rồng bay[/b]” (không thấy bảng)" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"xin", b"[]"])
def test_when_nothing_can_be_read_the_status_is_one(
    here: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    assert bring_in(write(tmp_path / "a.jsonl", content)) == 1
    assert "Không đọc được thủ tục nào" in capsys.readouterr().out


def test_the_day_on_which_the_portal_was_read_can_be_told(here: Installation, file: Path) -> None:
    bring_in(file, "--checked", "31/07/2026")
    days = {f"{record.checked}" for record in imported_records(here.settings.database)}
    assert days == {"2026-07-31"}


def test_a_day_to_come_is_refused(
    here: Installation, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bring_in(file, "--checked", "2999-01-01") == 1
    assert "--checked" in the_sentence(capsys.readouterr().err)
    assert codes(here) == []


def test_interrupted_it_keeps_the_files_before_and_nothing_of_the_one_it_was_reading(
    here: Installation, file: Path, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "endless.jsonl")
    command = [MOTCUA, "catalogue", "import", str(file), str(tmp_path / "endless.jsonl")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as child:
        with (tmp_path / "endless.jsonl").open("wb") as endless:  # returns once it is being read
            endless.writelines(json.dumps(each).encode() + b"\n" for each in lines(3))
            endless.flush()
            child.send_signal(signal.SIGINT)
            assert child.wait(timeout=60) == 130
        assert child.stdout is not None
        assert "Đã dừng. Đã nhập 2 thủ tục" in child.stdout.read()
    assert codes(here) == ["1.000001", ELSEWHERE]


def test_the_list_holds_imported_records_when_asked_for(
    here: Installation, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bring_in(file)
    capsys.readouterr()
    run("catalogue", "list")
    assert ELSEWHERE not in capsys.readouterr().out
    run("catalogue", "list", "--all")
    out = capsys.readouterr().out
    assert "Cổng Dịch vụ công quốc gia: Rồng" in out
    assert out.count("1.000001") == out.count(ELSEWHERE) == 1


def test_an_imported_record_is_shown_as_published(
    here: Installation, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bring_in(file)
    capsys.readouterr()
    assert run("catalogue", "show", ELSEWHERE) == 0
    assert AS_PUBLISHED in capsys.readouterr().out
    run("catalogue", "show", "1.000001")
    assert AS_PUBLISHED not in capsys.readouterr().out


def test_the_history_names_every_version_and_each_can_be_shown(
    here: Installation, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bring_in(file)
    changed = line(ma_thu_tuc=ELSEWHERE, co_quan_thuc_hien="Sở Rồng")
    bring_in(write(tmp_path / "later.jsonl", changed))
    old, new = imported_history(here.settings.database, ELSEWHERE)
    capsys.readouterr()
    assert run("catalogue", "show", ELSEWHERE, "--history") == 0
    rows = [row for row in capsys.readouterr().out.splitlines() if ".jsonl" in row]
    assert [(old.version in rows[0], "nay" in rows[0])] == [(True, False)]
    assert [(new.version in rows[1], "nay" in rows[1])] == [(True, True)]
    run("catalogue", "show", ELSEWHERE, "--version", old.version)
    assert "Sở Rồng" not in capsys.readouterr().out
    run("catalogue", "show", ELSEWHERE)
    assert "Sở Rồng" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (["9.999999"], "motcua catalogue list --all"),
        (["9.999999", "--history"], "motcua catalogue list --all"),
        (["1.000001", "--version", "none"], "motcua catalogue show 1.000001 --history"),
    ],
)
def test_what_is_not_there_is_said_with_where_to_look(
    here: Installation, capsys: pytest.CaptureFixture[str], arguments: list[str], advice: str
) -> None:
    assert run("catalogue", "show", *arguments) == 1
    assert advice in the_sentence(capsys.readouterr().err)


def test_commands_that_leave_no_trace_answer_from_the_imported_records_too(
    here: Installation, file: Path, tmp_path: Path
) -> None:
    bring_in(file)
    system = System(here.settings, scratch=f"sqlite:///{tmp_path / 'scratch.db'}")
    known = {record.code: record.origin for record in system.catalogue.all()}
    assert known == {"1.000001": "curated", ELSEWHERE: "national"}
    assert str(system.database.url).endswith("scratch.db")
    assert known_names(here.settings).keys() == known.keys()
