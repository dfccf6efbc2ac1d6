"""Sends one reply to a Telegram chat and tells what became of it."""

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import httpx
from telegram import LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.channels.links import completed
from bot.channels.parts import Leave, Parts, send_rest
from bot.channels.sender import DeliveryError, MaybeSent, OutOfOrder, TryLater, Undeliverable
from bot.channels.telegram.activity import Typing
from bot.channels.telegram.bot import TelegramBot
from bot.channels.telegram.rendering import Message, render
from bot.conversation.ports import Outgoing

_log = logging.getLogger(__name__)
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


Moved = Callable[[str, str], object]


class Sender:
    """Callable for ``deliver``. How far a reply has come is in the records, and survives us."""

    def __init__(
        self,
        bot: TelegramBot,
        parts: Parts,
        public_url: str = "",
        *,
        activity: Typing | None = None,
        moved: Moved = lambda _old, _new: None,
    ) -> None:
        """Send as ``bot``.

        Args:
            bot: initialised when the first reply is sent.
            parts: where each message is written down before it leaves.
            public_url: where citizens reach our own pages.
            activity: ends with the reply.
            moved: called with a group's old and new number, to be written down.
        """
        self._bot, self._parts, self._public_url = bot, parts, public_url
        self._activity, self._moved = activity, moved
        self._new_numbers: dict[str, str] = {}

    async def __call__(self, outgoing: Outgoing) -> None:
        """Send what is not yet sent of one reply.

        Raises:
            DeliveryError: as soon as it is clear that the rest cannot be sent now.
        """
        if self._activity:
            self._activity.end(outgoing.chat)
        messages = render(completed(outgoing.reply, self._public_url))
        progress = await asyncio.to_thread(self._parts.progress, outgoing.id)
        posts = [partial(self._post, outgoing.chat, message) for message in messages]
        await send_rest(self._parts, outgoing, progress, posts)

    async def _post(self, chat: str, message: Message, leave: Leave) -> str:
        try:
            return await self._follow(self._new_numbers.get(chat, chat), message, leave)
        except TelegramError as error:
            raise _verdict(error) from error

    async def _follow(self, chat: str, message: Message, leave: Leave) -> str:
        """A group that became a supergroup has another number; the old one is good for nothing."""
        try:
            return await self._say(chat, message, leave)
        except ChatMigrated as error:
            new = str(error.new_chat_id)
            _log.warning("Telegram: a group has moved and is followed.")
            self._new_numbers[chat] = new
            await asyncio.to_thread(self._moved, chat, new)
            return await self._say(new, message)

    async def _say(self, chat: str, message: Message, leave: Leave | None = None) -> str:
        sent = await self._bot.send_message(
            chat,
            message.html,
            parse_mode=ParseMode.HTML,
            reply_markup=message.keyboard,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            rate_limit_args=leave,
        )
        return str(sent.message_id)


def _verdict(error: TelegramError) -> DeliveryError:
    why = f"{type(error).__name__}: {error.message}"
    if isinstance(error, RetryAfter):
        after = error.retry_after
        return OutOfOrder(why, after.total_seconds() if isinstance(after, timedelta) else after)
    if isinstance(error, Forbidden | BadRequest | ChatMigrated):
        return Undeliverable(why)
    cause = error.__cause__
    if isinstance(cause, _NEVER_LEFT) or isinstance(error, InvalidToken):
        return OutOfOrder(why)  # blocked networks may stay so for hours
    return MaybeSent(why) if isinstance(cause, httpx.TransportError) else TryLater(why)
