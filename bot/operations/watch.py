"""Reads the figures when they are asked for, in bounded time, and keeps them a few seconds."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.operations.figures import Exposition, Figures
from bot.operations.readiness import Look, Readiness
from bot.records.operations.depths import Depths
from bot.records.operations.totals import Key

KEPT_SECONDS = 3.0
PATIENCE_SECONDS = 5.0

Records = tuple[Mapping[Key, float], Depths]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the figures come from.

    Attributes:
        records: reads the database; called in a thread.
        engine_up: asks whether the engine serves a model.
        parts: what must be well for citizens to be answered.
    """

    records: Callable[[], Records]
    engine_up: Callable[[], Awaitable[bool]]
    parts: Mapping[str, Look]


class Watch:
    """Looks after one installation from inside one of its processes."""

    def __init__(
        self, sources: Sources, token: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Whoever wants to know more than whether it is ready has to show ``token``."""
        self.token, self.readiness = token, Readiness(sources.parts)
        self._sources, self._clock = sources, clock
        self._exposition = Exposition()
        self._page, self._read_at = b"", float("-inf")
        self._reading: asyncio.Task[Records] | None = None
        self._one_at_a_time = asyncio.Lock()

    async def metrics(self) -> bytes:
        """Return the page for Prometheus."""
        async with self._one_at_a_time:
            if self._clock() - self._read_at >= KEPT_SECONDS:
                self._page = self._exposition.page(await self._figures())
                self._read_at = self._clock()
            return self._page

    async def _figures(self) -> Figures:
        totals, depths = await self._records() or (None, None)
        return Figures(await self._sources.engine_up(), totals, depths)

    async def _records(self) -> Records | None:
        """One that hangs is waited for, and not begun once more."""
        reading = self._reading or asyncio.create_task(asyncio.to_thread(self._sources.records))
        self._reading = reading
        await asyncio.wait({reading}, timeout=PATIENCE_SECONDS)
        if not reading.done():
            return None
        self._reading = None
        try:
            return reading.result()
        except Exception as error:
            log.warning("the figures cannot be read: %s", type(error).__name__)
            return None
