"""`motcua needs` and `motcua db`."""

import csv
import dataclasses
import json
import sys
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.table import Table

from bot.province import load_province
from bot.records.database import open_database, upgrade
from bot.records.read import NeedRow
from bot.records.read import needs as stored_needs
from bot.settings import load_settings

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
STATUS = {"new": "mới"}

database = typer.Typer(help="Cơ sở dữ liệu.", no_args_is_help=True)


@database.command("upgrade")
def upgrade_database() -> None:
    """Tạo cơ sở dữ liệu, hoặc đưa về bản mới nhất."""
    settings = load_settings()
    upgrade(open_database(settings.database))
    print("Cơ sở dữ liệu đã ở bản mới nhất.")


def needs(
    as_csv: Annotated[bool, typer.Option("--csv", help="In dạng CSV.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="In dạng JSON.")] = False,
) -> None:
    """Liệt kê các câu hỏi người dân nhờ chuyển."""
    opened = open_database(load_settings().database)
    upgrade(opened)
    rows = [dataclasses.asdict(need) for need in stored_needs(opened)]
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=2, default=str))
    elif as_csv:
        _csv(rows)
    else:
        _table(rows)


def _csv(rows: list[dict[str, object]]) -> None:
    names = list(rows[0]) if rows else [f.name for f in dataclasses.fields(NeedRow)]
    writer = csv.DictWriter(sys.stdout, names)
    writer.writeheader()
    writer.writerows({k: _harmless(v) for k, v in row.items()} for row in rows)


def _harmless(value: object) -> object:
    """A spreadsheet must not take a citizen's words for a formula."""
    text = str(value)
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _status(row: dict[str, object]) -> str:
    status = str(row["status"])
    return STATUS.get(status, status)


def _table(rows: list[dict[str, object]]) -> None:
    if not rows:
        print("Chưa có câu hỏi nào được nhờ chuyển.")
        return
    table = Table("Số", "Câu hỏi", "Lĩnh vực", "Bộ phận", "Trạng thái", "Lúc")
    names = {d.id: d.name for d in load_province(load_settings().province).departments}
    for row in rows:
        department, created = str(row["department"]), row["created_at"]
        when = (
            f"{created.astimezone(LOCAL):%d/%m/%Y %H:%M}" if isinstance(created, datetime) else ""
        )
        shown = (row["id"], row["question"], row["field"], names.get(department, department))
        table.add_row(*("" if value is None else str(value) for value in shown), _status(row), when)
    # What a citizen wrote is shown as it is: no markup, no pictures for :words:.
    Console(markup=False, emoji=False).print(table)
