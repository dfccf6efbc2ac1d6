"""`motcua inbox`: what is stuck, and what to do about it by hand."""

import dataclasses
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.cli.who import By, Reason, deed, records
from bot.clock import LOCAL
from bot.records.messages.inbox import utc_now
from bot.records.messages.mending import Mending
from bot.records.messages.stuck import SETTLED, Query, State, Stuck, stuck
from bot.records.messages.way import way

app = typer.Typer(help="Tin bị kẹt: xem, làm lại, bỏ.")

LABELS = {
    "waiting": "chờ trả lời",
    "leased": "đang xử lý",
    "expired": "xử lý dở",
    "dead": "bỏ cuộc",
    "error": "trả lời lỗi",
    "noticed": "đã báo tạm nghỉ",
    "unsent": "chưa gửi",
    "held": "giữ lại",
    "ambiguous": "không rõ đã gửi",
    "failed": "không gửi được",
    "dropped": "đã bỏ",
    "unreadable": "không đọc được",
}

Older = Annotated[float, typer.Option(help="Chờ lâu hơn bao nhiêu giây mới kể là kẹt.")]
Days = Annotated[float, typer.Option(help="Xem lỗi của bao nhiêu ngày gần đây.")]
Channel = Annotated[str, typer.Option(help="Chỉ một kênh.")]
States = Annotated[list[State] | None, typer.Option("--state", help="Chỉ trạng thái này.")]
AsJson = Annotated[bool, typer.Option("--json", help="In dạng JSON.")]
Limit = Annotated[int, typer.Option(min=1, help="Nhiều nhất bao nhiêu mục mỗi loại.")]
Thing = Annotated[str, typer.Argument(help="Số ở cột đầu của bảng, ví dụ m12, r7, d3.")]


@app.callback(invoke_without_command=True)
def listing(
    context: typer.Context,
    older: Older = 60.0,
    days: Days = 7.0,
    channel: Channel = "",
    state: States = None,
    as_json: AsJson = False,
    limit: Limit = 200,
) -> None:
    """Liệt kê những gì bị kẹt hoặc hỏng. Mã thoát 1 nếu có."""
    if context.invoked_subcommand:
        return
    wanted = frozenset(state or set(State) - SETTLED)
    span, recent = timedelta(seconds=older), timedelta(days=days)
    query = Query(utc_now(), span, recent, channel, wanted, limit)
    with records() as database:
        found = stuck(database, query)
    _show(found, as_json)
    raise typer.Exit(1 if found else 0)


@app.command()
def requeue(thing: Thing, reason: Reason = "", by: By = "") -> None:
    """Trả lời lại tin (m…), hoặc gửi lại trả lời (r…)."""
    why = deed(reason, by)
    with records() as database:
        Mending(database).requeue(thing, why)
    print(f"{thing}: đã đưa lại vào hàng chờ.")


@app.command()
def drop(thing: Thing, reason: Reason = "", by: By = "") -> None:
    """Bỏ: không trả lời tin (m…), không gửi trả lời (r…), xóa sự kiện hỏng (d…)."""
    why = deed(reason, by)
    with records() as database:
        Mending(database).drop(thing, why)
    print(f"{thing}: đã bỏ.")


@app.command()
def trace(number: Annotated[str, typer.Argument(help="Mã sự cố người dân đọc.")]) -> None:
    """Xem đường đi của một tin theo mã sự cố: nhận, trả lời, gửi."""
    with records() as database:
        steps = way(database, number.strip().lower())
    for step in steps:
        print(f"{step.at.astimezone(LOCAL):%d/%m/%Y %H:%M:%S}  {step.told}")
    if not steps:
        print("Không có tin nào mang mã này.")
    raise typer.Exit(0 if steps else 1)


def _show(found: Sequence[Stuck], as_json: bool) -> None:
    if as_json:
        rows = [dataclasses.asdict(one) for one in found]
        print(json.dumps(rows, ensure_ascii=False, indent=2, default=str))
    elif found:
        Console(markup=False, emoji=False).print(_table(found))
    else:
        print("Không có tin nào bị kẹt.")


def _table(found: Sequence[Stuck]) -> Table:
    table = Table("Số", "Trạng thái", "Kênh", "Từ lúc", "Lần thử", "Mã", "Vì sao")
    for one in found:
        since = f"{one.since.astimezone(LOCAL):%d/%m/%Y %H:%M:%S}"
        state = LABELS[one.state]
        table.add_row(one.id, state, one.channel, since, str(one.attempts), one.trace, one.why)
    return table
