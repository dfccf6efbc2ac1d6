"""The chat in a terminal: what is typed goes to the bot, what comes back is printed."""

import asyncio
import sys
import unicodedata
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from threading import Thread
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from bot.channels.rendering import named
from bot.reply import Block, Button, FactBlock, LinkBlock, ListBlock, Reply, TextBlock

_BANNER = (
    "Đây là máy trả lời tự động về thủ tục hành chính, không phải cán bộ.\n"
    "Anh/chị gõ câu hỏi rồi Enter; gõ số để chọn nút; gõ “thoát” để kết thúc."
)
_GOODBYE = "Chào anh/chị ạ."
_PROMPT = "Anh/chị: "
_BOT = "Trợ lý (máy):"
_LOOK_SECONDS = 1.0  # between two looks whether a person has written
_LEAVE = {"thoát", "thoat"}

Ask = Callable[[str], Awaitable[Reply]]
ReadLine = Callable[[], Awaitable[str]]
Hear = Callable[[], Awaitable[Sequence[Reply]]]


async def _nothing() -> Sequence[Reply]:
    return ()


async def chat(
    ask: Ask,
    *,
    console: Console | None = None,
    read_line: ReadLine | None = None,
    hear: Hear = _nothing,
) -> None:
    """Talk until the citizen types “thoát”, ends the input or stops the program.

    Args:
        ask: gets what was typed, or the payload of the chosen button.
        console: where to print; the terminal unless told otherwise.
        read_line: gives the next line or raises ``EOFError``; standard input unless told.
        hear: gives what was said unasked since it was last called, as by a person.
    """
    console = console or Console(highlight=False)
    read_line = read_line or _read_stdin
    console.print(Panel(_BANNER, title="Một Cửa", expand=False))
    buttons: Sequence[Button] = ()
    while (typed := await _heard_meanwhile(console, hear, _typed(read_line))) is not None:
        if typed:
            reply = await ask(_chosen(typed, buttons))
            buttons = reply.buttons
            console.print(_shown(reply))
    console.print(_GOODBYE)


async def _heard_meanwhile(
    console: Console, hear: Hear, typing: Coroutine[Any, Any, str | None]
) -> str | None:
    """Print what is said unasked until the citizen has typed a line."""
    typed = asyncio.ensure_future(typing)
    try:
        while not (await asyncio.wait({typed}, timeout=_LOOK_SECONDS))[0]:
            for reply in await hear():
                console.print(_shown(reply))
        return await typed
    finally:
        typed.cancel()


async def _typed(read_line: ReadLine) -> str | None:
    try:
        line = (await read_line()).encode(errors="replace").decode()
    except EOFError:
        return None
    typed = unicodedata.normalize("NFC", line.strip())
    return None if typed.casefold() in _LEAVE else typed


def _chosen(typed: str, buttons: Sequence[Button]) -> str:
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
    return buttons[number - 1].payload if 1 <= number <= len(buttons) else typed


async def _read_stdin() -> str:
    """Read a line in a thread that does not keep the program alive, so that Ctrl-C ends it."""
    loop = asyncio.get_running_loop()
    line: asyncio.Future[str] = loop.create_future()

    def settle(text: str | None) -> None:
        if not line.done():
            line.set_exception(EOFError()) if text is None else line.set_result(text)

    def read() -> None:
        try:
            text: str | None = input(_PROMPT if sys.stdin.isatty() else "")
        except (EOFError, ValueError):
            text = None
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, text)

    Thread(target=read, daemon=True, name="stdin").start()
    return await line


def _shown(reply: Reply) -> RenderableType:
    if not (reply.blocks or reply.buttons):
        return Group()
    spoken_by = _text(named(reply), "bold magenta") if reply.speaker else _text(_BOT, "bold cyan")
    parts = [spoken_by]
    parts += [_block(block) for block in reply.blocks]
    parts += [
        _text(f"Nguồn: {s.title} – {s.url} (kiểm tra {s.checked:%d/%m/%Y})", "dim")
        for s in reply.sources
    ]
    parts += [
        _text(f"  [{n}] {button.title}", "green") for n, button in enumerate(reply.buttons, 1)
    ]
    return Group(*parts, "")


def _block(block: Block) -> Text:
    if isinstance(block, TextBlock):
        return _text(block.text)
    if isinstance(block, ListBlock):
        return Text("\n").join(_list(block))
    if isinstance(block, FactBlock):
        return Text.assemble(_text(f"{block.label}: ", "bold"), _text(block.text))
    if isinstance(block, LinkBlock):
        return Text.assemble(_text(f"{block.title}: "), _text(block.url, "underline blue"))
    return _text(f"⚠ {block.text}", "yellow")


def _list(block: ListBlock) -> list[Text]:
    marks = (f"{n}." if block.ordered else "•" for n in range(1, len(block.items) + 1))
    items = [_text(f"  {mark} {item}") for mark, item in zip(marks, block.items, strict=True)]
    return [_text(block.title, "bold"), *items] if block.title else items


def _text(said: str, style: str = "") -> Text:
    """Nothing that is said may steer the terminal."""
    kept = (c for c in said if c in "\n\t" or unicodedata.category(c) != "Cc")
    return Text("".join(kept), style=style)
