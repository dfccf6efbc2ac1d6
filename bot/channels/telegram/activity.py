"""Shows “typing…” while an answer takes longer than a moment."""

import asyncio

from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import TelegramError

FIRST_SECONDS = 0.7  # most answers are quicker, and need no sign
AGAIN_SECONDS = 4.5  # Telegram takes the sign away after five
MOST = 4


class Typing:
    """One sign for each private chat whose message waits for its answer."""

    def __init__(self, bot: Bot, first: float = FIRST_SECONDS, again: float = AGAIN_SECONDS):
        """Wait ``first`` seconds before the first sign, ``again`` between two."""
        self._bot, self._first, self._again = bot, first, again
        self._shown: dict[str, asyncio.Task[None]] = {}

    def begin(self, chat: str) -> None:
        """A message of that chat was stored. In a group it would only disturb."""
        if not chat.startswith("-") and chat not in self._shown:
            task = asyncio.create_task(self._show(chat))
            self._shown[chat] = task
            task.add_done_callback(lambda _: self._shown.pop(chat, None))

    def end(self, chat: str) -> None:
        """The answer is on its way."""
        if task := self._shown.get(chat):
            task.cancel()

    async def close(self) -> None:
        """End all signs."""
        tasks = tuple(self._shown.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _show(self, chat: str) -> None:
        wait = self._first
        for _ in range(MOST):
            await asyncio.sleep(wait)
            try:
                await self._bot.send_chat_action(chat, ChatAction.TYPING)
            except TelegramError:
                return  # it is only a courtesy
            wait = self._again
