"""`motcua catalogue`: check, count, list, show and import records, and find the stale ones."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.catalogue import answer
from bot.catalogue.catalogue import open_catalogue
from bot.catalogue.dated import dated
from bot.catalogue.folder import read_folder
from bot.catalogue.freshness import Rules, load_rules
from bot.catalogue.record import Procedure
from bot.catalogue.wording import ASPECT_LABELS
from bot.channels.rendering import as_text
from bot.cli.against import Against, Known, MoreFiles, check_against
from bot.cli.coverage import count
from bot.cli.importing import LOCAL, import_files
from bot.cli.stale import stale
from bot.clock import today
from bot.errors import MotcuaError
from bot.records.catalogue_versions import StoredVersion, imported_history, imported_records
from bot.settings import load_settings

app = typer.Typer(help="Danh mục thủ tục.", no_args_is_help=True)
app.command("import")(import_files)
app.command("stale")(stale)
app.command("coverage")(count)
Folder = Annotated[Path | None, typer.Option("--folder", help="Thư mục danh mục khác.")]
All = Annotated[bool, typer.Option("--all", help="Cả thủ tục nhập từ Cổng Dịch vụ công quốc gia.")]
Version = Annotated[str, typer.Option("--version", help="Xem một bản cũ của thủ tục đã nhập.")]
History = Annotated[bool, typer.Option("--history", help="Liệt kê các bản đã nhập của thủ tục.")]


@app.command()
def check(
    against: Against = None, more: MoreFiles = None, known: Known = False, folder: Folder = None
) -> None:
    """Soát mọi bản ghi tự soạn; mỗi lỗi kèm tệp, dòng, mục và điều cần có.

    Với --against TỆP…, đối chiếu thêm với thủ tục Cổng Dịch vụ công quốc gia đăng.
    """
    if more and not against:
        raise MotcuaError("Muốn đối chiếu với tệp của Cổng, hãy viết --against trước các tệp.")
    found = read_folder(_folder(folder))
    loaded, problems = found.loaded, found.problems
    for problem in problems:
        print(problem)
    print(f"{len(loaded.entries)} thủ tục dùng được, {len(problems)} lỗi.")
    passed = not problems and bool(loaded.entries)
    if against:
        passed &= check_against([*against, *(more or ())], loaded.entries, known=known)
    raise typer.Exit(0 if passed else 1)


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
        _show(_chosen(code, version, folder), load_rules(_folder(folder)))


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


def _show(procedure: Procedure, rules: Rules) -> None:
    print(f"{procedure.official_name}\nMã {procedure.code}, phiên bản {procedure.version}\n")
    for aspect, label in ASPECT_LABELS.items():
        reply = dated(answer.reply(procedure, aspect), procedure, today(), rules)
        print(f"## {label}\n{as_text(reply)}\n")


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
