"""The fake Bot API in a thread of its own, for an application in another process."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any

from tests.fakes_telegram import FakeTelegram, Sent, fake_telegram


class TelegramThread:
    """What a test needs of the fake, callable from the test's own thread."""

    def __init__(self, telegram: FakeTelegram, loop: asyncio.AbstractEventLoop) -> None:
        self._telegram, self._loop = telegram, loop
        self.url = telegram.url

    def push(self, *updates: Any) -> None:
        """Let these updates arrive."""
        self._loop.call_soon_threadsafe(self._telegram.push, *updates)

    def set_webhook(self, url: str, trouble: str = "") -> None:
        """Say that Telegram posts there, and why it could not the last time."""
        self._telegram.webhook, self._telegram.trouble = {"url": url}, trouble

    def until(self, is_so: Callable[[FakeTelegram], Any]) -> None:
        """Wait until ``is_so``; the test's own time limit ends a vain wait."""
        waiting = self._telegram.changes.until(lambda: is_so(self._telegram))
        asyncio.run_coroutine_threadsafe(waiting, self._loop).result()

    def sent(self, chat: str, count: int) -> list[Sent]:
        """Wait for ``count`` messages to ``chat``, and return all there are."""

        def here(telegram: FakeTelegram) -> list[Sent]:
            return [sent for sent in telegram.sent if sent.chat == chat]

        self.until(lambda telegram: len(here(telegram)) >= count)
        return here(self._telegram)


@contextmanager
def telegram_thread() -> Iterator[TelegramThread]:
    """Serve the fake for as long as the context is open."""
    started: Future[TelegramThread] = Future()
    stop = asyncio.Event()
    thread = threading.Thread(target=lambda: asyncio.run(_serve(started, stop)))
    thread.start()
    telegram = started.result()
    try:
        yield telegram
    finally:
        telegram._loop.call_soon_threadsafe(stop.set)
        thread.join()


async def _serve(started: "Future[TelegramThread]", stop: asyncio.Event) -> None:
    async with fake_telegram() as telegram:
        started.set_result(TelegramThread(telegram, asyncio.get_running_loop()))
        await stop.wait()
