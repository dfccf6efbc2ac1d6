"""Zalo Official Account: a signed webhook in, the API for consulting messages out."""

import asyncio

from bot.channels.sender import deliver
from bot.channels.zalo import facts
from bot.channels.zalo.client import ZaloClient
from bot.channels.zalo.keeping import keep_fresh
from bot.channels.zalo.oauth import OAuth
from bot.channels.zalo.sending import Sender
from bot.channels.zalo.tokens import Health, Tokens
from bot.channels.zalo.webhook import MOUNT, Gate, create_webhook
from bot.conversation.ports import Outbox

__all__ = [
    "MOUNT",
    "Gate",
    "Health",
    "OAuth",
    "Sender",
    "Tokens",
    "ZaloClient",
    "create_webhook",
    "facts",
    "run",
]


async def run(
    client: ZaloClient, tokens: Tokens, outbox: Outbox, send: Sender, *, wake: asyncio.Event
) -> None:
    """Send replies and look after the tokens until cancelled; the webhook is served elsewhere.

    Args:
        client: closed at the end.
        tokens: kept fresh.
        outbox: where replies come from.
        send: delivers one of them.
        wake: set it when a reply was stored.
    """
    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(deliver(outbox, "zalo", send, wake=wake))
            tasks.create_task(keep_fresh(tokens))
    finally:
        await client.close()
