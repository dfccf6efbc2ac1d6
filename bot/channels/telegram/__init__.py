"""Telegram by long polling, through python-telegram-bot."""

import asyncio
import logging
from collections.abc import Callable

from bot.channels.sender import deliver
from bot.channels.telegram.bot import TelegramBot, connect
from bot.channels.telegram.polling import ChannelStopped, Poller
from bot.channels.telegram.sending import Sender
from bot.conversation.ports import Inbox, Outbox

__all__ = ["ChannelStopped", "Poller", "Sender", "TelegramBot", "connect", "run"]

_log = logging.getLogger(__name__)


async def run(
    bot: TelegramBot,
    inbox: Inbox,
    outbox: Outbox,
    *,
    accepted: Callable[[], None],
    wake: asyncio.Event,
    public_url: str = "",
) -> None:
    """Receive and send until cancelled, or until only a person can mend what is wrong.

    Args:
        bot: from ``connect``.
        inbox: where updates go.
        outbox: where replies come from.
        accepted: called after each stored update, to wake a worker.
        wake: set it when a reply was stored.
        public_url: where citizens reach our own pages; without it they are not linked to.
    """
    try:
        async with asyncio.TaskGroup() as tasks:
            send = Sender(bot, public_url)
            tasks.create_task(deliver(outbox, "telegram", send, wake=wake))
            tasks.create_task(Poller(bot, inbox, accepted).run())
    except* ChannelStopped as stopped:
        _log.error("%s", stopped.exceptions[0])
    finally:
        await bot.shutdown()
