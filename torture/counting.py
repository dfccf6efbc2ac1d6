"""Compares what was acknowledged with what the database and the citizens have got."""

import asyncio
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import quantiles
from time import monotonic

from tests.fakes_telegram import Sent
from torture.places import Place

_NUMBER = re.compile(r"câu (\d+)")
_LOOK_SECONDS = 0.3
_REPLIES = """
    SELECT i.external_id, i.status, o.status, o.attempts, t.outcome, t.conversation_id
    FROM inbox i LEFT JOIN turns t ON t.inbox_id = i.id LEFT JOIN outbox o ON o.turn_id = t.id
    ORDER BY t.id, o.id
"""
_OPEN = "inbox WHERE status = 'waiting'"
_UNSENT = "outbox WHERE status = 'waiting'"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the database knows of the reply to update ``number``."""

    number: int
    inbox: str
    status: str
    attempts: int
    outcome: str
    conversation: str

    @property
    def is_settled(self) -> bool:
        """Whether its number need not arrive: in doubt, or a safe reply, which repeats none."""
        return self.status == "ambiguous" or (self.status == "sent" and self.outcome == "error")

    def is_marked(self, killed: bool) -> bool:
        """Whether one can see that it may have been sent twice.

        After a kill this is a second attempt: the first one left no other trace.
        """
        return self.status == "ambiguous" or (killed and self.attempts > 1)


@dataclass(frozen=True, slots=True)
class Count:
    """How many updates came to what; ``marked`` were sent twice and can be told by their row."""

    lost: int
    doubled: int
    marked: int
    disordered: int


def replies(place: Place) -> list[Reply]:
    """Return all replies in the order of their turns."""
    found = place.rows(_REPLIES)
    return [
        Reply(int(key.split(":")[-1]), inbox, sent or "", tries or 0, outcome or "", talk or "")
        for key, inbox, sent, tries, outcome, talk in found
    ]


def count(
    place: Place, acknowledged: Iterable[int], sent: Sequence[Sent], *, killed: bool = False
) -> Count:
    """Count by what arrived, which repeats each update's number."""
    written = {reply.number: reply for reply in replies(place)}
    arrived = Counter(number for number, _ in arrivals(sent))
    twice = [number for number, times in arrived.items() if times > 1]
    marked = sum(written[number].is_marked(killed) for number in twice)
    silent = [written.get(number) for number in acknowledged if not arrived[number]]
    lost = [reply for reply in silent if reply is None or not reply.is_settled]
    return Count(len(lost), len(twice) - marked, marked, disordered(arrivals(sent)))


def disordered(arrivals: Iterable[tuple[int, str]]) -> int:
    """Count the numbers that came after a higher one of the same chat, repetitions left out."""
    firsts: dict[str, list[int]] = defaultdict(list)
    for number, chat in arrivals:
        if number not in firsts[chat]:
            firsts[chat].append(number)
    return sum(a > b for numbers in firsts.values() for a, b in pairwise(numbers))


async def all_sent(place: Place, patience: float) -> bool:
    """Wait until nothing waits in inbox and outbox; ``False`` if that took too long."""
    return await _none(place, (_OPEN, _UNSENT), patience)


async def all_answered(place: Place, patience: float) -> bool:
    """Wait until nothing waits in the inbox; ``False`` if that took too long."""
    return await _none(place, (_OPEN,), patience)


def percentile(values: Iterable[float], hundredth: int) -> float:
    """The value that so many of a hundred stay under."""
    return quantiles(values, n=100, method="inclusive")[hundredth - 1]


async def _none(place: Place, waiting: Sequence[str], patience: float) -> bool:
    end = monotonic() + patience
    while any([await asyncio.to_thread(place.count, where) for where in waiting]):
        if monotonic() > end:
            return False
        await asyncio.sleep(_LOOK_SECONDS)
    return True


def arrivals(sent: Sequence[Sent]) -> list[tuple[int, str]]:
    """Return the number and the chat of each answer that repeats its question."""
    found = ((_NUMBER.search(each.text), each.chat) for each in sent)
    return [(int(match[1]), chat) for match, chat in found if match]
