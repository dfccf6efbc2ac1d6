"""Keeps the token pair fresh, twice a day, and says when it is about to run out."""

import asyncio
import logging

from bot.channels.zalo.tokens import Tokens
from bot.errors import MotcuaError

LOOK_SECONDS = 300.0

_log = logging.getLogger(__name__)


async def keep_fresh(tokens: Tokens, look_seconds: float = LOOK_SECONDS) -> None:
    """Look after the pair until cancelled."""
    while True:
        try:
            await asyncio.to_thread(look, tokens)
        except Exception:
            _log.exception("Zalo: the tokens cannot be looked after; trying again.")
        await asyncio.sleep(look_seconds)


def look(tokens: Tokens) -> None:
    """Renew the pair if it is due, and warn while that is still of use."""
    try:
        if tokens.due():
            tokens.renewed(tokens.current())
    except MotcuaError as error:
        _log.warning("Zalo: %s", error)
    health = tokens.health()
    if health.state != "ok":
        hours = health.seconds_left / 3600
        _log.error("Zalo: tokens are %s, %.1f hours left. %s", health.state, hours, health.trouble)
