"""The Telegram client: python-telegram-bot's, with raw updates so that one bad one stops none."""

import logging
import os
from collections.abc import Sequence
from typing import Any, cast

from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.channels.parts import Leave
from bot.channels.telegram.limits import ChatLimiter

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
# What these write below that level holds the bot's token or citizens' messages.
_QUIET = {"httpx": logging.WARNING, "telegram": logging.WARNING}


class TelegramBot(ExtBot[Leave]):
    """``ExtBot`` that can also hand out updates before they are parsed."""

    async def raw_updates(self, offset: int | None, wait_seconds: int) -> Sequence[Any]:
        """Long-poll; asking from ``offset`` on acknowledges everything before it."""
        asked = {"offset": offset, "timeout": wait_seconds, "allowed_updates": ALLOWED_UPDATES}
        patience = (self._request[0].read_timeout or 0) + wait_seconds
        updates = await self._post("getUpdates", asked, read_timeout=patience)
        return cast("Sequence[Any]", updates) if isinstance(updates, list) else ()


def connect(token: str, api: str, *, read_timeout: float = 15.0) -> TelegramBot:
    """Make the client; nothing is sent yet.

    Raises:
        InvalidToken: the token is empty.
    """
    for name, level in _QUIET.items():
        logging.getLogger(name).setLevel(level)
    # The library logs each 429 with its stack; the sender loop deals with them.
    logging.getLogger("telegram.ext.AIORateLimiter").setLevel(logging.CRITICAL)
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    return TelegramBot(
        token,
        base_url=f"{api.rstrip('/')}/bot",
        request=HTTPXRequest(connection_pool_size=32, pool_timeout=10, read_timeout=read_timeout),
        get_updates_request=HTTPXRequest(connection_pool_size=1, read_timeout=read_timeout),
        rate_limiter=ChatLimiter(),
    )
