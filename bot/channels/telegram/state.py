"""What Telegram itself says about a bot."""

from dataclasses import dataclass
from datetime import datetime

from telegram.helpers import create_deep_linked_url

from bot.channels.telegram.bot import connect


@dataclass(frozen=True, slots=True)
class State:
    """How a bot is.

    Attributes:
        username: without the @.
        link: opens the bot with a procedure.
        webhook: the address that Telegram posts to; empty if it does not.
        waiting: updates that Telegram still keeps for us.
        trouble: why a post to us failed last; empty if none did.
        troubled_at: when that was.
    """

    username: str
    link: str
    webhook: str
    waiting: int
    trouble: str
    troubled_at: datetime | None


async def ask(token: str, api: str, parameter: str) -> State:
    """Ask Telegram; changes nothing.

    Raises:
        TelegramError: it does not answer, or does not know the token.
    """
    async with connect(token, api) as bot:
        info = await bot.get_webhook_info()
        return State(
            bot.username,
            create_deep_linked_url(bot.username, parameter),
            info.url,
            info.pending_update_count,
            info.last_error_message or "",
            info.last_error_date,
        )
