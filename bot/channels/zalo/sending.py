"""Sends one reply to a Zalo chat, each message of it once, and tells what became of it."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from bot.channels.links import completed
from bot.channels.parts import Leave, send_rest
from bot.channels.sender import NotBeforeNextMessage, Undeliverable
from bot.channels.zalo import facts
from bot.channels.zalo.client import Refused, ZaloClient
from bot.channels.zalo.rendering import Message, render
from bot.conversation.ports import Outgoing
from bot.records.messages.inbox import utc_now
from bot.records.messages.parts import SqlParts

_log = logging.getLogger(__name__)


class Sender:
    """Callable for ``deliver``. How far a reply has come is in the records, and survives us."""

    def __init__(
        self,
        client: ZaloClient,
        parts: SqlParts,
        public_url: str = "",
        free: int = facts.FREE_REPLIES,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        """Send at most ``free`` messages until the citizen writes again; 0 sets no bound."""
        self._client, self._parts, self._public_url = client, parts, public_url
        self._free, self._clock = free, clock

    async def __call__(self, outgoing: Outgoing) -> None:
        """Send what is not yet sent of one reply.

        Raises:
            DeliveryError: as soon as it is clear that the rest cannot be sent now.
        """
        messages = render(completed(outgoing.reply, self._public_url), self._public_url)
        progress = await asyncio.to_thread(self._parts.progress, outgoing.id)
        await self._find_room(outgoing.conversation, len(messages) - len(progress.begun))
        posts = [
            partial(self._send, outgoing.chat, message, "" if number else progress.answers)
            for number, message in enumerate(messages)
        ]
        await send_rest(self._parts, outgoing, progress, posts)

    async def _find_room(self, conversation: str, count: int) -> None:
        """A reply goes out whole or not at all; after the free hours Zalo itself decides."""
        window = await asyncio.to_thread(self._parts.window, conversation)
        if not self._free or window.last_message_at is None:
            return
        age = self._clock() - window.last_message_at
        if age <= timedelta(hours=facts.FREE_HOURS) and window.left(self._free) < min(
            count, self._free
        ):
            raise NotBeforeNextMessage(
                f"{window.sent} messages since the citizen's last one, {self._free} are free"
            )

    async def _send(self, chat: str, message: Message, quoted: str, leave: Leave) -> str:
        await leave()
        # What is not a message of the citizen's, such as that they follow, has a colon in its key.
        whole = message.body("" if ":" in f"{quoted}{chat}" else quoted)
        try:
            return await self._client.send(chat, whole)
        except Refused as error:
            _log.warning("Zalo does not take a message with %s: %s", sorted(whole), error)
        try:  # the text matters more than what stands around it
            return await self._client.send(chat, Message(message.text).body())
        except Refused as error:
            raise Undeliverable(str(error)) from None
