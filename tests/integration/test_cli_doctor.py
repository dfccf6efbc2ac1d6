"""`motcua doctor`: finds each broken thing, says what to mend, and all else is still looked at."""

from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import update

from bot.cli.doctor import Finding, examine, tell
from bot.records.catalogue_versions import SqlImported
from bot.records.database import open_database, upgrade
from bot.records.tables import CatalogueVersion
from bot.serving import bind
from tests.integration.cli_kit import Installation, install, run, write_catalogue
from tests.national import imported

PARTS = [
    "Cài đặt",
    "Thư mục dữ liệu",
    "Tỉnh và bộ phận",
    "Danh mục thủ tục",
    "Bản ghi thủ tục",
    "Cơ sở dữ liệu",
    "Thủ tục nhập từ Cổng Dịch vụ công quốc gia: 0",
    "Công tắc các kênh",
    "Kênh Zalo đang tắt",
    "Môi trường Rasa",
    "Mô hình",
]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    made = install(tmp_path, monkeypatch)
    database = open_database(made.settings.database)
    upgrade(database)
    database.dispose()
    return made


def look(here: Installation) -> list[Finding]:
    return list(examine(here.settings, here.root))


def mends(here: Installation) -> dict[str, str]:
    return {finding.what: finding.mend for finding in look(here) if finding.mend}


def test_when_all_is_right_it_says_so_and_the_status_is_zero(here: Installation) -> None:
    said = StringIO()
    assert tell(look(here), Console(file=said, width=200)) == 0
    assert "✗" not in said.getvalue()
    assert [line[2:] for line in said.getvalue().splitlines()][: len(PARTS)] == PARTS


def test_one_broken_thing_makes_the_status_one_and_is_printed_as_it_is(here: Installation) -> None:
    said = StringIO()
    broken = Finding("Mô hình", "sai [/b] ở\ndòng 2")
    assert tell([broken, Finding("Cài đặt")], Console(file=said, width=200)) == 1
    assert said.getvalue() == "✗ Mô hình: sai [/b] ở dòng 2\n✓ Cài đặt\n"


def _no_data_folder(here: Installation) -> None:
    (here.root / "file").touch()
    here.set(data_dir=here.root / "file" / "var", database_url=here.settings.database)


def _no_tables(here: Installation) -> None:
    here.set(database_url=f"sqlite:///{here.root / 'new.db'}")


def _no_database(here: Installation) -> None:
    (here.settings.data_dir / "motcua.db").write_text("xin chào " * 1000)


def _broken_record(here: Installation) -> None:
    write_catalogue(here.settings.catalogue_dir, {"code": "1.000009"})


def _unreadable_import(here: Installation) -> None:
    database = open_database(here.settings.database)
    SqlImported(database).write("a.jsonl", [imported()])
    with database.begin() as db:
        db.execute(update(CatalogueVersion).values(record={"future": 1}))
    database.dispose()


def _no_rasa(here: Installation) -> None:
    (here.root / "engine/.venv/bin/rasa").unlink()


def _no_model(here: Installation) -> None:
    next(here.settings.models_dir.iterdir()).unlink()


def _other_inputs(here: Installation) -> None:
    (here.root / "config.yml").write_text("pipeline: []")


def _half_a_model(here: Installation) -> None:
    model = next(here.settings.models_dir.iterdir())
    model.write_bytes(model.read_bytes()[:100])


BROKEN: dict[str, tuple[Callable[[Installation], object], str, str]] = {
    "data folder": (_no_data_folder, "Thư mục dữ liệu", "file/var"),
    "province": (lambda here: here.set(province="atlantis"), "Tỉnh và bộ phận", "toan-quoc"),
    "catalogue": (
        lambda here: here.set(catalogue_dir=here.root / "none"),
        "Danh mục thủ tục",
        "motcua catalogue check",
    ),
    "record": (_broken_record, "Bản ghi thủ tục", "motcua catalogue check"),
    "tables": (_no_tables, "Cơ sở dữ liệu", "motcua db upgrade"),
    "database": (_no_database, "Cơ sở dữ liệu", "hỏng"),
    "imported record": (
        _unreadable_import,
        "Thủ tục nhập từ Cổng Dịch vụ công quốc gia: 1",
        "motcua catalogue import",
    ),
    "environment": (_no_rasa, "Môi trường Rasa", "make setup"),
    "no model": (_no_model, "Mô hình", "motcua train"),
    "old model": (_other_inputs, "Mô hình", "motcua train"),
    "damaged model": (_half_a_model, "Mô hình", "motcua train"),
}


@pytest.mark.parametrize(("break_it", "what", "mend"), BROKEN.values(), ids=BROKEN)
def test_each_broken_thing_is_found_alone_and_with_what_to_do(
    here: Installation, break_it: Callable[[Installation], object], what: str, mend: str
) -> None:
    break_it(here)
    found = mends(here)
    assert list(found) == [what]
    assert mend in found[what]


@pytest.fixture
def taken_port(here: Installation) -> Iterator[int]:
    with bind("127.0.0.1", 0) as listener:
        number = int(listener.getsockname()[1])
        here.set(web_port=number)
        yield number


def test_a_taken_port_is_found(here: Installation, taken_port: int) -> None:
    assert list(mends(here)) == [f"Cổng {taken_port}"]


def test_ports_are_not_looked_at_while_our_engine_runs(here: Installation, taken_port: int) -> None:
    engine = here.engine()
    try:
        assert mends(here) == {}
        assert look(here)[-1].what == "Rasa đang chạy"
    finally:
        engine.close()


def test_the_command_ends_with_status_one_when_something_is_broken(
    here: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    here.set(province="atlantis")
    assert run("doctor") == 1
    assert "✗ Tỉnh và bộ phận" in capsys.readouterr().out
