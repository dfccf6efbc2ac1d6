"""Which searches were noted already: a page that refreshes itself is no new search."""

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

REMEMBERED = 5000
AGAIN = 10 * 60  # seconds


class Searches:
    """The searches of the last minutes, in this process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._last: OrderedDict[tuple[int, str], float] = OrderedDict()

    def is_new(self, who: int, query: str) -> bool:
        """Whether ``who`` has not looked for that within the last minutes."""
        with self._lock:
            now, before = self._clock(), self._last.pop((who, query), float("-inf"))
            self._last[who, query] = now
            if len(self._last) > REMEMBERED:
                self._last.popitem(last=False)
            return now - before > AGAIN
