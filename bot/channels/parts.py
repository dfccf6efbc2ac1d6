"""Sends a reply message by message, and writes each one down before it leaves.

A process may die at any moment. What it was sending then is found written down as begun and not as
sent: in doubt, hence marked and never repeated. What it had sent is not sent again either.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Protocol

from bot.channels.sender import DeliveryError, MaybeSent
from bot.conversation.ports import Outgoing
from bot.records.messages.parts import Progress

Leave = Callable[[], Awaitable[None]]
"""Called when nothing stands between a message and its leaving any more: writes it down."""

Post = Callable[[Leave], Awaitable[str]]
"""Sends one message and returns the channel's id of it, or raises ``DeliveryError``."""


class Parts(Protocol):
    """Where the messages of a reply are written down; see ``SqlParts``."""

    def progress(self, outgoing_id: int, /) -> Progress: ...

    def begin(self, outgoing: Outgoing, number: int, /) -> None: ...

    def sent(self, outgoing_id: int, number: int, external_id: str, /) -> None: ...

    def all_sent(self, outgoing_id: int, number: int, external_id: str, /) -> None: ...

    def in_doubt(self, outgoing_id: int, number: int, /) -> None: ...

    def not_sent(self, outgoing_id: int, number: int, /) -> None: ...


async def send_rest(
    parts: Parts, outgoing: Outgoing, progress: Progress, posts: Sequence[Post]
) -> None:
    """Send each message of a reply that has not begun.

    Raises:
        MaybeSent: nothing is left to send, and one message may not have arrived.
        DeliveryError: as soon as it is clear that the rest cannot be sent now.
    """
    doubt = "stopped while sending" if progress.in_doubt else ""
    for number, post in enumerate(posts):
        is_end = number + 1 == len(posts) and not doubt
        try:
            if number not in progress.begun:
                await _send(parts, outgoing, number, post, is_end=is_end)
        except MaybeSent as error:
            doubt = str(error)
    if doubt:
        raise MaybeSent(doubt)


async def _send(parts: Parts, outgoing: Outgoing, number: int, post: Post, *, is_end: bool) -> None:
    try:
        sent_as = await post(partial(asyncio.to_thread, parts.begin, outgoing, number))
    except MaybeSent:
        await asyncio.to_thread(parts.in_doubt, outgoing.id, number)
        raise
    except DeliveryError:
        await asyncio.to_thread(parts.not_sent, outgoing.id, number)
        raise
    note = parts.all_sent if is_end else parts.sent
    await asyncio.to_thread(note, outgoing.id, number, sent_as)
