"""Long polling: an update is acknowledged only after it is stored."""

import asyncio
import logging
from collections import Counter
from typing import Any

from telegram.error import Conflict, InvalidToken

from bot.channels.backoff import backoff
from bot.channels.telegram.bot import TelegramBot
from bot.channels.telegram.commands import show_menus
from bot.channels.telegram.intake import Intake, NotStoredError, number_of
from bot.channels.telegram.stopped import REFUSED, ChannelStopped

_log = logging.getLogger(__name__)

_CONFLICTS = 3
_STORE_ATTEMPTS = 3
_TAKEN = (
    "Telegram đã tắt: một chương trình khác hoặc một webhook đang nhận tin của bot này; "
    "hãy dừng nó rồi chạy lại."
)


class Poller:
    """Takes updates from Telegram into the inbox, one after the other."""

    def __init__(
        self,
        bot: TelegramBot,
        intake: Intake,
        *,
        wait_seconds: int = 25,
        first_pause: float = 1.0,
    ) -> None:
        self._bot, self._intake = bot, intake
        self._wait_seconds, self._first_pause = wait_seconds, first_pause
        self._offset: int | None = None
        self._is_alone = False
        self._failures: Counter[type[Exception]] = Counter()

    async def run(self) -> None:
        """Poll until cancelled.

        Raises:
            ChannelStopped: the token is bad, or somebody else takes the updates.
        """
        while True:
            try:
                await self._round()
                self._failures.clear()
            except InvalidToken:
                raise ChannelStopped(REFUSED) from None
            except Exception as error:
                self._failures[type(error)] += 1
                if self._failures[Conflict] >= _CONFLICTS:
                    raise ChannelStopped(_TAKEN) from None
                await self._pause(error)

    async def _round(self) -> None:
        await self._bot.initialize()
        if not self._is_alone:  # while a webhook is set, Telegram refuses to be asked
            self._is_alone = await self._bot.delete_webhook()
            await show_menus(self._bot)
        before = self._offset
        updates = await self._bot.raw_updates(before, self._wait_seconds)
        for raw in updates:
            await self._take(raw)
        if updates and self._offset == before:
            raise ValueError("updates without a number")

    async def _pause(self, error: Exception) -> None:
        failures = self._failures.total() - 1
        wait = backoff(failures, first=self._first_pause, longest=60.0)
        # Only the kind of error: its text may hold the token or a citizen's message.
        _log.warning("Telegram: %s; trying again in %.0f s.", type(error).__name__, wait)
        await asyncio.sleep(wait)

    async def _take(self, raw: Any) -> None:
        # One update that the inbox never takes must not block all others.
        is_last_try = self._failures[NotStoredError] + 1 >= _STORE_ATTEMPTS
        await self._intake.take(raw, is_last_try=is_last_try)
        number = number_of(raw)
        if number is not None:
            self._offset = number + 1
