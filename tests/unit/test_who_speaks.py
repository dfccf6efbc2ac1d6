"""Users always know whether a bot or a person is speaking, on every channel."""

import asyncio
import io
from datetime import datetime

import pytest
from rich.console import Console

from bot.channels.rendering import as_text
from bot.channels.telegram.rendering import render as telegram
from bot.channels.terminal import chat
from bot.channels.web.view import shown
from bot.channels.zalo.rendering import render as zalo
from bot.clock import LOCAL
from bot.conversation.handing import word_of
from bot.conversation.ports import Turn
from bot.reply import Reply, TextBlock

PERSON = word_of("Lan <b>", "Chị mang giấy chứng sinh nhé.\n\nEm chờ ạ.")
BOT = Reply(outcome="answered", blocks=(TextBlock(text="Dạ, miễn phí ạ."),))
NOTHING = Reply(outcome="handoff", blocks=())


def test_a_plain_text_begins_with_the_person() -> None:
    assert as_text(PERSON).splitlines()[0] == "👤 Lan <b> (cán bộ):"
    assert "👤" not in as_text(BOT)


def test_on_telegram_the_first_line_names_the_person_and_no_markup_of_theirs_holds() -> None:
    [message] = telegram(PERSON)
    first, rest = message.html.split("\n", 1)
    assert first == "<b>👤 Lan &lt;b&gt; (cán bộ):</b>"
    assert rest.startswith("Chị mang")
    assert "👤" not in telegram(BOT)[0].html


def test_on_zalo_the_first_line_names_the_person() -> None:
    [message] = zalo(PERSON)
    assert message.text.splitlines()[:2] == [
        "👤 Lan <b> (cán bộ):",
        "Chị mang giấy chứng sinh nhé.",
    ]
    assert "👤" not in zalo(BOT)[0].text


@pytest.mark.parametrize("length", [1_990, 2_000])
def test_the_longest_message_of_a_person_arrives_whole_on_zalo(length: int) -> None:
    messages = zalo(word_of("Lan", "x " * (length // 2)))
    assert "".join(message.text for message in messages).count("x") == length // 2


def test_the_web_page_gets_the_name() -> None:
    def speaker(reply: Reply) -> object:
        at = datetime(2026, 11, 20, tzinfo=LOCAL)
        return shown(Turn("a:1", "text", "chào", "", "", at, 1, reply))["reply"]["speaker"]

    assert speaker(PERSON) == "Lan <b> (cán bộ)"
    assert speaker(BOT) == ""


async def printed(*replies: Reply, unasked: tuple[Reply, ...] = ()) -> str:
    """Return what the terminal shows of the replies, and of what comes meanwhile."""
    console = Console(file=io.StringIO(), width=80)
    lines, left = iter(["chào"] * len(replies)), iter(replies)
    pending = list(unasked)

    async def ask(_: str) -> Reply:
        return next(left)

    async def read_line() -> str:
        while pending:
            await asyncio.sleep(0)
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    async def hear() -> list[Reply]:
        heard = pending[:]
        pending.clear()
        return heard

    await chat(ask, console=console, read_line=read_line, hear=hear)
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue().split("╯", 1)[1]


async def test_in_the_terminal_each_reply_says_who_speaks() -> None:
    said = await printed(BOT, PERSON)
    assert "Trợ lý (máy):\nDạ, miễn phí ạ." in said
    assert "👤 Lan <b> (cán bộ):\nChị mang giấy chứng sinh nhé." in said


async def test_in_the_terminal_a_person_is_heard_while_nothing_is_typed() -> None:
    assert "👤 Lan <b> (cán bộ):" in await printed(unasked=(PERSON,))


async def test_an_empty_reply_shows_nothing_anywhere() -> None:
    assert as_text(NOTHING) == ""
    assert telegram(NOTHING) == []
    assert zalo(NOTHING) == []
    assert "Trợ lý (máy)" not in await printed(NOTHING)
