"""Has Telegram post updates to us, and looks now and then whether that works."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import UTC, datetime

from telegram.error import BadRequest, InvalidToken

from bot.channels.backoff import backoff
from bot.channels.telegram.bot import ALLOWED_UPDATES, TelegramBot
from bot.channels.telegram.commands import show_menus
from bot.channels.telegram.stopped import REFUSED, ChannelStopped

CONNECTIONS = 20  # that Telegram opens at once; each waits for one commit
LOOK_SECONDS = 300.0

_log = logging.getLogger(__name__)
_UNUSABLE = (
    "Telegram đã tắt: Telegram không nhận địa chỉ webhook ({}); hãy sửa MOTCUA_PUBLIC_URL (https, "
    "cổng 443, 80, 88 hoặc 8443) hoặc đặt MOTCUA_TELEGRAM_MODE=polling rồi chạy lại."
)


@dataclass(frozen=True, slots=True)
class Hook:
    """Where Telegram posts, and the secret by which we know that it is Telegram."""

    url: str
    secret: str
    look_seconds: float = LOOK_SECONDS
    first_pause: float = 1.0


class Keeper:
    """Sets the webhook and keeps an eye on it."""

    def __init__(self, bot: TelegramBot, hook: Hook) -> None:
        self._bot, self._hook = bot, hook
        self._told: datetime | None = None

    async def run(self) -> None:
        """Keep the webhook until cancelled.

        It stays set when we stop: Telegram then keeps the updates for a day.

        Raises:
            ChannelStopped: the token is bad, or Telegram does not take the address.
        """
        failures = 0
        while True:
            try:
                await self._look()
            except InvalidToken:
                raise ChannelStopped(REFUSED) from None
            except BadRequest as error:
                raise ChannelStopped(_UNUSABLE.format(error.message)) from None
            except Exception as error:
                wait = backoff(failures, first=self._hook.first_pause, longest=60.0)
                _log.warning("Telegram: %s; trying again in %.0f s.", type(error).__name__, wait)
                failures += 1
            else:
                failures, wait = 0, self._hook.look_seconds
            await asyncio.sleep(wait)

    async def _look(self) -> None:
        await self._bot.initialize()
        info = await self._bot.get_webhook_info()
        if self._told is None or info.url != self._hook.url:
            await self._set()
        elif info.last_error_date and info.last_error_date > self._told:
            waiting, why = info.pending_update_count, info.last_error_message
            _log.warning("Telegram: %d updates wait, a post failed: %s", waiting, why)
            self._told = info.last_error_date

    async def _set(self) -> None:
        await self._bot.set_webhook(
            self._hook.url,
            secret_token=self._hook.secret,
            allowed_updates=ALLOWED_UPDATES,
            max_connections=CONNECTIONS,
        )
        if self._told is None:
            await show_menus(self._bot)
        self._told = datetime.now(UTC)
