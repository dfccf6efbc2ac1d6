"""``kill -9`` of the application at random moments, while people write to it."""

import asyncio
from random import Random
from time import perf_counter

from bot.settings import Settings
from torture.app import end, running, secret_of, settings_for, start, webhook_of
from torture.city import FIRST_CHAT, City
from torture.counting import Count, all_sent, count
from torture.outside import Outside, outside
from torture.places import Place
from torture.rows import Row
from torture.sizes import Sizes

_CHATS = 40
_PAUSE_SECONDS = 1.6  # of a chat; together a little less than one process may send
_LONGEST_LIFE = 0.8
_PATIENCE_SECONDS = 180.0


def run(place: Place, sizes: Sizes) -> Row:
    """Kill, start again, and compare what was acknowledged with what arrived."""
    with outside() as world:
        return asyncio.run(_run(place, sizes.kills, world))


async def _run(place: Place, kills: int, world: Outside) -> Row:
    settings = settings_for(place, world)
    began = perf_counter()
    async with City([webhook_of(settings)], secret_of(place)) as city:
        await _under_load(city, settings, kills)
        took = perf_counter() - began
        with running(settings):
            all_done = await all_sent(place, _PATIENCE_SECONDS)
    told = f"{took:.0f} s; {city.refused} posts refused and repeated"
    counted = count(place, city.acknowledged, world.telegram.sent)
    faults = (place.damage(), "" if all_done else "not everything was answered in the end")
    return _row(place, kills, counted, told, faults)


def _row(place: Place, kills: int, counted: Count, told: str, faults: tuple[str, ...]) -> Row:
    again = place.count("inbox WHERE attempts > 1")
    safe = place.count("turns WHERE outcome = 'error'")
    return Row(
        f"kill -9, {kills} times under load",
        place.kind,
        counted.acknowledged,
        len(counted.lost),
        len(counted.doubled),
        counted.disordered,
        f"{told}; {again} messages taken again; {safe} safe replies; {counted.marked} replies in "
        f"doubt and marked, {counted.silent} of them did not arrive",
        (*counted.told, *filter(None, faults)),
    )


async def _under_load(city: City, settings: Settings, kills: int) -> None:
    stop = asyncio.Event()
    talking = [asyncio.create_task(_talk(city, chat, stop)) for chat in range(_CHATS)]
    random = Random(9)
    for _ in range(kills):
        process = await asyncio.to_thread(start, settings)
        await _first_sign(city)
        await asyncio.sleep(random.uniform(0, _LONGEST_LIFE))
        await asyncio.to_thread(end, process)
    stop.set()
    for task in talking:
        task.cancel()
    await asyncio.gather(*talking, return_exceptions=True)


async def _first_sign(city: City) -> None:
    before = len(city.acknowledged)
    while len(city.acknowledged) == before:
        await asyncio.sleep(0.01)


async def _talk(city: City, chat: int, stop: asyncio.Event) -> None:
    await asyncio.sleep(_PAUSE_SECONDS * chat / _CHATS)
    number = chat + _CHATS
    while not stop.is_set():
        await city.post(number, FIRST_CHAT + chat)
        number += _CHATS
        await asyncio.sleep(_PAUSE_SECONDS)
