"""`motcua up`: whatever is not as it must be is one plain sentence, before anything starts."""

import errno
import os
import re
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import text

from bot.cli.app import guarded
from bot.cli.up import check_disk, prepare
from bot.errors import MotcuaError
from bot.records.database import open_database, upgrade
from bot.serving import bind
from bot.settings import load_settings
from bot.wiring import System
from tests.integration.cli_kit import Installation, install, the_sentence, write_catalogue

Break = Callable[[Installation], object]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    return install(tmp_path, monkeypatch)


def start(here: Installation) -> str:
    """Do what `motcua up` does before it serves, and return what it printed."""
    said = StringIO()
    system = System(load_settings())
    try:
        prepare(system, Console(file=said, width=200), here.root)
    finally:
        if "database" in vars(system):
            system.database.dispose()
    return said.getvalue()


def test_when_all_is_there_the_catalogue_is_told(here: Installation) -> None:
    assert start(here) == "Danh mục: 1 thủ tục. Nơi phục vụ: Toàn quốc.\n"
    assert (here.settings.data_dir / "motcua.db").exists()


def test_records_with_errors_are_told_and_the_others_used(here: Installation) -> None:
    write_catalogue(here.settings.catalogue_dir, {"code": "1.000009"})
    assert "motcua catalogue check" in start(here)


def _corrupt_database(here: Installation) -> None:
    here.settings.data_dir.mkdir()
    (here.settings.data_dir / "motcua.db").write_text("xin chào " * 1000)


def _newer_schema(here: Installation) -> None:
    database = open_database(here.settings.database)
    upgrade(database)
    with database.begin() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.dispose()


def _unwritable_data_dir(here: Installation) -> None:
    """A folder below a file cannot be made, not even by root."""
    (here.root / "file").touch()
    here.set(data_dir=here.root / "file" / "var")


def _broken_province(here: Installation) -> None:
    (here.root / "province.yml").write_text("id: thu\nname: [Tỉnh", "utf-8")
    here.set(province=here.root / "province")


def _incomplete_province(here: Installation) -> None:
    (here.root / "province.yml").write_text("id: thu\nname: Tỉnh Thử", "utf-8")
    here.set(province=here.root / "province")


def _empty_catalogue(here: Installation) -> None:
    (here.root / "none").mkdir()
    here.set(catalogue_dir=here.root / "none")


def _without_engine_environment(here: Installation) -> None:
    (here.root / "engine/.venv/bin/rasa").unlink()
    next(here.settings.models_dir.iterdir()).unlink()


BROKEN: dict[str, tuple[Break, str]] = {
    "corrupt database": (_corrupt_database, "hỏng.*hãy"),
    "server away": (
        lambda here: here.set(database_url="postgresql://nobody@127.0.0.1:1/motcua"),
        "Không kết nối được.*hãy",
    ),
    "newer schema": (_newer_schema, "mới hơn; hãy"),
    "bad address": (lambda here: here.set(database_url="oracle:xe"), "phải có dạng"),
    "data folder": (_unwritable_data_dir, "file/var.*Hãy"),
    "broken province": (_broken_province, "province.yml có lỗi, hãy sửa"),
    "incomplete province": (_incomplete_province, "province.yml có lỗi, hãy sửa"),
    "unknown province": (lambda here: here.set(province="atlantis"), "một trong: .*toan-quoc"),
    "bad setting": (lambda here: here.set(web_port=99999), r"hãy sửa trong \.env: MOTCUA_WEB_PORT"),
    "empty catalogue": (_empty_catalogue, "motcua catalogue check"),
    "no engine environment": (_without_engine_environment, "make setup"),
}


def refused(command: Callable[[], object], capsys: pytest.CaptureFixture[str]) -> str:
    """Run a command that fails as `motcua` runs it, and return what it says."""
    with pytest.raises(SystemExit) as ended:
        guarded(command)
    assert ended.value.code == 1
    return the_sentence(capsys.readouterr().err)


@pytest.mark.parametrize(("break_it", "sentence"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_one_sentence_that_says_what_to_do(
    here: Installation, capsys: pytest.CaptureFixture[str], break_it: Break, sentence: str
) -> None:
    break_it(here)
    assert re.search(sentence, refused(lambda: start(here), capsys))


@pytest.mark.parametrize("port", ["web_port", "engine_port", "actions_port"])
def test_a_taken_port_is_found_before_anything_is_made(
    here: Installation, capsys: pytest.CaptureFixture[str], port: str
) -> None:
    with bind("127.0.0.1", 0) as taken:
        number = taken.getsockname()[1]
        here.set(**{port: number})
        said = refused(lambda: start(here), capsys)
    assert re.search(rf"Cổng {number} .* Hãy .*\.env", said)
    assert not (here.settings.data_dir / "motcua.db").exists()


def test_the_command_itself_ends_with_one_sentence_and_status_one(here: Installation) -> None:
    """All the way: a process of its own, of which a person sees the terminal only."""
    with bind("127.0.0.1", 0) as taken:
        here.set(web_port=taken.getsockname()[1])
        motcua = [sys.executable, "-c", "from bot.cli import main; main()", "up"]
        ended = subprocess.run(motcua, capture_output=True, check=False, encoding="utf-8")
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "Cổng" in the_sentence(ended.stderr)


def test_a_full_disk_is_one_sentence_wherever_it_is_met(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """``/dev/full`` answers every write as a full disk does."""
    said = refused(lambda: Path("/dev/full").write_text("a"), capsys)
    assert said == "Ổ đĩa đã đầy. Hãy xóa bớt tệp không cần rồi chạy lại."


def test_a_full_disk_met_by_one_of_several_tasks_is_the_same_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def serve() -> None:
        full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        raise ExceptionGroup("tasks", [ValueError(), ExceptionGroup("deeper", [full])])

    assert "Ổ đĩa đã đầy" in refused(serve, capsys)


def test_too_little_room_is_refused_before_the_start(tmp_path: Path) -> None:
    check_disk(tmp_path, needed=1)
    with pytest.raises(MotcuaError, match=r"còn dưới \d+ MB. Hãy xóa bớt"):
        check_disk(tmp_path, needed=2**60)


def test_what_is_said_is_printed_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    """Square brackets are no markup, and several lines are made one."""

    def fail() -> None:
        raise MotcuaError("Sai [/b] ở [type=missing],\n  hãy sửa")

    assert refused(fail, capsys) == "Sai [/b] ở [type=missing], hãy sửa"


@pytest.mark.parametrize("fault", [ValueError("a"), OSError(errno.EBADF, "b")])
def test_a_fault_of_the_program_is_not_hidden(fault: Exception) -> None:
    def fail() -> None:
        raise fault

    with pytest.raises(type(fault)):
        guarded(fail)
