"""What happens when: everything of all conversations in the order of its time."""

import heapq
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from itertools import count

Deed = Callable[[], Awaitable[None]]


class Clock:
    """Time that is told, and that moves only when the agenda says so."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def skip(self, seconds: float) -> None:
        """Let some time pass."""
        self.now += timedelta(seconds=seconds)


class Agenda:
    """Deeds, each at its time; of two at the same time the one that was put down first."""

    def __init__(self, clock: Clock) -> None:
        self._clock, self._number = clock, count()
        self._heap: list[tuple[datetime, int, Deed]] = []

    def put(self, at: datetime, deed: Deed) -> None:
        """Have ``deed`` done at that time."""
        heapq.heappush(self._heap, (at, next(self._number), deed))

    async def run(self) -> None:
        """Do everything; time never goes back."""
        while self._heap:
            at, _, deed = heapq.heappop(self._heap)
            self._clock.now = max(self._clock.now, at)
            await deed()
