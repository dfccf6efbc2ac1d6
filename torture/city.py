"""Telegram as it posts updates: a chat's one after the other, each again until it is taken."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from time import perf_counter
from typing import Any

import httpx

from bot.channels.telegram.webhook import SECRET_HEADER
from tests.fakes_telegram import said

AGAIN_SECONDS = 0.05
FIRST_CHAT = 1_000


def update(number: int, chat: int) -> dict[str, Any]:
    """Make update ``number``; its answer repeats the number."""
    return said(number, f"xin hỏi câu {number} ạ", chat, message_id=number)


@dataclass
class City:
    """Everyone who writes to us.

    Attributes:
        urls: the webhooks; each post goes to any of them.
        secret: what the webhook asks for.
        posted: when each update was first posted.
        acknowledged: how many seconds the post took that was answered by 200.
        refused: how many posts came to nothing and were made again.
    """

    urls: list[str]
    secret: str
    posted: dict[int, float] = field(default_factory=dict)
    acknowledged: dict[int, float] = field(default_factory=dict)
    refused: int = 0
    _random: Random = field(default_factory=lambda: Random(4242))
    _chats: dict[int, asyncio.Lock] = field(default_factory=dict)

    async def __aenter__(self) -> "City":
        self._http = httpx.AsyncClient(timeout=15, trust_env=False)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def post(self, number: int, chat: int) -> None:
        """Post one update until it is taken, after those of its chat before it."""
        async with self._chats.setdefault(chat, asyncio.Lock()):
            self.posted[number] = perf_counter()
            while not await self._taken(number, chat):
                self.refused += 1
                await asyncio.sleep(AGAIN_SECONDS)

    async def post_all(self, numbers: Iterable[int], chats: int, each_second: float) -> None:
        """Post updates at that pace, to so many chats in turn, whether or not they are taken."""
        async with asyncio.TaskGroup() as tasks:
            start = perf_counter()
            for count, number in enumerate(numbers):
                await asyncio.sleep(max(0.0, start + count / each_second - perf_counter()))
                tasks.create_task(self.post(number, FIRST_CHAT + number % chats))

    async def until_up(self) -> None:
        """Return when every webhook answers."""
        for url in self.urls:
            while await self._status(url, b"", "") != 401:
                await asyncio.sleep(AGAIN_SECONDS)

    async def _taken(self, number: int, chat: int) -> bool:
        start = perf_counter()
        body = httpx.Request("POST", "http://x", json=update(number, chat)).content
        if await self._status(self._random.choice(self.urls), body, self.secret) != 200:
            return False
        self.acknowledged[number] = perf_counter() - start
        return True

    async def _status(self, url: str, body: bytes, secret: str) -> int:
        try:
            answer = await self._http.post(url, content=body, headers={SECRET_HEADER: secret})
        except httpx.HTTPError:
            return 0
        return answer.status_code
