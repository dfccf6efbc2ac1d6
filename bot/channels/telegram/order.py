"""Lets a pressed button wait, for a moment, for the messages that it overtook.

Telegram posts the messages of a chat one after the other, but presses beside them. ``update_id``
counts without gaps, so a missing number is an update that is still under way.
"""

import asyncio
import contextlib

PATIENCE_SECONDS = 0.3
_MOST_AHEAD = 200
_ANEW = 1_000_000  # after a quiet week the numbers start somewhere else


class Order:
    """Knows which updates are stored. The inbox sorts what is still waiting there by itself."""

    def __init__(self, patience: float = PATIENCE_SECONDS) -> None:
        """Wait ``patience`` seconds at most."""
        self._patience = patience
        self._all_until: int | None = None
        self._ahead: set[int] = set()
        self._moved = asyncio.Condition()

    async def turn_of(self, number: int) -> None:
        """Return when all updates before ``number`` are stored, or are taken as lost."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._patience), self._moved:
                await self._moved.wait_for(lambda: self._is_next(number))
        if not self._is_next(number):
            self._all_until = max(self._all_until or 0, number - 1)

    async def stored(self, number: int) -> None:
        """Update ``number`` is stored or put aside."""
        async with self._moved:
            self._note(number)
            self._moved.notify_all()

    def _is_next(self, number: int) -> bool:
        until = self._all_until
        return until is None or not until + 1 < number < until + _ANEW

    def _note(self, number: int) -> None:
        if self._all_until is None or abs(number - self._all_until) >= _ANEW:
            self._all_until = number
        self._ahead.add(number)
        if len(self._ahead) > _MOST_AHEAD:
            self._all_until = max(self._all_until, max(self._ahead) - 1)
        while self._all_until + 1 in self._ahead:
            self._all_until += 1
        self._ahead = {ahead for ahead in self._ahead if ahead > self._all_until}
