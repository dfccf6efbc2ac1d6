"""One bot with all that belongs to it, put together."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

from fastapi import FastAPI

from bot.channels.parts import Parts
from bot.channels.sender import deliver
from bot.channels.telegram.activity import Typing
from bot.channels.telegram.bot import TelegramBot
from bot.channels.telegram.hook import Hook, Keeper
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.sending import Moved, Sender
from bot.channels.telegram.stopped import ChannelStopped
from bot.channels.telegram.webhook import MOUNT, PATH, Gate, create_webhook
from bot.conversation.ports import Inbox, Outbox

_log = logging.getLogger(__name__)


def _unmoved(_old: str, _new: str) -> None:
    """Write nothing down."""


@dataclass(frozen=True, slots=True)
class Needed:
    """What the channel needs of the rest.

    Attributes:
        inbox: where updates go.
        outbox: where replies come from.
        parts: where each message of a reply is written down before it leaves.
        accepted: called after each stored update, to wake a worker.
        moved: called with a group's old and new number, to be written down.
        public_url: where citizens, and Telegram, reach us.
        secret: by which we know Telegram at the webhook; empty to ask Telegram for updates instead.
    """

    inbox: Inbox
    outbox: Outbox
    parts: Parts
    accepted: Callable[[], None]
    moved: Moved = _unmoved
    public_url: str = ""
    secret: str = ""


class Channel:
    """Receives and sends as one bot."""

    def __init__(self, bot: TelegramBot, needed: Needed) -> None:
        """Nothing is sent yet; ``bot`` is from ``connect``, and closed at the end."""
        self._bot, self._needed = bot, needed
        self._activity = Typing(bot)
        self._intake = Intake(bot, needed.inbox, needed.accepted, self._activity)

    def app(self) -> FastAPI:
        """Return the application to be mounted at ``MOUNT``, for Telegram to post to."""
        return create_webhook(Gate(self._needed.secret, self._intake))

    async def run(self, wake: asyncio.Event) -> None:
        """Receive and send until cancelled, or until only a person can mend what is wrong.

        ``wake`` is set whenever a reply was stored.
        """
        try:
            async with asyncio.TaskGroup() as tasks:
                outbox, send = self._needed.outbox, self._sender()
                tasks.create_task(deliver(outbox, "telegram", send, wake=wake))
                tasks.create_task(self._receive())
        except* ChannelStopped as stopped:
            _log.error("%s", stopped.exceptions[0])
        finally:
            await self._intake.close()
            await self._bot.shutdown()

    def _sender(self) -> Sender:
        needed = self._needed
        return Sender(
            self._bot,
            needed.parts,
            needed.public_url,
            activity=self._activity,
            moved=needed.moved,
        )

    async def _receive(self) -> None:
        needed = self._needed
        if needed.secret:
            url = f"{needed.public_url.rstrip('/')}{MOUNT}{PATH}"
            await Keeper(self._bot, Hook(url, needed.secret)).run()
        else:
            await Poller(self._bot, self._intake).run()
