"""The benchmark speaks the web channel's language; no time is asserted."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from os import getpid
from pathlib import Path
from threading import Thread

import pytest
import uvicorn

from bench.figures import Figure, table
from bench.turns import measure
from bot.channels.web.app import create_web
from bot.channels.web.ports import Desk
from bot.conversation.bell import Bell
from bot.conversation.ports import Incoming, Turn
from bot.reply import Reply, TextBlock
from tests.fakes import FakeInbox


class Echo:
    """Answers whatever comes in at once."""

    def __init__(self, inbox: FakeInbox) -> None:
        self._inbox = inbox

    def replies_after(self, chat: str, after_id: int) -> Sequence[Turn]:
        accepted = enumerate(self._inbox.accepted, 1)
        return [_turn(n, i) for n, i in accepted if i.chat == chat and n > after_id]

    def history(self, chat: str, limit: int) -> Sequence[Turn]:
        return self.replies_after(chat, 0)[-limit:]


def _turn(number: int, incoming: Incoming) -> Turn:
    reply = Reply(outcome="answered", blocks=(TextBlock(text=incoming.text),))
    key, now = incoming.external_id, datetime.now(UTC)
    return Turn(key, incoming.kind, incoming.text, "", "", now, number, reply)


class RingingInbox(FakeInbox):
    """Rings the bell after each message, as the conversation does when it has answered."""

    def __init__(self, bell: Bell) -> None:
        super().__init__()
        self._bell = bell

    def accept(self, incoming: Incoming) -> int | None:
        number = super().accept(incoming)
        self._bell.ring(incoming.chat)
        return number


@pytest.fixture
async def web_url() -> AsyncIterator[str]:
    bell = Bell()
    inbox = RingingInbox(bell)
    desk = Desk(inbox=inbox, reader=Echo(inbox), wake=lambda: None, bell=bell, pace=None)
    config = uvicorn.Config(create_web(desk), port=0, ws="none", log_level="error")
    server = uvicorn.Server(config)
    sock = config.bind_socket()
    sock.listen()
    thread = Thread(target=server.run, kwargs={"sockets": [sock]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{sock.getsockname()[1]}"
    finally:
        server.should_exit = server.force_exit = True
        await asyncio.to_thread(thread.join)
        sock.close()


async def test_every_figure_is_measured_on_a_running_web_chat(web_url: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x" * 10_000)
    figures = await measure(
        web_url, getpid(), getpid(), fresh_sessions=3, long_session=12, engine_environment=tmp_path
    )
    names = [figure.name for figure in figures]
    assert [name for name in names if not name.startswith("reference")] == [
        "warm turn, p50",
        "warm turn, p95",
        "first turn of a session, median",
        "turns 3…12 of a session",
        "late turns / first turns",
        "app RSS",
        "engine RSS",
        "engine environment",
    ]
    assert all(figure.value > 0 for figure in figures)
    assert table(figures).row_count == len(figures)


def test_a_goal_is_met_up_to_its_value_and_a_figure_without_one_always_is() -> None:
    met = [Figure("x", value, "ms", goal).is_met for value, goal in ((4, 4), (5, 4), (5, None))]
    assert met == [True, False, True]
