"""The Telegram webhook in this process, without signs of typing, which nothing here would end."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from starlette.types import ASGIApp

from bot.channels.telegram import Gate, Intake, connect, create_webhook
from bot.channels.telegram.activity import Typing
from bot.conversation.ports import Inbox
from tests.fakes_telegram import TOKEN

NEVER = 1e6


@asynccontextmanager
async def telegram_door(
    inbox: Inbox, secret: str, api: str, accepted: Callable[[], None] = lambda: None
) -> AsyncIterator[ASGIApp]:
    """Build the webhook of a bot that has introduced itself."""
    bot = connect(TOKEN, api)
    await bot.initialize()
    intake = Intake(bot, inbox, accepted, Typing(bot, NEVER))
    try:
        yield create_webhook(Gate(secret, intake))
    finally:
        await intake.close()
        await bot.shutdown()
