"""Sends that fail: refused, broken, or cut off before or after Telegram has done what was asked."""

import asyncio
from dataclasses import dataclass
from random import Random
from statistics import median

from torture.app import running, secret_of, settings_for, webhook_of
from torture.city import FIRST_CHAT, City
from torture.counting import all_sent, arrivals, count, numbers_by_trace
from torture.known import replies
from torture.outside import Outside, outside
from torture.places import Place
from torture.rows import Row
from torture.sizes import Sizes

_CHATS = 20
_EACH_SECOND = 15  # less than the 30 a bot may send, or the queue would be measured
_SHARE = 0.2
_FAULTS = ("429", "500", "before", "after")
_REFUSALS = 1  # of the one chat
_RETRY_AFTER = 3  # seconds
_PATIENCE_SECONDS = 240.0


@dataclass(frozen=True, slots=True)
class _Delays:
    """Seconds from a post to its answer: in calm, of the refused chat, and of the others then."""

    calm: float
    refused: float
    others: float


def run(place: Place, sizes: Sizes) -> Row:
    """Send in calm, with one chat refused, and with one send in five failing."""
    with outside() as world:
        return asyncio.run(_run(place, sizes.sends, world))


async def _run(place: Place, sends: int, world: Outside) -> Row:
    settings = settings_for(place, world)
    secret = secret_of(place)
    with running(settings):
        async with City([webhook_of(settings)], secret) as city:
            await city.until_up()
            calm = await _wave(place, city, world, range(sends))
            world.telegram.retry_after = _RETRY_AFTER
            world.telegram.rough = _Refusing(str(FIRST_CHAT))
            one = await _wave(place, city, world, range(sends, 2 * sends))
            world.telegram.retry_after = 1
            world.telegram.rough = _Chance()
            await _wave(place, city, world, range(2 * sends, 3 * sends))
    others = [delay for number, delay in one.items() if number % _CHATS]
    refused = [delay for number, delay in one.items() if not number % _CHATS]
    delays = _Delays(median(calm.values()), max(refused), median(others))
    return _row(place, city, world, delays)


async def _wave(place: Place, city: City, world: Outside, numbers: range) -> dict[int, float]:
    """Return how long each of these updates waited for its answer, if one came."""
    before = len(world.telegram.sent)
    await city.post_all(numbers, _CHATS, _EACH_SECOND)
    await all_sent(place, _PATIENCE_SECONDS)
    sent, at = world.telegram.sent[before:], world.telegram.sent_at[before:]
    found = zip(arrivals(sent, numbers_by_trace(replies(place))), at, strict=True)
    return {number: then - city.posted[number] for (number, _), then in found}


def _row(place: Place, city: City, world: Outside, delays: _Delays) -> Row:
    counted = count(place, city.acknowledged, world.telegram.sent)
    faulted = sum(world.telegram.faulted[fault] for fault in _FAULTS)
    return Row(
        f"one send in {round(1 / _SHARE)} fails",
        place.kind,
        counted.acknowledged,
        len(counted.lost),
        len(counted.doubled),
        counted.disordered,
        f"{faulted} faults; {counted.marked} replies in doubt and marked, {counted.silent} of them "
        f"did not arrive; median delay {delays.calm * 1000:.0f} ms calm, "
        f"{delays.others * 1000:.0f} ms while one chat waits {delays.refused:.1f} s for its 429",
        counted.told
        + ("one chat's 429 delays others",) * (delays.others > delays.refused / 2)
        + ("the 429 was not waited for",) * (delays.refused < _RETRY_AFTER),
    )


class _Refusing:
    """Refuses the first sends to one chat."""

    def __init__(self, chat: str) -> None:
        self._chat, self._left = chat, _REFUSALS

    def __call__(self, chat: str) -> str:
        """Say what becomes of a send."""
        if chat != self._chat or not self._left:
            return ""
        self._left -= 1
        return "429"


class _Chance:
    """Lets a share of all sends fail, in each way alike."""

    def __init__(self) -> None:
        self._random = Random(20)

    def __call__(self, _: str) -> str:
        """Say what becomes of a send."""
        return self._random.choice(_FAULTS) if self._random.random() < _SHARE else ""
