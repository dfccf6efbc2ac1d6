"""One person's talk with the desk from inside this process, over the way every message takes."""

import asyncio
import time
from collections.abc import Sequence
from secrets import token_hex

from bot.channels.links import completed
from bot.conversation.ports import Incoming, Kind, Turn
from bot.errors import EngineUnavailable
from bot.records.messages.reader import SqlReader
from bot.reply import Reply
from bot.wiring import System

CHANNEL = "terminal"
PATIENCE_SECONDS = 30.0
LOOK_SECONDS = 0.02


class Session:
    """A new conversation on the terminal channel."""

    def __init__(self, system: System) -> None:
        """Talk to ``system``; its engine must be running."""
        self._system = system
        self._chat = token_hex(8)
        self._last, self._unasked = 0, list[Reply]()
        self._reader = SqlReader(system.database, CHANNEL)

    async def ask(self, text: str) -> Reply:
        """Send ``text``, or the payload of a button, and return the reply.

        Raises:
            EngineUnavailable: no reply was stored in time.
        """
        kind: Kind = "button" if text.startswith("/") else "text"
        incoming = Incoming(CHANNEL, self._chat, token_hex(16), kind, text)
        await asyncio.to_thread(self._system.inbox.accept, incoming)
        await self._system.dispatcher.answer_waiting()
        return await self._reply(incoming.external_id)

    async def hear(self) -> Sequence[Reply]:
        """Return what was said unasked since this was last called."""
        for turn in await asyncio.to_thread(self._reader.replies_after, self._chat, self._last):
            self._take(turn)
        heard, self._unasked = self._unasked, []
        return heard

    async def _reply(self, message: str) -> Reply:
        """Wait for the reply: another process may have taken the message."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            for turn in self._reader.replies_after(self._chat, self._last):
                self._take(turn)
                if turn.external_id == message:
                    return self._unasked.pop()
            await asyncio.sleep(LOOK_SECONDS)
        raise EngineUnavailable("Chưa nhận được trả lời. Hãy chạy: motcua doctor")

    def _take(self, turn: Turn) -> None:
        if turn.reply and turn.reply_id:
            self._last = turn.reply_id
            self._unasked.append(completed(turn.reply, self._system.settings.public_url))
