"""The stream of answered turns of one chat, resumed where the page left off."""

import asyncio
import json
from collections.abc import AsyncIterator

import anyio
from fastapi import Request
from sse_starlette import EventSourceResponse, ServerSentEvent

from bot.channels.web.ports import Desk
from bot.channels.web.view import shown
from bot.conversation.ports import Turn

RECONNECT_MS = 1500


def stream(desk: Desk, chat: str, after: int) -> EventSourceResponse:
    """Return the endless response that carries every reply above ``after``."""
    return EventSourceResponse(
        _events(desk, chat, after),
        ping=desk.beat_seconds,
        ping_message_factory=lambda: ServerSentEvent(event="beat", data="-"),
        send_timeout=30,
    )


def last_seen(request: Request, after: int) -> int:
    """Return the id of the last reply the page has; a reconnecting browser knows it best."""
    seen = request.headers.get("last-event-id", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 19 else after


async def _events(desk: Desk, chat: str, after: int) -> AsyncIterator[ServerSentEvent]:
    yield ServerSentEvent(event="beat", data="-", retry=RECONNECT_MS)
    with desk.bell.listen(chat) as rung:
        while True:
            rung.clear()
            for turn in await asyncio.to_thread(desk.reader.replies_after, chat, after):
                after = turn.reply_id or after
                yield _event(turn)
            with anyio.move_on_after(desk.poll_seconds):
                await rung.wait()


def _event(turn: Turn) -> ServerSentEvent:
    data = json.dumps(shown(turn), ensure_ascii=False)
    return ServerSentEvent(event="turn", id=str(turn.reply_id), data=data)
