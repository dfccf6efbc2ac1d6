"""Says within one process that something was stored, so that nobody has to poll fast."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

MESSAGES = "messages"  # rung when a message waits in the inbox


class Bell:
    """Rung from any thread, heard in the event loop of each listener.

    A name is ``MESSAGES``, a channel (a reply for it waits) or a chat (a reply to it waits).
    """

    def __init__(self) -> None:
        """Start silent."""
        self._listeners: dict[str, list[tuple[asyncio.AbstractEventLoop, asyncio.Event]]]
        self._listeners = defaultdict(list)

    def ring(self, name: str) -> None:
        """Set the event of everyone who listens to ``name``."""
        for loop, event in tuple(self._listeners.get(name, ())):
            if not loop.is_closed():
                loop.call_soon_threadsafe(event.set)

    @contextmanager
    def listen(self, name: str) -> Iterator[asyncio.Event]:
        """Give an event that is set at every ring; the listener clears it."""
        listener = (asyncio.get_running_loop(), asyncio.Event())
        self._listeners[name].append(listener)
        try:
            yield listener[1]
        finally:
            self._leave(name, listener)

    def _leave(self, name: str, listener: tuple[asyncio.AbstractEventLoop, asyncio.Event]) -> None:
        self._listeners[name].remove(listener)
        if not self._listeners[name]:
            del self._listeners[name]
