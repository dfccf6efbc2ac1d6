"""Warnings that strangers can cause: one now and then, with a count, or they fill the disk."""

import logging
from collections.abc import Callable
from threading import Lock
from time import monotonic

PAUSE_SECONDS = 60.0


class Seldom:
    """Writes each kind of warning at most once in a while, and then says how many there were."""

    def __init__(
        self,
        log: logging.Logger,
        pause: float = PAUSE_SECONDS,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """Wait ``pause`` seconds from one line of a kind to the next."""
        self._log, self._pause, self._clock = log, pause, clock
        self._next: dict[str, float] = {}
        self._kept_back: dict[str, int] = {}
        self._one_at_a_time = Lock()

    def warning(self, message: str, *args: object) -> None:
        """Write the warning, or count it; its kind is ``message`` without the arguments."""
        with self._one_at_a_time:
            now, more = self._clock(), self._kept_back.get(message, 0)
            is_due = now >= self._next.get(message, now)
            self._kept_back[message] = 0 if is_due else more + 1
            if is_due:
                self._next[message] = now + self._pause
        if is_due:
            self._log.warning(message + (f" ({more} more before)" if more else ""), *args)
