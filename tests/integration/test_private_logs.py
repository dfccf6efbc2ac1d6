"""Everything a message goes through, at DEBUG: its trace is in the log, and no word of it."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from actions.server import actions_app
from bot.channels.sender import Undeliverable, deliver
from bot.conversation.ports import Outgoing
from bot.engine_client import EngineClient
from bot.operations.logs import OURS, log_to
from bot.records.database import upgrade
from bot.serving import free_port, serving
from bot.trace import HEADER, about, subject
from bot.wiring import System
from tests.fakes_engine import SECRET, fake_engine
from tests.integration.cli_kit import Installation, install
from tests.integration.records_kit import incoming

NAME, PHONE, IDENTITY = "Nguyễn Văn Thử", "0912345678", "079123456789"
TEXT = f"tôi là {NAME}, cccd {IDENTITY}, số {PHONE}, hỏi lệ phí khai sinh"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "motcua.log"
    root, ours = logging.getLogger(), [logging.getLogger(name) for name in OURS]
    before, level = list(root.handlers), root.level
    log_to(file, "DEBUG", "json")
    yield file
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)
    for logger in ours:
        logger.setLevel(logging.NOTSET)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    return install(tmp_path, monkeypatch)


@pytest.fixture
async def system(here: Installation) -> AsyncIterator[System]:
    engine = here.engine()
    made = System(here.settings)
    upgrade(made.database)
    yield made
    await made.engine.close()
    made.database.dispose()
    engine.close()


def lines(log: Path) -> list[dict[str, Any]]:
    text = log.read_text("utf-8")
    for word in (NAME, "Thử", PHONE, IDENTITY, "lệ phí khai sinh"):
        assert word not in text
    return [json.loads(line) for line in text.splitlines()]


async def test_a_message_from_the_web_to_its_answer(
    log: Path, here: Installation, system: System
) -> None:
    port = free_port()
    async with (
        serving(system.web(), "127.0.0.1", port),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as citizen,
    ):
        await citizen.get("/")
        sent = {"id": "7e1b0a52-3a0f-4b9c-8d7e-0f7a3c6b1a11", "text": TEXT}
        assert (await citizen.post("/chat/messages", json=sent)).status_code == 202
        assert await system.dispatcher.answer_waiting() == 1
        assert NAME in (await citizen.get("/chat/messages")).text
    told = [line for line in lines(log) if line["trace"] != "-"]
    assert len({(line["trace"], line["conversation"]) for line in told}) == 1
    assert any("accepted" in line["message"] for line in told)
    assert any("answered: " in line["message"] for line in told)


@pytest.mark.parametrize("answer", [b"<html>", json.dumps({"replies": [TEXT]}).encode()])
async def test_an_engine_that_answers_nonsense(
    log: Path, here: Installation, system: System, answer: bytes
) -> None:
    with fake_engine(system.secret) as broken:
        broken.body = lambda _: iter([answer])
        client = EngineClient(broken.url, system.secret, timeout=30)
        object.__setattr__(system, "engine", client)
        message = incoming(TEXT)
        system.inbox.accept(message)
        await system.dispatcher.answer_waiting()
        await client.close()
    [fault] = [line for line in lines(log) if line["level"] == "WARNING"]
    assert message.trace in fault["message"]
    assert fault["trace"] == message.trace
    assert broken.traces == [message.trace]


@pytest.mark.parametrize("error", [None, ValueError(TEXT), Undeliverable("blocked")])
async def test_a_reply_that_is_sent_or_not(
    log: Path, system: System, error: Exception | None
) -> None:
    message, done = incoming(TEXT, channel="telegram"), asyncio.Event()
    system.inbox.accept(message)
    await system.dispatcher.answer_waiting()

    async def send(_outgoing: Outgoing) -> None:
        done.set()
        if error:
            raise error

    sending = deliver(system.outbox, "telegram", send, wake=asyncio.Event(), max_attempts=1)
    task = asyncio.create_task(sending)
    await done.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    about_it = [line for line in lines(log) if line["logger"] == "bot.channels.sender"]
    assert about_it
    assert {line["trace"] for line in about_it} == {message.trace}


class _Runner:
    """Notes what the action server says it works on."""

    def __init__(self) -> None:
        self.traces: list[str] = []

    async def run(self, call: dict[str, Any]) -> None:
        self.traces.append(subject().trace)


async def test_an_action_knows_the_message_by_header_or_by_conversation() -> None:
    runner = _Runner()
    app = actions_app(runner, SECRET, {"c1": "k7m4"}.get)  # type: ignore[arg-type]
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://actions") as client:
        for headers, conversation in (({HEADER: "a2b3"}, "c1"), ({}, "c1")):
            url, call = f"/webhook?token={SECRET}", {"sender_id": conversation}
            assert (await client.post(url, json=call, headers=headers)).status_code == 200
    assert runner.traces == ["a2b3", "k7m4"]


async def test_while_the_engine_works_its_conversation_has_a_trace_and_not_after() -> None:
    seen: list[str] = []
    with fake_engine() as engine:
        client = EngineClient(engine.url, SECRET, timeout=30)
        answer = engine.body
        engine.body = lambda asked: seen.append(client.trace_of("c1")) or answer(asked)  # type: ignore[func-returns-value]
        with about("k7m4", "c1"):
            await client.ask("c1", "xin chào", {})
        await client.close()
    assert (seen, engine.traces) == (["k7m4"], ["k7m4"])
    assert client.trace_of("c1") == ""
