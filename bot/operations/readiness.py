"""Whether citizens can be answered now, part by part, in bounded time."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping

Look = Callable[[], Awaitable[object]]
"""Returns when the part is well; raises what is wrong with it."""

PATIENCE_SECONDS = 2.0
KEPT_SECONDS = 1.0

WELL = "ok"


class Readiness:
    """Looks at all parts at once; asked often, it looks once a second."""

    def __init__(
        self,
        parts: Mapping[str, Look],
        patience: float = PATIENCE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._parts, self._patience, self._clock = parts, patience, clock
        self._looking: dict[str, asyncio.Task[object]] = {}
        self._found: Mapping[str, str] = {}
        self._found_at = float("-inf")
        self._one_at_a_time = asyncio.Lock()

    async def look(self) -> Mapping[str, str]:
        """Return ``WELL`` for each part, or what is wrong with it."""
        async with self._one_at_a_time:
            if self._clock() - self._found_at >= KEPT_SECONDS:
                self._found = await self._look_now()
                self._found_at = self._clock()
            return self._found

    async def _look_now(self) -> Mapping[str, str]:
        for name, look in self._parts.items():
            if name not in self._looking:  # what hangs is waited for, and not begun once more
                self._looking[name] = asyncio.ensure_future(_called(look))
        await asyncio.wait(self._looking.values(), timeout=self._patience)
        return {name: self._told(name) for name in self._parts}

    def _told(self, name: str) -> str:
        if not self._looking[name].done():
            return f"no answer in {self._patience:g} s"
        error = self._looking.pop(name).exception()
        return f"{type(error).__name__}: {error}" if error else WELL


async def _called(look: Look) -> object:
    return await look()


def is_ready(found: Mapping[str, str]) -> bool:
    """Whether every part is well."""
    return all(told == WELL for told in found.values())
