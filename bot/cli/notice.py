"""`motcua notice`: an emergency notice on top of new conversations, on every channel."""

from datetime import datetime
from typing import Annotated

import typer

from bot.cli.switch import sentence
from bot.cli.who import By, deed, records
from bot.clock import LOCAL
from bot.conversation.bulletin import LONGEST
from bot.errors import MotcuaError
from bot.records.operations.board import SqlBoard

app = typer.Typer(help="Thông báo khẩn ở đầu cuộc trò chuyện.", no_args_is_help=True)

FORMS = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d")

Words = Annotated[str, typer.Argument(help=f"Thông báo, tối đa {LONGEST} ký tự.")]
Until = Annotated[
    datetime | None,
    typer.Option(formats=list(FORMS), help="Hết hiệu lực lúc nào, giờ Việt Nam."),
]


@app.command("set")
def put_up(text: Words, until: Until = None, by: By = "") -> None:
    """Đặt thông báo, thay thông báo trước nếu có."""
    words = sentence(text)
    if not words:
        raise MotcuaError("Thông báo đang trống. Để bỏ thông báo, chạy: motcua notice clear")
    end = until.replace(tzinfo=LOCAL) if until else None
    if end and end <= datetime.now(LOCAL):
        raise MotcuaError(f"Thời điểm {end:%H:%M %d/%m/%Y} đã qua, hãy chọn lúc khác.")
    _tell(words, end, by)
    print("Đã đặt thông báo. Mọi tiến trình theo trong vài giây.")


@app.command()
def clear(by: By = "") -> None:
    """Bỏ thông báo."""
    _tell("", None, by)
    print("Đã bỏ thông báo.")


@app.command()
def show() -> None:
    """Xem thông báo đang hiện."""
    with records() as database:
        board = SqlBoard(database)
        told, is_shown = board.told(), bool(board.bulletin().notice)
    if told is None or not is_shown:
        print("Không có thông báo nào.")
        return
    end = f"đến {told.until.astimezone(LOCAL):%H:%M %d/%m/%Y}" if told.until else "đến khi bỏ"
    print(told.text)
    print(f"Đặt lúc {told.set_at.astimezone(LOCAL):%H:%M %d/%m/%Y} do {told.who}, {end}.")


def _tell(words: str, end: datetime | None, by: str) -> None:
    with records() as database:
        SqlBoard(database).tell(words, end, deed("", by, needs_reason=False))
