"""The same updates many times, taken and answered by several processes at once."""

import asyncio
from collections import Counter, defaultdict
from random import Random
from time import monotonic, perf_counter

from torture.app import PROCESSES, end, secret_of, settings_for
from torture.city import FIRST_CHAT
from torture.counting import all_answered, disordered
from torture.known import replies
from torture.outside import Outside, outside
from torture.places import Place
from torture.rows import Row
from torture.sizes import Sizes
from torture.workers import Share, Taken, work

_PROCESSES = 4
_MOST_COPIES = 5
_CHATS = 100
_PATIENCE_SECONDS = 600.0
_LOOK_SECONDS = 0.3


def run(place: Place, sizes: Sizes) -> Row:
    """Deliver, wait, and look what was made of each update."""
    shares, copies = _shares(sizes.updates)
    with outside() as world:
        began = perf_counter()
        taken, all_done = _worked(place, world, shares, copies)
        took = perf_counter() - began
    return _row(place, world, taken, f"{copies:,} deliveries, {took:.0f} s", all_done)


def _worked(
    place: Place, world: Outside, shares: list[Share], copies: int
) -> tuple[list[int], bool]:
    secret_of(place)  # made here, so that no two processes do
    taken = PROCESSES.Array("i", sum(len(c) for s in shares for c in s.chats))
    settings = settings_for(place, world, workers=2)
    started = [PROCESSES.Process(target=work, args=(settings, place, s, taken)) for s in shares]
    for process in started:
        process.start()
    try:
        all_done = _all_taken(taken, copies) and asyncio.run(all_answered(place, _PATIENCE_SECONDS))
    finally:
        end(*started)
    return taken[:], all_done


def _all_taken(taken: Taken, copies: int) -> bool:
    until = monotonic() + _PATIENCE_SECONDS
    while sum(taken[:]) < copies and monotonic() < until:
        asyncio.run(asyncio.sleep(_LOOK_SECONDS))
    return bool(sum(taken[:]) == copies)


def _row(place: Place, world: Outside, taken: list[int], measured: str, all_done: bool) -> Row:
    written = [reply for reply in replies(place) if reply.outcome]
    times = Counter(reply.number for reply in written)
    asked = Counter(world.engine.asked)
    turns = [(reply.number, reply.conversation) for reply in written]
    fault = f"{world.engine.overlaps} turns of a conversation at the same time"
    again = sum(number - 1 for number in asked.values())
    return Row(
        f"each update 1–{_MOST_COPIES} times, {_PROCESSES} processes",
        place.kind,
        len(taken),
        sum(not times[number] for number, count in enumerate(taken) if count),
        sum(count - 1 for count in times.values()),
        disordered(turns),
        f"{measured}; engine asked {len(world.engine.asked):,} times, {again} of them again",
        tuple(
            [fault] * (world.engine.overlaps > 0)
            + ["not everything was taken and answered"] * (not all_done)
            + ["a reply that is not the engine's"] * any(r.outcome != "answered" for r in written)
        ),
    )


def _shares(updates: int) -> tuple[list[Share], int]:
    """Give each chat to a process; some copies come at once, the others later to any process."""
    random = Random(updates)
    chats: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    late: list[list[tuple[int, int]]] = [[] for _ in range(_PROCESSES)]
    total = 0
    for number in range(updates):
        chat, copies = random.randrange(_CHATS), random.randint(1, _MOST_COPIES)
        at_once = random.randint(1, copies)
        chats[chat].append((number, FIRST_CHAT + chat, at_once))
        for _ in range(copies - at_once):
            random.choice(late).append((number, FIRST_CHAT + chat))
        total += copies
    mine = [[chats[c] for c in chats if c % _PROCESSES == p] for p in range(_PROCESSES)]
    return [Share(mine[p], late[p], p) for p in range(_PROCESSES)], total
