"""`motcua catalogue stale`: the records that somebody should look at again."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.catalogue.catalogue import Catalogue, open_catalogue
from bot.catalogue.freshness import OLD, links, reasons
from bot.catalogue.record import Procedure
from bot.cli.links import LinkChecker, Result, Verdict
from bot.clock import today
from bot.records.catalogue_versions import imported_records
from bot.settings import load_settings

Folder = Annotated[Path | None, typer.Option("--folder", help="Thư mục danh mục khác.")]
Days = Annotated[
    int, typer.Option("--days", min=1, help="Quá số ngày này chưa kiểm tra lại thì là cũ.")
]
Online = Annotated[
    bool, typer.Option("--online", help="Mở thử từng liên kết, mỗi trang một lần mỗi giây.")
]
All = Annotated[bool, typer.Option("--all", help="Cả thủ tục nhập từ Cổng Dịch vụ công quốc gia.")]

VERDICTS: Mapping[Verdict, str] = {
    "ok": "mở được",
    "moved": "đã chuyển",
    "gone": "không còn",
    "unreachable": "không mở được",
}


def stale(
    folder: Folder = None, days: Days = OLD, online: Online = False, everything: All = False
) -> None:
    """Liệt kê các thủ tục cần xem lại, vì sao; --online thử cả liên kết."""
    settings = load_settings()
    imported = imported_records(settings.database) if everything else ()
    catalogue = open_catalogue(folder or settings.catalogue_dir, imported)
    found = _tell_stale(catalogue, days)
    broken = _tell_links(catalogue, settings.user_agent) if online else 0
    raise typer.Exit(1 if found or broken else 0)


def _tell_stale(catalogue: Catalogue, days: int) -> int:
    """Print a row for each reason; return how many records have one."""
    table, now, found = Table("Mã", "Tên", "Vì sao"), today(), 0
    for procedure in catalogue.all():
        why = [reason.text for reason in reasons(procedure, now, catalogue.rules, days)]
        found += bool(why)
        if why:
            table.add_row(procedure.code, procedure.name, "\n".join(why))
    _print(table)
    print(f"{found} trong {len(catalogue)} thủ tục cần xem lại (ngày {now:%d/%m/%Y}).")
    return found


def _tell_links(catalogue: Catalogue, user_agent: str) -> int:
    """Print what became of the links that may be followed; return how many need mending."""
    users = _users(catalogue)
    allowed = [url for url in users if catalogue.rules.allows(url)]
    print(f"Đang mở thử {len(allowed)} liên kết, mỗi trang một lần mỗi giây…", flush=True)
    results = asyncio.run(LinkChecker(catalogue.rules.allows, user_agent).check(allowed))
    bad = [result for result in results if result.verdict != "ok"]
    _print(_links_table(bad, users))
    print(f"{len(results) - len(bad)} liên kết mở được, {len(bad)} cần xem lại.")
    return len(bad)


def _users(catalogue: Catalogue) -> Mapping[str, Sequence[Procedure]]:
    """Return each link once, with the records that have it."""
    users: dict[str, list[Procedure]] = {}
    for procedure in catalogue.all():
        for url in links(procedure):
            users.setdefault(url, []).append(procedure)
    return users


def _links_table(results: Iterable[Result], users: Mapping[str, Sequence[Procedure]]) -> Table:
    table = Table("Liên kết", "Kết quả", "Chi tiết", "Thủ tục")
    for result in results:
        codes = ", ".join(procedure.code for procedure in users[result.url])
        table.add_row(result.url, VERDICTS[result.verdict], result.detail, codes)
    return table


def _print(table: Table) -> None:
    if table.row_count:
        Console(markup=False, emoji=False).print(table)
