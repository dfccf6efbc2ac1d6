"""The commands of the bot: what they mean, and how its menu shows them in each language."""

import asyncio
import logging
import re

from telegram import Bot, BotCommand
from telegram.error import TelegramError

_log = logging.getLogger(__name__)

_COMMAND = re.compile(r"/([a-z]+)(?:\s+(\S+))?", re.IGNORECASE)
PAYLOADS = {
    "start": "/greet",
    "help": "/help",
    "trogiup": "/help",
    "moi": "/restart",
    "new": "/restart",
    "restart": "/restart",
    "lienhe": "/human",
    "contact": "/human",
}
# A deep link holds A-Z, a-z, 0-9, _ and -, hence no full stop: t.me/BOT?start=1-001193
_CODE = re.compile(r"(\d)[._-](\d{6})")

_VIETNAMESE = (
    BotCommand("start", "Bắt đầu"),
    BotCommand("moi", "Hỏi việc khác từ đầu"),
    BotCommand("lienhe", "Gặp cán bộ, số điện thoại hỗ trợ"),
    BotCommand("trogiup", "Em giúp được gì"),
)
_ENGLISH = (
    BotCommand("start", "Start (the assistant reads Vietnamese)"),
    BotCommand("new", "Start over with another matter"),
    BotCommand("contact", "Reach a person"),
    BotCommand("help", "What this assistant can do"),
)
# Whoever's Telegram is neither Vietnamese nor English sees the first.
MENUS = {"": _VIETNAMESE, "vi": _VIETNAMESE, "en": _ENGLISH}


def meaning(text: str) -> str | None:
    """Return the payload that a typed command stands for, or ``None`` if it is no command of ours.

    >>> meaning("/start 1-001193")
    '/choose{"code":"1.001193"}'
    >>> meaning("/help làm hộ chiếu") is None
    True
    """
    match = _COMMAND.fullmatch(text)
    name = match[1].lower() if match else ""
    if match is None or name not in PAYLOADS or (match[2] and name != "start"):
        return None
    code = _CODE.fullmatch(match[2] or "")
    return f'/choose{{"code":"{code[1]}.{code[2]}"}}' if code else PAYLOADS[name]


async def show_menus(bot: Bot) -> None:
    """Set the menu in each language; without it the bot works all the same."""
    shown = (bot.set_my_commands(menu, language_code=lang or None) for lang, menu in MENUS.items())
    try:
        await asyncio.gather(*shown)
    except TelegramError as error:
        _log.warning("Telegram: the menu of commands was not set (%s).", type(error).__name__)
