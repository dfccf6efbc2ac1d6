"""`motcua switch`: channels, or the whole bot, off and on; running processes follow in seconds."""

from typing import Annotated

import typer

from bot.cli.who import By, Reason, deed, records
from bot.clock import LOCAL
from bot.conversation.bulletin import LONGEST, SWITCHES, SwitchName
from bot.errors import MotcuaError
from bot.records.operations.board import Off, SqlBoard
from bot.records.text import clean

app = typer.Typer(help="Tắt, bật từng kênh hoặc cả trợ lý.", no_args_is_help=True)

NAMES = {"bot": "Cả trợ lý", "telegram": "Telegram", "zalo": "Zalo", "web": "Trang web"}

Which = Annotated[
    SwitchName, typer.Argument(metavar="TÊN", help="bot (tất cả), telegram, zalo hoặc web.")
]
Say = Annotated[str, typer.Option("--say", help=f"Câu nói với người dân, tối đa {LONGEST} ký tự.")]


@app.command()
def off(name: Which, reason: Reason = "", say: Say = "", by: By = "") -> None:
    """Tắt: tin vẫn được nhận và lưu, người dân được báo ngay là trợ lý tạm nghỉ."""
    why, words = deed(reason, by), sentence(say)
    with records() as database:
        SqlBoard(database).switch_off(name, why, words)
    print(f"{NAMES[name]}: đã tắt. Mọi tiến trình theo trong vài giây.")


@app.command()
def on(name: Which, reason: Reason = "", by: By = "") -> None:
    """Bật lại. Tin đã báo tạm nghỉ không được trả lời lại."""
    with records() as database:
        was_off = SqlBoard(database).switch_on(name, deed(reason, by, needs_reason=False))
    print(f"{NAMES[name]}: {'đã bật lại' if was_off else 'vốn đang bật'}.")


@app.command()
def status() -> None:
    """Xem đang tắt gì, từ lúc nào, do ai, vì sao. Mã thoát 1 nếu có gì đang tắt."""
    with records() as database:
        closed = {switch.name: switch for switch in SqlBoard(database).off()}
    for name in SWITCHES:
        print(f"{NAMES[name]}: {_told(closed[name]) if name in closed else 'đang bật'}")
    raise typer.Exit(1 if closed else 0)


def sentence(text: str) -> str:
    """Return what citizens will read, in one line.

    Raises:
        MotcuaError: it is too long.
    """
    said = " ".join(clean(text).split())
    if len(said) > LONGEST:
        raise MotcuaError(f"Câu dài {len(said)} ký tự, hãy rút còn tối đa {LONGEST} ký tự.")
    return said


def _told(switch: Off) -> str:
    when = f"{switch.since.astimezone(LOCAL):%H:%M %d/%m/%Y}"
    said = f" Nói với người dân: “{switch.say}”" if switch.say else ""
    return f"ĐANG TẮT từ {when}, do {switch.who}. Lý do: {switch.reason}.{said}"
