"""Sends one reply to a Telegram chat and tells what became of it."""

from datetime import timedelta

import httpx
from telegram import Bot, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.channels.links import completed
from bot.channels.sender import DeliveryError, MaybeSent, TryLater, Undeliverable
from bot.channels.telegram.rendering import Message, render
from bot.conversation.ports import Outgoing

_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


class Sender:
    """Callable for ``deliver``; remembers how far a reply of several messages has come."""

    def __init__(self, bot: Bot, public_url: str = "") -> None:
        self._bot, self._public_url = bot, public_url
        self._begun: dict[int, tuple[int, str]] = {}

    async def __call__(self, outgoing: Outgoing) -> None:
        """Send what is not yet sent of one reply.

        Raises:
            DeliveryError: as soon as it is clear that the rest cannot be sent now.
        """
        sent, doubt = self._begun.pop(outgoing.id, (0, ""))
        for message in render(completed(outgoing.reply, self._public_url))[sent:]:
            try:
                await self._post(outgoing.chat, message)
            except MaybeSent as error:
                doubt = str(error)
            except TryLater:
                self._begun[outgoing.id] = sent, doubt
                raise
            sent += 1
        if doubt:
            raise MaybeSent(doubt)

    async def _post(self, chat: str, message: Message) -> None:
        try:
            await self._bot.send_message(
                chat,
                message.html,
                parse_mode=ParseMode.HTML,
                reply_markup=message.keyboard,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        except TelegramError as error:
            raise _verdict(error) from error


def _verdict(error: TelegramError) -> DeliveryError:
    why = f"{type(error).__name__}: {error.message}"
    if isinstance(error, RetryAfter):
        after = error.retry_after
        return TryLater(why, after.total_seconds() if isinstance(after, timedelta) else after)
    if isinstance(error, Forbidden | BadRequest | ChatMigrated):
        return Undeliverable(why)
    cause = error.__cause__
    left = isinstance(cause, httpx.TransportError) and not isinstance(cause, _NEVER_LEFT)
    return MaybeSent(why) if left else TryLater(why)
