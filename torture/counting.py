"""Compares what was acknowledged with what the database and the citizens have got."""

import asyncio
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import quantiles
from time import monotonic

from tests.fakes_telegram import Sent
from torture.known import Reply, put_aside, replies
from torture.places import Place

# An answer repeats the number of its question; a safe reply names the trace of the message.
_NUMBER = re.compile(r"câu (\d+)|Mã sự cố: (\w+)")
_LOOK_SECONDS = 0.3
_OPEN = "inbox WHERE status = 'waiting'"
_UNSENT = "outbox WHERE status = 'waiting'"


@dataclass(frozen=True, slots=True)
class Count:
    """What the updates came to.

    Attributes:
        acknowledged: how many there were.
        lost: of each that came to nothing, what the database knows of it.
        doubled: of each that was answered twice, the same; a mark is no excuse.
        marked: how many replies are marked as being in doubt.
        silent: how many of those did not arrive.
        disordered: how many came after a later one of their chat.
    """

    acknowledged: int
    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    marked: int
    silent: int
    disordered: int

    @property
    def told(self) -> tuple[str, ...]:
        """Each loss and each double in words."""
        told = (("lost", self.lost), ("doubled", self.doubled))
        return tuple(f"{what}: {story}" for what, stories in told for story in stories)


def count(place: Place, acknowledged: Collection[int], sent: Sequence[Sent]) -> Count:
    """Count by what arrived. A reply that is marked as being in doubt need not arrive."""
    written = {reply.number: reply for reply in replies(place)}
    found = arrivals(sent, numbers_by_trace(written.values()))
    arrived = Counter(number for number, _ in found)
    marked = {reply.number for reply in written.values() if reply.status == "ambiguous"}
    silent = [number for number in acknowledged if not arrived[number]]
    twice = [number for number, times in arrived.items() if times > 1]
    aside = put_aside(place)
    return Count(
        len(acknowledged),
        tuple(_story(number, written, aside) for number in silent if number not in marked),
        tuple(_story(number, written, aside) for number in twice),
        len(marked),
        len(marked & {*silent}),
        disordered(found),
    )


def _story(number: int, written: Mapping[int, Reply], aside: Mapping[int, str]) -> str:
    if number in written:
        return str(written[number])
    return f"{number}: not in the inbox; dead letter: {aside.get(number, 'none')}"


def numbers_by_trace(written: Iterable[Reply]) -> dict[str, int]:
    """Return which update a trace belongs to."""
    return {reply.trace: reply.number for reply in written}


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


def arrivals(sent: Iterable[Sent], by_trace: Mapping[str, int]) -> list[tuple[int, str]]:
    """Return the number and the chat of each answer that arrived, safe replies too."""
    found = ((_NUMBER.search(each.text), each.chat) for each in sent)
    named = ((int(m[1]) if m[1] else by_trace.get(m[2]), chat) for m, chat in found if m)
    return [(number, chat) for number, chat in named if number is not None]
