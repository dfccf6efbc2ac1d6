"""What a channel logs of an update before it is stored already names the update's trace."""

import json
import logging
from collections.abc import Iterator

import httpx
import pytest

from bot.channels import zalo
from bot.channels.telegram import Gate, Intake, connect, create_webhook
from bot.channels.telegram.webhook import SECRET_HEADER
from bot.errors import DatabaseUnusable
from bot.trace import subject
from tests.fakes import FakeInbox
from tests.fakes_telegram import TOKEN, fake_telegram
from tests.fakes_telegram import said as telegram_said
from tests.fakes_zalo import APP, OA_SECRET, signed
from tests.fakes_zalo import said as zalo_said


@pytest.fixture
def traced() -> Iterator[list[str]]:
    """The traces under which channels log."""
    traces: list[str] = []

    def note(record: logging.LogRecord) -> bool:
        traces.append(subject().trace)
        return True

    handler = logging.NullHandler()
    handler.handle = note  # type: ignore[method-assign]
    logger = logging.getLogger("bot.channels")
    logger.addHandler(handler)
    yield traces
    logger.removeHandler(handler)


@pytest.fixture
def away() -> FakeInbox:
    inbox = FakeInbox()
    inbox.broken = DatabaseUnusable("away")
    return inbox


async def test_telegram(traced: list[str], away: FakeInbox) -> None:
    async with fake_telegram() as telegram:
        bot = connect(TOKEN, telegram.url)
        await bot.initialize()
        app = create_webhook(Gate("s", Intake(bot, away, lambda: None)))
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://motcua"
        ) as client:
            update = telegram_said(1, "một")
            answer = await client.post("/webhook", json=update, headers={SECRET_HEADER: "s"})
        await bot.shutdown()
    assert answer.status_code == 503
    assert len(traced[0]) == 10


async def test_zalo(traced: list[str], away: FakeInbox) -> None:
    app = zalo.create_webhook(zalo.Gate(APP, OA_SECRET, away, lambda: None))
    body = json.dumps(zalo_said("một")).encode()
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://motcua"
    ) as client:
        answer = await client.post("/webhook", content=body, headers=signed(body))
    assert answer.status_code == 503
    assert len(traced[0]) == 10
