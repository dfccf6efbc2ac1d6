"""Takes one update as Telegram sent it: into the inbox, or to the dead letters."""

import asyncio
import hashlib
import json
import logging
from collections.abc import Callable
from typing import Any

from telegram import CallbackQuery, Update
from telegram.error import TelegramError

from bot.channels.telegram.activity import Typing
from bot.channels.telegram.bot import TelegramBot
from bot.channels.telegram.incoming import parse
from bot.conversation.ports import Inbox, Incoming
from bot.errors import DatabaseUnusable
from bot.trace import about

_log = logging.getLogger(__name__)

# Nobody needs these to find out why an update could not be read.
_PERSONAL = {
    "first_name", "last_name", "username", "phone_number", "title", "vcard", "contact",
    "location", "venue", "latitude", "longitude",
}  # fmt: skip
_LARGEST = 2**63 - 1


class NotStoredError(Exception):
    """The inbox did not take an update, for a reason that may pass."""


class Intake:
    """Where updates of both ways, polling and webhook, come together."""

    def __init__(
        self,
        bot: TelegramBot,
        inbox: Inbox,
        accepted: Callable[[], None],
        typing: Typing | None = None,
    ) -> None:
        """Call ``accepted`` after each stored update."""
        self._bot, self._inbox, self._accepted = bot, inbox, accepted
        self._typing = typing or Typing(bot)
        self._running: set[asyncio.Task[None]] = set()

    @property
    def typing(self) -> Typing:
        """The signs that an answer is being made."""
        return self._typing

    async def take(self, raw: Any, *, is_last_try: bool) -> None:
        """Store what a citizen sent; when this returns, Telegram may forget the update.

        Args:
            raw: what Telegram sent, whatever that is.
            is_last_try: put it aside if the inbox does not take it.

        Raises:
            DatabaseUnusable: the update has to come again.
            NotStoredError: the inbox did not take it, and may the next time.
        """
        number, me = number_of(raw), self._bot.bot
        if number is None:
            await self.bury(raw, "no update_id")
            return
        try:
            update = Update.de_json(raw, self._bot)
            incoming = parse(update, me)
        except Exception as error:
            await self.bury(raw, f"{type(error).__name__} while parsing", str(number))
            return
        with about(incoming.trace if incoming else ""):
            if update.callback_query:
                self._stop_spinner(update.callback_query)
            if incoming:
                await self._store(incoming, raw, is_last_try)

    async def bury(self, raw: Any, why: str, key: str = "") -> None:
        """Put aside what cannot be read, for the operators to see."""
        body = _impersonal(raw)
        key = key or hashlib.sha256(body.encode(errors="replace")).hexdigest()[:32]
        external_id = f"{self._bot.bot.id}:{key}"
        await asyncio.to_thread(self._inbox.bury, "telegram", external_id, body, why)

    async def close(self) -> None:
        """Let go of what is still to be told to Telegram."""
        await self._typing.close()
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _store(self, incoming: Incoming, raw: Any, is_last_try: bool) -> None:
        try:
            stored = await asyncio.to_thread(self._inbox.accept, incoming)
        except DatabaseUnusable:  # nothing is wrong with the update: it has to wait
            _log.warning("Telegram: an update waits, the database does not take it.")
            raise
        except Exception as error:
            why = type(error).__name__
            _log.warning("Telegram: an update could not be stored (%s).", why)
            if not is_last_try:
                raise NotStoredError(why) from error
            # One update that the inbox never takes must not block all others.
            await self.bury(raw, f"{why} while storing", str(raw["update_id"]))
        else:
            if stored is not None:
                self._typing.begin(incoming.chat)
            self._accepted()

    def _stop_spinner(self, query: CallbackQuery) -> None:
        """Tell the citizen's client at once that the press arrived, and let nobody wait for it."""
        task = asyncio.create_task(_answer(query))
        self._running.add(task)
        task.add_done_callback(self._running.discard)


async def _answer(query: CallbackQuery) -> None:
    try:
        await query.answer()
    except TelegramError as error:  # “query is too old”, after 150 s: the answer comes all the same
        _log.info("Telegram: a press was not acknowledged (%s).", type(error).__name__)


def number_of(raw: Any) -> int | None:
    """Return the number of an update, ``None`` if it has none that can be."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    if not isinstance(number, int) or isinstance(number, bool):
        return None
    return number if 0 <= number <= _LARGEST else None


def _impersonal(raw: Any) -> str:
    """Return an update as text, without who sent it and where they are."""
    try:
        return json.dumps(_cleaned(raw), ensure_ascii=False) if raw else ""
    except RecursionError:  # what is nested without end says nothing anyway
        return ""


def _cleaned(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _cleaned(value) for key, value in part.items() if key not in _PERSONAL}
    return [_cleaned(value) for value in part] if isinstance(part, list) else part
