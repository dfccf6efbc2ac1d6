"""Telegram by long polling or by webhook, through python-telegram-bot."""

from bot.channels.telegram.bot import TelegramBot, connect
from bot.channels.telegram.channel import Channel, Needed
from bot.channels.telegram.hook import Hook, Keeper
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.sending import Sender
from bot.channels.telegram.stopped import ChannelStopped
from bot.channels.telegram.webhook import MOUNT, PATH, Gate, create_webhook

__all__ = [
    "MOUNT",
    "PATH",
    "Channel",
    "ChannelStopped",
    "Gate",
    "Hook",
    "Intake",
    "Keeper",
    "Needed",
    "Poller",
    "Sender",
    "TelegramBot",
    "connect",
    "create_webhook",
]
