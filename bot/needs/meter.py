"""Working time between many pairs of moments: each session is looked up once, not once a pair."""

from bisect import bisect_left
from datetime import datetime, timedelta

from bot.needs.work import NONE, WorkingTime


class Meter:
    """Counts what is worked from a first moment on; what was before it counts as nothing."""

    def __init__(self, work: WorkingTime, first: datetime) -> None:
        self._spans = work.spans(first)
        self._ends: list[datetime] = []
        self._starts: list[datetime] = []
        self._worked = [NONE]  # at the begin of each span

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return how much of the time from ``start`` to ``end`` was working time."""
        return max(self._until(end) - self._until(start), NONE)

    def _until(self, moment: datetime) -> timedelta:
        while not self._ends or self._ends[-1] < moment:
            span = next(self._spans)
            self._starts.append(span.start)
            self._ends.append(span.end)
            self._worked.append(self._worked[-1] + span.length)
        number = bisect_left(self._ends, moment)
        return self._worked[number] + max(moment - self._starts[number], NONE)
