"""Long polling: an update is acknowledged only after it is stored."""

import asyncio
import contextlib
import hashlib
import json
import logging
from collections import Counter
from collections.abc import Callable
from typing import Any

from telegram import Update
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.channels.backoff import backoff
from bot.channels.telegram.bot import TelegramBot
from bot.channels.telegram.incoming import parse
from bot.conversation.ports import Inbox, Incoming
from bot.errors import DatabaseUnusable

_log = logging.getLogger(__name__)

_CONFLICTS = 3
_STORE_ATTEMPTS = 3
_REFUSED = (
    "Telegram đã tắt: mã bot không được chấp nhận, hãy sửa MOTCUA_TELEGRAM_TOKEN rồi chạy lại."
)
_TAKEN = (
    "Telegram đã tắt: một chương trình khác hoặc một webhook đang nhận tin của bot này; "
    "hãy dừng nó (hoặc gọi deleteWebhook) rồi chạy lại."
)


class ChannelStopped(Exception):
    """The channel cannot go on until a person has mended something; the message says what."""


_NAMES = {"first_name", "last_name", "username", "phone_number", "title", "vcard"}


class NotStoredError(Exception):
    """The inbox did not take an update; it will be offered again."""


class Poller:
    """Takes updates from Telegram into the inbox, one after the other."""

    def __init__(
        self,
        bot: TelegramBot,
        inbox: Inbox,
        accepted: Callable[[], None],
        *,
        wait_seconds: int = 25,
        first_pause: float = 1.0,
    ) -> None:
        self._bot, self._inbox, self._accepted = bot, inbox, accepted
        self._wait_seconds, self._first_pause = wait_seconds, first_pause
        self._offset: int | None = None
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
                raise ChannelStopped(_REFUSED) from None
            except Exception as error:
                self._failures[type(error)] += 1
                if self._failures[Conflict] >= _CONFLICTS:
                    raise ChannelStopped(_TAKEN) from None
                await self._pause(error)

    async def _round(self) -> None:
        await self._bot.initialize()
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
        number = raw.get("update_id") if isinstance(raw, dict) else None
        body = json.dumps(raw)
        if not isinstance(number, int):
            digest = hashlib.sha256(body.encode()).hexdigest()[:32]
            await self._bury(digest, body, "no update_id")
            return
        try:
            update = Update.de_json(raw, self._bot)
            incoming = parse(update, self._bot.bot)
        except Exception as error:
            await self._bury(str(number), body, f"{type(error).__name__} while parsing")
        else:
            await _stop_spinner(update)
            await self._store(number, incoming, body)
        self._offset = number + 1

    async def _store(self, number: int, incoming: Incoming | None, body: str) -> None:
        if incoming is None:
            return
        try:
            await asyncio.to_thread(self._inbox.accept, incoming)
        except DatabaseUnusable:  # nothing is wrong with the update: it has to wait
            raise
        except Exception as error:
            # One update that the inbox never takes must not block all others.
            if self._failures[NotStoredError] + 1 < _STORE_ATTEMPTS:
                raise NotStoredError(type(error).__name__) from error
            await self._bury(str(number), body, f"{type(error).__name__} while storing")
        else:
            self._accepted()

    async def _bury(self, key: str, body: str, why: str) -> None:
        external_id = f"{self._bot.bot.id}:{key}"
        await asyncio.to_thread(self._inbox.bury, "telegram", external_id, _nameless(body), why)


def _nameless(body: str) -> str:
    """Leave out who sent it: nobody needs that to find out why an update could not be read."""
    return json.dumps(json.loads(body, object_hook=_without_names), ensure_ascii=False)


def _without_names(part: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in part.items() if key not in _NAMES}


async def _stop_spinner(update: Update) -> None:
    """Tell the citizen's client that the press arrived; too late is no harm."""
    if update.callback_query:
        with contextlib.suppress(TelegramError):
            await update.callback_query.answer()
