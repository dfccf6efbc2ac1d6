"""Whether all is well is found out in bounded time."""

import asyncio

from bot.operations.readiness import WELL, Readiness, is_ready


async def fine() -> None:
    return


async def ill() -> None:
    raise ValueError("sai")


async def test_each_part_is_named_with_what_is_wrong() -> None:
    found = await Readiness({"a": fine, "b": ill}).look()
    assert dict(found) == {"a": WELL, "b": "ValueError: sai"}
    assert not is_ready(found)


async def test_a_part_that_hangs_is_waited_for_a_moment_and_asked_once() -> None:
    asked, go = 0, asyncio.Event()

    async def hang() -> None:
        nonlocal asked
        asked += 1
        await go.wait()

    now = 0.0
    readiness = Readiness({"a": fine, "b": hang}, patience=0.01, clock=lambda: now)
    assert dict(await readiness.look()) == {"a": WELL, "b": "no answer in 0.01 s"}
    now = 10.0
    await readiness.look()
    assert asked == 1, "what hangs is not begun once more"
    go.set()
    now = 20.0
    assert is_ready(await readiness.look())
