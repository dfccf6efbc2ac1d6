"""One of several processes that take the same updates and answer them."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import compress
from operator import not_
from random import Random
from typing import Any

from starlette.types import ASGIApp

from bot.channels.telegram.webhook import PATH, SECRET_HEADER
from bot.conversation.bell import MESSAGES
from bot.settings import Settings
from bot.wiring import System
from torture.app import log_in, secret_of
from torture.asgi import post
from torture.city import update
from torture.door import telegram_door
from torture.places import Place

_POSTS_AT_ONCE = 4
_AGAIN_SECONDS = 0.02
_SOME = 50

Taken = Any  # an array that all processes share: how often each update was acknowledged


@dataclass(frozen=True, slots=True)
class Share:
    """What one process is to do.

    Attributes:
        chats: its own; of each the updates in order, with the number of copies that come at once.
        late: copies of others' updates, each to be posted some time after the first was taken.
        seed: for chance.
    """

    chats: Sequence[Sequence[tuple[int, int, int]]]
    late: Sequence[tuple[int, int]]
    seed: int


def work(settings: Settings, place: Place, share: Share, taken: Taken) -> None:
    """Take updates and answer what waits, until killed."""
    log_in(place.folder)
    asyncio.run(_work(System(settings), place, share, taken))


async def _work(system: System, place: Place, share: Share, taken: Taken) -> None:
    wake = partial(system.bell.ring, MESSAGES)
    secret, api = secret_of(place), system.settings.telegram_api
    async with telegram_door(system.inbox, secret, api, wake) as app, asyncio.TaskGroup() as tasks:
        poster = _Poster(app, secret, taken)
        tasks.create_task(system.dispatcher.run())
        tasks.create_task(poster.late(share))
        for chat in share.chats:
            tasks.create_task(poster.in_order(chat))


class _Poster:
    def __init__(self, app: ASGIApp, secret: str, taken: Taken) -> None:
        self._app, self._taken = app, taken
        self._headers = [(SECRET_HEADER.encode(), secret.encode())]
        self._room = asyncio.Semaphore(_POSTS_AT_ONCE)

    async def in_order(self, updates: Sequence[tuple[int, int, int]]) -> None:
        """Post a chat's updates, the next one when all copies of the one before are taken."""
        for number, chat, copies in updates:
            await asyncio.gather(*(self._post(number, chat) for _ in range(copies)))

    async def late(self, share: Share) -> None:
        """Post the late copies in an order of their own."""
        random, left = Random(share.seed), list(share.late)
        while left:
            random.shuffle(left)
            some, left = left[:_SOME], left[_SOME:]
            now = [bool(self._taken[number]) for number, _ in some]
            left += compress(some, map(not_, now))
            await asyncio.gather(*(self._post(*each) for each in compress(some, now)))
            await asyncio.sleep(_AGAIN_SECONDS)

    async def _post(self, number: int, chat: int) -> None:
        body = json.dumps(update(number, chat)).encode()
        async with self._room:
            while await post(self._app, PATH, body, self._headers) != 200:
                await asyncio.sleep(_AGAIN_SECONDS)
        with self._taken.get_lock():
            self._taken[number] += 1
