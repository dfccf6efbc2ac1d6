"""The sender loop delivers each reply once, in order, and says what became of it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from bot.channels.sender import MaybeSent, TryLater, Undeliverable, deliver
from bot.conversation.ports import Outgoing
from bot.reply import Reply, TextBlock
from tests.fakes import FakeOutbox


def reply(text: str) -> Reply:
    return Reply(outcome="answered", blocks=(TextBlock(text=text),))


class Channel:
    """Notes what was sent; raises what a chat is told to raise, until nothing is left."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.troubles: dict[str, list[Exception]] = {}
        self.stuck: set[str] = set()

    async def send(self, outgoing: Outgoing) -> None:
        if self.troubles.get(outgoing.chat):
            raise self.troubles[outgoing.chat].pop(0)
        if outgoing.chat in self.stuck:
            await asyncio.Event().wait()
        block = outgoing.reply.blocks[0]
        assert isinstance(block, TextBlock)
        self.sent.append((outgoing.chat, block.text))


@asynccontextmanager
async def delivering(
    outbox: FakeOutbox, send: Callable[[Outgoing], Awaitable[None]]
) -> AsyncIterator[asyncio.Event]:
    wake = asyncio.Event()
    task = asyncio.create_task(
        deliver(outbox, "telegram", send, wake=wake, grace_seconds=0, max_attempts=3)
    )
    try:
        yield wake
    finally:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def settled(outbox: FakeOutbox, *numbers: int, to: str = "delivered") -> None:
    await outbox.changes.until(lambda: all(outbox.status[n] == to for n in numbers))


async def test_replies_of_a_chat_arrive_in_their_order() -> None:
    outbox, channel = FakeOutbox(), Channel()
    numbers = [outbox.put("a", reply(str(n))) for n in range(10)]
    async with delivering(outbox, channel.send):
        await settled(outbox, *numbers)
    assert channel.sent == [("a", str(n)) for n in range(10)]


async def test_a_stuck_chat_holds_up_no_other() -> None:
    outbox, channel = FakeOutbox(), Channel()
    channel.stuck = {"stuck"}
    outbox.put("stuck", reply("x"))
    others = [outbox.put(f"chat {n}", reply("y")) for n in range(50)]
    async with delivering(outbox, channel.send):
        await settled(outbox, *others)


async def test_retry_after_is_honoured_and_the_chat_keeps_its_order() -> None:
    outbox, channel = FakeOutbox(), Channel()
    channel.troubles = {"a": [TryLater("429", after=30)]}
    first, second = outbox.put("a", reply("1")), outbox.put("a", reply("2"))
    async with delivering(outbox, channel.send) as wake:
        await outbox.changes.until(lambda: outbox.retry_in.get(first) == 30)
        assert channel.sent == []
        outbox.now = 30
        wake.set()
        await settled(outbox, first, second)
    assert channel.sent == [("a", "1"), ("a", "2")]


@pytest.mark.parametrize("trouble", [TryLater("5xx"), RuntimeError("a bug of ours")])
async def test_failures_back_off_and_the_reply_is_given_up_in_the_end(trouble: Exception) -> None:
    outbox, channel = FakeOutbox(), Channel()
    channel.troubles = {"a": [trouble] * 3}
    number = outbox.put("a", reply("1"))
    waits = []
    async with delivering(outbox, channel.send) as wake:
        for _ in range(2):
            outbox.retry_in.clear()
            await outbox.changes.until(lambda: number in outbox.retry_in)
            waits.append(outbox.retry_in[number] or 0)
            outbox.now += 1_000
            wake.set()
        await settled(outbox, number, to="failed")
    assert 1 <= waits[0] <= 2 <= waits[1] <= 4
    assert str(trouble) in outbox.why[number]


async def test_what_cannot_be_delivered_is_given_up_at_once() -> None:
    outbox, channel = FakeOutbox(), Channel()
    channel.troubles = {"a": [Undeliverable("blocked")]}
    number = outbox.put("a", reply("1"))
    async with delivering(outbox, channel.send):
        await settled(outbox, number, to="failed")
    assert channel.sent == []


async def test_what_may_have_arrived_is_marked_and_never_repeated() -> None:
    outbox, channel = FakeOutbox(), Channel()
    channel.troubles = {"a": [MaybeSent("timed out")]}
    first, second = outbox.put("a", reply("1")), outbox.put("a", reply("2"))
    async with delivering(outbox, channel.send):
        await settled(outbox, second)
    assert outbox.status[first] == "ambiguous"
    assert channel.sent == [("a", "2")]


async def test_an_unreadable_outbox_does_not_end_the_loop() -> None:
    outbox, channel = FakeOutbox(), Channel()
    outbox.broken = OSError("database is locked")
    async with delivering(outbox, channel.send) as wake:
        outbox.broken = None
        number = outbox.put("a", reply("1"))
        wake.set()
        await settled(outbox, number)


async def test_a_send_under_way_when_we_stop_is_marked_ambiguous() -> None:
    outbox, begun = FakeOutbox(), asyncio.Event()
    number = outbox.put("a", reply("1"))

    async def never_ends(outgoing: Outgoing) -> None:
        begun.set()
        await asyncio.Event().wait()

    async with delivering(outbox, never_ends):
        await begun.wait()
    assert outbox.status[number] == "ambiguous"


async def test_a_reply_handed_out_again_while_it_is_being_sent_is_sent_once() -> None:
    outbox, begun, go_on = FakeOutbox(), asyncio.Event(), asyncio.Event()
    sent: list[int] = []

    async def slow(outgoing: Outgoing) -> None:
        sent.append(outgoing.id)
        begun.set()
        await go_on.wait()

    number = outbox.put("a", reply("1"))
    async with delivering(outbox, slow) as wake:
        await begun.wait()
        outbox.status[number] = "waiting"
        wake.set()
        await settled(outbox, number, to="sending")
        go_on.set()
        await settled(outbox, number)
    assert sent == [number]
