"""The chat in a terminal says what it is, prints everything and ends when told."""

import subprocess
import sys
from datetime import date
from io import StringIO

from rich.console import Console

from bot.channels.terminal import chat
from bot.reply import (
    Button,
    FactBlock,
    LinkBlock,
    ListBlock,
    Reply,
    SourceRef,
    TextBlock,
    WarningBlock,
)

ANSWER = Reply(
    outcome="answered",
    blocks=(
        TextBlock(text="Khai sinh cho con:"),
        FactBlock(label="Lệ phí", text="miễn phí"),
        ListBlock(title="Giấy tờ", items=("Tờ khai", "Giấy chứng sinh"), ordered=True),
        LinkBlock(title="Nộp trực tuyến", url="https://dichvucong.gov.vn/x"),
        WarningBlock(text="Nên đi sớm."),
    ),
    buttons=(
        Button(title="Thời gian", payload="/ask_time"),
        Button(title="Nơi nộp", payload="/ask_place"),
    ),
    sources=(SourceRef(title="Cổng", url="https://dichvucong.gov.vn/y", checked=date(2026, 7, 1)),),
)


async def talk(*lines: str, answer: Reply = ANSWER) -> tuple[list[str], str]:
    waiting, asked, printed = list(lines), list[str](), StringIO()

    async def read_line() -> str:
        if not waiting:
            raise EOFError
        return waiting.pop(0)

    async def ask(text: str) -> Reply:
        asked.append(text)
        return answer

    await chat(ask, console=Console(file=printed, width=100), read_line=read_line)
    return asked, printed.getvalue()


async def test_the_banner_says_that_it_is_a_machine() -> None:
    _, printed = await talk()
    assert "máy trả lời tự động" in printed


async def test_everything_the_reply_says_is_printed() -> None:
    _, printed = await talk("khai sinh")
    for part in (
        "Khai sinh cho con:",
        "Lệ phí: miễn phí",
        "2. Giấy chứng sinh",
        "Nộp trực tuyến: https://dichvucong.gov.vn/x",
        "⚠ Nên đi sớm.",
        "Nguồn: Cổng – https://dichvucong.gov.vn/y (kiểm tra 01/07/2026)",
        "[2] Nơi nộp",
    ):
        assert part in printed


async def test_a_number_chooses_the_button_and_any_other_number_is_a_message() -> None:
    asked, _ = await talk("1", "khai sinh", "2", "3", "0", "²")
    assert asked == ["1", "khai sinh", "/ask_place", "3", "0", "²"]


async def test_thoat_ends_the_chat_in_any_spelling_and_empty_lines_are_skipped() -> None:
    for leave in ("thoát", "THOÁT", "thoat", "thoa\u0301t"):
        asked, printed = await talk("", "  ", leave, "còn nữa")
        assert asked == []
        assert "Chào anh/chị ạ." in printed


async def test_nothing_said_is_markup_or_steers_the_terminal() -> None:
    said = Reply(outcome="answered", blocks=(TextBlock(text="[red]x[/red] \x1b[31mđỏ\x07"),))
    _, printed = await talk("x", answer=said)
    assert "[red]x[/red] [31mđỏ" in printed
    assert "\x1b" not in printed


def test_input_from_a_pipe_is_answered_line_by_line() -> None:
    program = """
import asyncio
from bot.channels.terminal import chat
from bot.reply import Reply, TextBlock

async def ask(text):
    return Reply(outcome="answered", blocks=(TextBlock(text=f"({text})"),))

asyncio.run(chat(ask))
"""
    command = [sys.executable, "-X", "utf8", "-c", program]
    done = subprocess.run(command, input="một\nhai\n".encode(), capture_output=True, check=True)
    printed = done.stdout.decode()
    assert printed.index("(một)") < printed.index("(hai)") < printed.index("Chào anh/chị ạ.")
    assert done.stderr == b""
