"""`motcua catalogue`: check, list and show records."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.catalogue import answer
from bot.catalogue.catalogue import open_catalogue
from bot.catalogue.check import check as check_all
from bot.catalogue.load import load
from bot.catalogue.wording import ASPECT_LABELS
from bot.channels.rendering import as_text
from bot.errors import MotcuaError
from bot.settings import load_settings

app = typer.Typer(help="Danh mục thủ tục.", no_args_is_help=True)
Folder = Annotated[Path | None, typer.Option("--folder", help="Thư mục danh mục khác.")]


@app.command()
def check(folder: Folder = None) -> None:
    """Soát mọi bản ghi; mỗi lỗi kèm tệp, dòng, mục và điều cần có."""
    loaded = load(_folder(folder))
    problems = check_all(loaded)
    for problem in problems:
        print(problem)
    print(f"{len(loaded.entries)} thủ tục dùng được, {len(problems)} lỗi.")
    raise typer.Exit(1 if problems or not loaded.entries else 0)


@app.command("list")
def list_all(folder: Folder = None) -> None:
    """Liệt kê các thủ tục."""
    found = open_catalogue(_folder(folder))
    table = Table("Mã", "Tên", "Lĩnh vực", "Trực tuyến", "Ngày kiểm tra")
    for p in found.all():
        name = found.fields.get(p.field, p.field)
        table.add_row(p.code, p.name, name, p.online.level, f"{p.checked:%d/%m/%Y}")
    Console(markup=False, emoji=False).print(table)


@app.command()
def show(code: str, folder: Folder = None) -> None:
    """Xem một thủ tục như người dân sẽ thấy, từng khía cạnh một."""
    procedure = open_catalogue(_folder(folder)).get(code)
    if procedure is None:
        raise MotcuaError(f"Không có thủ tục {code}. Xem các mã bằng: motcua catalogue list")
    print(f"{procedure.official_name}\nMã {procedure.code}, phiên bản {procedure.version}\n")
    for aspect, label in ASPECT_LABELS.items():
        print(f"## {label}\n{as_text(answer.reply(procedure, aspect))}\n")


def _folder(folder: Path | None) -> Path:
    return folder or load_settings().catalogue_dir
