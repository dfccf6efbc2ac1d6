"""`motcua catalogue`: check, list, show and import records."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.catalogue import answer
from bot.catalogue.catalogue import open_catalogue
from bot.catalogue.check import check as check_all
from bot.catalogue.load import load
from bot.catalogue.record import Procedure
from bot.catalogue.wording import ASPECT_LABELS
from bot.channels.rendering import as_text
from bot.cli.importing import LOCAL, import_files
from bot.errors import MotcuaError
from bot.records.catalogue_versions import StoredVersion, imported_history, imported_records
from bot.settings import load_settings

app = typer.Typer(help="Danh mục thủ tục.", no_args_is_help=True)
app.command("import")(import_files)
Folder = Annotated[Path | None, typer.Option("--folder", help="Thư mục danh mục khác.")]
All = Annotated[bool, typer.Option("--all", help="Cả thủ tục nhập từ Cổng Dịch vụ công quốc gia.")]
Version = Annotated[str, typer.Option("--version", help="Xem một bản cũ của thủ tục đã nhập.")]
History = Annotated[bool, typer.Option("--history", help="Liệt kê các bản đã nhập của thủ tục.")]


@app.command()
def check(folder: Folder = None) -> None:
    """Soát mọi bản ghi tự soạn; mỗi lỗi kèm tệp, dòng, mục và điều cần có."""
    loaded = load(_folder(folder))
    problems = check_all(loaded)
    for problem in problems:
        print(problem)
    print(f"{len(loaded.entries)} thủ tục dùng được, {len(problems)} lỗi.")
    raise typer.Exit(1 if problems or not loaded.entries else 0)


@app.command("list")
def list_all(folder: Folder = None, everything: All = False) -> None:
    """Liệt kê các thủ tục."""
    imported = imported_records(load_settings().database) if everything else ()
    found = open_catalogue(_folder(folder), imported)
    table = Table("Mã", "Tên", "Lĩnh vực", "Trực tuyến", "Ngày kiểm tra")
    for p in found.all():
        name = found.fields.get(p.field, p.field)
        field = f"{name}: {p.topic}" if p.topic else name
        table.add_row(p.code, p.name, field, p.online.level, f"{p.checked:%d/%m/%Y}")
    Console(markup=False, emoji=False).print(table)


@app.command()
def show(code: str, folder: Folder = None, version: Version = "", history: History = False) -> None:
    """Xem một thủ tục như người dân sẽ thấy, từng khía cạnh một."""
    if history:
        _list_versions(code, folder)
    else:
        _show(_chosen(code, version, folder))


def _chosen(code: str, version: str, folder: Path | None) -> Procedure:
    """Return the version that is asked for; otherwise the one that citizens are answered from.

    Raises:
        MotcuaError: there is none.
    """
    curated = open_catalogue(_folder(folder)).get(code)
    if curated and version in ("", curated.version):
        return curated
    for stored in reversed(_imported(code, folder)):
        is_it = stored.version == version if version else not stored.replaced_at
        if is_it and stored.procedure:
            return stored.procedure
    raise _missing(code, version)


def _show(procedure: Procedure) -> None:
    print(f"{procedure.official_name}\nMã {procedure.code}, phiên bản {procedure.version}\n")
    for aspect, label in ASPECT_LABELS.items():
        print(f"## {label}\n{as_text(answer.reply(procedure, aspect))}\n")


def _list_versions(code: str, folder: Path | None) -> None:
    curated, imported = open_catalogue(_folder(folder)).get(code), _imported(code, folder)
    if not curated and not imported:
        raise _missing(code)
    table = Table("Bản", "Từ", "Đến", "Nguồn")
    for stored in imported:
        until = _when(stored.replaced_at) if stored.replaced_at else "nay"
        table.add_row(stored.version, _when(stored.imported_at), until, stored.source)
    if curated:
        table.add_row(
            curated.version, f"{curated.valid_from:%d/%m/%Y}", "nay", "tự soạn, được dùng"
        )
    Console(markup=False, emoji=False).print(table)


def _imported(code: str, folder: Path | None) -> Sequence[StoredVersion]:
    """Another folder is tried alone."""
    return () if folder else imported_history(load_settings().database, code)


def _missing(code: str, version: str = "") -> MotcuaError:
    if not version:
        return MotcuaError(f"Không có thủ tục {code}. Xem các mã bằng: motcua catalogue list --all")
    command = f"motcua catalogue show {code} --history"
    return MotcuaError(f"Không có bản {version} của thủ tục {code}. Xem các bản bằng: {command}")


def _when(time: datetime) -> str:
    return f"{time.astimezone(LOCAL):%d/%m/%Y %H:%M}"


def _folder(folder: Path | None) -> Path:
    return folder or load_settings().catalogue_dir
