"""The web chat: one page, a few JSON routes and a stream of answers."""

from bot.channels.web.app import create_web
from bot.channels.web.ports import Desk, Site

__all__ = ["Desk", "Site", "create_web"]
