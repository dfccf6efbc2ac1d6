"""The engine is gone while people write: each is told so at once, and helped when it is back."""

import asyncio
from collections import Counter

from torture.app import running, secret_of, settings_for, webhook_of
from torture.city import FIRST_CHAT, City
from torture.counting import all_answered, all_sent, disordered, percentile
from torture.known import replies
from torture.outside import Outside, outside
from torture.places import Place
from torture.rows import Row
from torture.sizes import Sizes

EACH_SECOND = 50
_AFTER = 20  # updates when the engine is back
_CHATS = 50
_PATIENCE_SECONDS = 180.0


def run(place: Place, sizes: Sizes) -> Row:
    """Post at a steady pace without an engine, and some more with it."""
    with outside() as world:
        return asyncio.run(_run(place, int(sizes.down_seconds * EACH_SECOND), world))


async def _run(place: Place, updates: int, world: Outside) -> Row:
    settings = [settings_for(place, world) for _ in range(2)]
    secret = secret_of(place)
    with running(*settings):
        async with City([webhook_of(each) for each in settings], secret) as city:
            await city.until_up()
            await asyncio.to_thread(world.engine_gone)
            await city.post_all(range(updates), _CHATS, EACH_SECOND)
            told = await all_answered(place, _PATIENCE_SECONDS)
            await asyncio.to_thread(world.engine_back)
            await city.post_all(range(updates, updates + _AFTER), _CHATS, EACH_SECOND)
            all_done = told and await all_sent(place, _PATIENCE_SECONDS)
    return _row(place, world, list(city.acknowledged.values()), (updates, all_done))


def _row(place: Place, world: Outside, took: list[float], told: tuple[int, bool]) -> Row:
    (updates, all_done), written = told, replies(place)
    p50, p99 = (percentile(took[:updates], p) * 1_000 for p in (50, 99))
    helped = sum(r.outcome == "answered" for r in written if r.number >= updates)
    safe = sum(r.outcome == "error" for r in written if r.number < updates)
    doubled = _arrived_too_often(world, len(took))
    return Row(
        f"engine gone, {EACH_SECOND} updates a second",
        place.kind,
        len(took),
        sum(r.status != "sent" for r in written) + len(took) - len(written),
        doubled,
        disordered((r.number, r.conversation) for r in written),
        f"acknowledged in p50 {p50:.0f} ms, p99 {p99:.0f} ms; {safe} safe replies meanwhile, "
        f"{helped} of {_AFTER} helped when it is back",
        tuple(_broken(helped, all_done)),
    )


def _broken(helped: int, all_done: bool) -> list[str]:
    faults = {
        "the engine is back and not all are helped": helped < _AFTER,
        "not everything was answered": not all_done,
    }
    return [fault for fault, is_so in faults.items() if is_so]


def _arrived_too_often(world: Outside, posted: int) -> int:
    """A safe reply does not repeat the question, so they are counted chat by chat."""
    wanted = Counter(str(FIRST_CHAT + number % _CHATS) for number in range(posted))
    arrived = Counter(sent.chat for sent in world.telegram.sent)
    return sum((arrived - wanted).values())
