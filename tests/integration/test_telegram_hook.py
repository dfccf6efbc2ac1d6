"""Telegram is told where to post, and the whole installation takes what comes there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from bot.channels.telegram import MOUNT, PATH, Hook, Keeper, connect
from bot.channels.telegram.stopped import ChannelStopped
from bot.channels.telegram.webhook import SECRET_HEADER
from bot.errors import SettingsInvalid
from bot.records.database import upgrade
from bot.records.tables import InboxMessage
from bot.settings import Settings, load_settings
from bot.wiring import System
from tests.fakes_telegram import TOKEN, FakeTelegram, Fault, fake_telegram, said
from tests.integration.test_web_routes import TABLE, rows

SECRET = "an-obviously-invented-secret"
URL = "https://motcua.example/telegram/webhook"


@asynccontextmanager
async def keeping(telegram: FakeTelegram, url: str = URL) -> AsyncIterator[asyncio.Task[None]]:
    bot = connect(TOKEN, telegram.url, read_timeout=1)
    hook = Hook(url, SECRET, look_seconds=0.01, first_pause=0)
    task = asyncio.create_task(Keeper(bot, hook).run())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await bot.shutdown()


async def test_the_webhook_is_set_with_the_secret_and_the_menus_are_shown() -> None:
    async with fake_telegram() as telegram, keeping(telegram):
        telegram.faults += [Fault("getMe", 502, "Bad Gateway"), Fault("setWebhook", 500, "Oops")]
        await telegram.changes.until(lambda: len(telegram.menus) == 3)
        assert telegram.webhook["url"] == URL
        assert telegram.webhook["secret_token"] == SECRET
        assert "edited_message" in telegram.webhook["allowed_updates"]
        assert int(telegram.webhook["max_connections"]) > 1
        assert [c["command"] for c in telegram.menus["en"]] == ["start", "new", "contact", "help"]
        assert [c["command"] for c in telegram.menus["vi"]] == ["start", "moi", "lienhe", "trogiup"]
        assert telegram.menus[""] == telegram.menus["vi"]


async def test_a_webhook_that_somebody_took_away_is_set_again() -> None:
    async with fake_telegram() as telegram, keeping(telegram):
        await telegram.changes.until(lambda: telegram.webhook)
        telegram.webhook = {}
        await telegram.changes.until(lambda: telegram.webhook)


async def test_what_telegram_could_not_deliver_is_told_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with fake_telegram() as telegram, keeping(telegram):
        await telegram.changes.until(lambda: telegram.webhook)
        telegram.trouble = "SSL error {certificate verify failed}"
        await telegram.changes.until(lambda: telegram.calls[-3:] == ["getWebhookInfo"] * 3)
    assert caplog.text.count("certificate verify failed") == 1


async def test_an_address_that_telegram_refuses_stops_the_channel_with_a_sentence() -> None:
    async with fake_telegram() as telegram, keeping(telegram, "http://motcua.example") as task:
        with pytest.raises(ChannelStopped, match="MOTCUA_PUBLIC_URL"):
            await task


@pytest.mark.parametrize("url", ["", "http://motcua.example"])
def test_a_webhook_needs_an_address_with_tls(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_PUBLIC_URL", url)
    monkeypatch.setenv("MOTCUA_TELEGRAM_MODE", "webhook")
    with pytest.raises(SettingsInvalid, match=r"MOTCUA_TELEGRAM_MODE: .*MOTCUA_PUBLIC_URL"):
        load_settings()


def chosen(folder: Path, **more: Any) -> Settings:
    url = "https://motcua.example"
    return Settings(data_dir=folder, database_url="", telegram_token=TOKEN, public_url=url, **more)


def test_the_webhook_is_the_only_address_more(tmp_path: Path) -> None:
    app = System(chosen(tmp_path, telegram_mode="webhook")).web()
    found = {(method, path) for method, path in rows(app.routes) if method != "HEAD"}
    assert found - set(TABLE) == {("POST", MOUNT + PATH)}


async def test_the_web_application_takes_posts_only_in_webhook_mode(tmp_path: Path) -> None:
    for mode, expected in (("webhook", 401), ("polling", 404)):
        app = System(chosen(tmp_path, telegram_mode=mode)).web()
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            answer = await client.post(MOUNT + PATH, json=said(1, "một"))
        assert answer.status_code == expected
    assert (tmp_path / "telegram.secret").stat().st_mode & 0o777 == 0o600


async def test_an_update_is_acknowledged_at_once_though_there_is_no_engine(tmp_path: Path) -> None:
    async with fake_telegram() as telegram:
        system = System(chosen(tmp_path, telegram_mode="webhook", telegram_api=telegram.url))
        upgrade(system.database)
        transport = httpx.ASGITransport(system.web())
        running = asyncio.create_task(system.telegram.run(asyncio.Event()))
        await telegram.changes.until(lambda: telegram.webhook)
        headers = {SECRET_HEADER: telegram.webhook["secret_token"]}
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            answer = await client.post(MOUNT + PATH, json=said(1, "một"), headers=headers)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert answer.status_code == 200
    assert telegram.webhook["url"] == URL
    with system.database.connect() as db:
        assert db.execute(select(InboxMessage.text)).scalars().all() == ["một"]
    system.database.dispose()
