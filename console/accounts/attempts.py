"""Failures by network address, or by a login that nobody has; remembered in this process only.

What belongs to an account is counted in the database. Addresses are not: the audit has them, but no
count of failures is to be made of it.
"""

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from threading import Lock

REMEMBERED = 10_000
WINDOW = 15 * 60


class Attempts:
    """How often each key failed within the last quarter of an hour."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock, self._lock = most, clock, Lock()
        self._failures: OrderedDict[str, deque[float]] = OrderedDict()

    def too_many(self, key: str) -> bool:
        """Whether ``key`` has to wait."""
        with self._lock:
            known = self._failures.get(key, ())
            return sum(at > self._clock() - WINDOW for at in known) >= self._most

    def failed(self, key: str) -> None:
        """Count one failure of ``key``."""
        with self._lock:
            known = self._failures.pop(key, deque(maxlen=self._most))
            known.append(self._clock())
            self._failures[key] = known
            if len(self._failures) > REMEMBERED:
                self._failures.popitem(last=False)

    def forget(self, key: str) -> None:
        """Forget the failures of ``key``: somebody has shown who they are."""
        with self._lock:
            self._failures.pop(key, None)
