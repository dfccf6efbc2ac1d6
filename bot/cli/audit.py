"""`motcua audit`: who did what, and whether the book of it is whole."""

import dataclasses
import json
from datetime import datetime
from typing import Annotated

import typer

from bot.cli.who import records
from bot.clock import LOCAL
from bot.errors import MotcuaError
from bot.records.audit import Done
from bot.records.audit_chain import Finding
from bot.records.audit_chain import head as newest_hash
from bot.records.audit_chain import verify as look
from bot.records.audit_list import Wanted, listed

app = typer.Typer(help="Nhật ký: ai đã làm gì, lúc nào, vì sao.", no_args_is_help=True)

Expect = Annotated[str, typer.Option("--expect", help="Mã mà motcua audit head đã in trước đây.")]
Who = Annotated[str, typer.Option("--who", help="Tên đăng nhập của người làm.")]
Since = Annotated[str, typer.Option("--since", help="Từ ngày, dạng 2026-07-31.")]
Action = Annotated[str, typer.Option("--action", help="Mã của việc, như “logged in”.")]
Limit = Annotated[int, typer.Option("--limit", min=1, help="Số dòng mới nhất.")]
AsJson = Annotated[bool, typer.Option("--json", help="In dạng JSON.")]


@app.command()
def verify(expect: Expect = "") -> None:
    """Kiểm mọi dòng có còn nguyên, đúng chỗ. Mã thoát 1 nếu không."""
    with records() as database:
        found = look(database, expect.strip())
    print(_told(found))
    raise typer.Exit(1 if found.why else 0)


@app.command()
def head() -> None:
    """In mã của dòng mới nhất; hãy ghi nó ở nơi khác để sau này so bằng verify --expect."""
    with records() as database:
        print(newest_hash(database) or "Nhật ký chưa có dòng nào.")


@app.command("list")
def entries(
    who: Who = "",
    since: Since = "",
    action: Action = "",
    limit: Limit = 100,
    as_json: AsJson = False,
) -> None:
    """Xem những việc mới nhất, mới trước."""
    wanted = Wanted(who=who, action=action, since=_day(since))
    with records() as database:
        done = listed(database, wanted, limit=limit)
    if as_json:
        rows = [dataclasses.asdict(one) for one in done]
        print(json.dumps(rows, ensure_ascii=False, indent=2, default=str))
    else:
        print("\n".join(map(_line, done)) or "Không có dòng nào khớp.")


def _told(found: Finding) -> str:
    counted = f"Đã kiểm {found.checked} dòng"
    if found.before:
        counted += f"; {found.before} dòng có từ trước khi nhật ký được nối chuỗi"
    if not found.why:
        return f"{counted}. Nhật ký nguyên vẹn."
    place = f"dòng số {found.broken} " if found.broken else ""
    return f"{counted}. NHẬT KÝ ĐÃ BỊ CAN THIỆP: {place}{found.why}."


def _day(said: str) -> datetime | None:
    """Return when a day begins in Việt Nam.

    Raises:
        MotcuaError: it is no day.
    """
    try:
        return datetime.fromisoformat(said).replace(tzinfo=LOCAL) if said else None
    except ValueError:
        raise MotcuaError(f"Không hiểu ngày “{said}”; hãy ghi như 2026-07-31.") from None


def _line(one: Done) -> str:
    at = f"{one.at.astimezone(LOCAL):%H:%M %d/%m/%Y}"
    detail = json.dumps(one.detail, ensure_ascii=False) if one.detail else ""
    return "\t".join((str(one.id), at, one.who, one.action, one.subject, one.reason, detail))
