"""How fast Telegram lets us speak: 30 messages a second, one a second to a chat, 20 a minute to a
group. python-telegram-bot's limiter knows the first; the other two must hold up no other chat.
"""

from collections.abc import Callable, Coroutine
from typing import Any

from aiolimiter import AsyncLimiter
from telegram.constants import FloodLimit
from telegram.error import RetryAfter
from telegram.ext import AIORateLimiter, BaseRateLimiter

from bot.channels.parts import Leave

# Telegram lets short bursts pass: an answer of three messages goes out at once.
_BURST = 3
_GROUP_SECONDS = 60
_KEPT = 512
_FREE = {"sendChatAction"}  # shows “typing…”; of no use later, and no message

Result = bool | dict[str, Any] | list[dict[str, Any]]


Call = Callable[..., Coroutine[Any, Any, Result]]


class ChatLimiter(BaseRateLimiter[Leave]):
    """Waits for a chat of one citizen; of a group that is full it says when to come again.

    What a request brings as ``rate_limit_args`` is called when the waiting is over.
    """

    def __init__(self) -> None:
        self._overall = AIORateLimiter(group_max_rate=0)
        self._chats: dict[int, AsyncLimiter] = {}

    async def initialize(self) -> None:
        """Do nothing."""

    async def shutdown(self) -> None:
        """Do nothing."""

    async def process_request(
        self,
        callback: Call,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Leave | None,
    ) -> Result:
        """Let the request pass when it may.

        Raises:
            RetryAfter: a group has had its messages of this minute. Waiting for it here would hold
                one of the sender's few hands, which others need.
        """
        if endpoint in _FREE:
            return await callback(*args, **kwargs)
        chat = _number(data.get("chat_id"))
        if chat:
            limiter = self._limiter(chat)
            if chat < 0 and not limiter.has_capacity():
                raise RetryAfter(round(limiter.time_period / limiter.max_rate))
            await limiter.acquire()
        call = _announced(callback, rate_limit_args) if rate_limit_args else callback
        return await self._overall.process_request(call, args, kwargs, endpoint, data, None)

    def _limiter(self, chat: int) -> AsyncLimiter:
        if chat not in self._chats:
            self._forget()
            group = FloodLimit.MESSAGES_PER_MINUTE_PER_GROUP
            pace = (group, _GROUP_SECONDS) if chat < 0 else (_BURST, _BURST)
            self._chats[chat] = AsyncLimiter(*pace)
        return self._chats[chat]

    def _forget(self) -> None:
        """Drop the chats that have been quiet long enough to be like new."""
        if len(self._chats) >= _KEPT:
            busy = {c: one for c, one in self._chats.items() if not one.has_capacity(one.max_rate)}
            self._chats = busy


def _announced(callback: Call, leave: Leave) -> Call:
    async def call(*args: Any, **kwargs: Any) -> Result:
        await leave()
        return await callback(*args, **kwargs)

    return call


def _number(chat: Any) -> int:
    try:
        return int(chat)
    except (TypeError, ValueError):
        return 0
