"""A process that dies while it sends on Telegram: nothing is sent twice, and a doubt is marked."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
from sqlalchemy import Engine

from bot.channels.telegram import Channel, Needed, connect
from bot.records.audit import Deed
from bot.records.messages.mending import Mending
from bot.records.messages.parts import SqlParts
from bot.reply import Reply, TextBlock
from tests.fakes import FakeInbox
from tests.fakes_telegram import TOKEN, FakeTelegram, fake_telegram
from tests.integration.records_kit import Clock, claimed, inbox_of, incoming, turn_for
from tests.integration.zalo_kit import WatchedOutbox

LONG = " ".join(["giấy"] * 2_000)  # three messages on Telegram
HOLD = 121.0


class Desk:
    """Real records and a real channel, whose process may die between any two steps."""

    def __init__(self, database: Engine, telegram: FakeTelegram) -> None:
        self.clock = Clock()
        self.database, self.telegram = database, telegram
        self.outbox = WatchedOutbox(database, self.clock)
        self.parts = SqlParts(database, self.clock)

    def put(self, text: str) -> None:
        inbox = inbox_of(self.database, self.clock)
        inbox.accept(incoming(chat="7", channel="telegram"))
        reply = Reply(outcome="answered", blocks=(TextBlock(text=text),))
        assert inbox.finish("w", turn_for(claimed(inbox), reply=reply))

    async def deliver(self) -> None:
        """Send all that is due, as a process that has just started."""
        self.outbox.is_idle = False
        bot = connect(TOKEN, self.telegram.url, read_timeout=1)
        needed = Needed(FakeInbox(), self.outbox, self.parts, lambda: None)
        task = asyncio.create_task(Channel(bot, needed).run(asyncio.Event()))
        await self.outbox.changes.until(lambda: self.outbox.is_idle)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.fixture
async def desk(database: Engine) -> AsyncIterator[Desk]:
    async with fake_telegram() as telegram:
        yield Desk(database, telegram)


def statuses(desk: Desk) -> list[str]:
    with desk.database.begin() as db:
        return list(db.exec_driver_sql("SELECT status FROM outbox ORDER BY id").scalars())


async def test_killed_before_the_message_left_it_is_sent_once(desk: Desk) -> None:
    desk.put("chào")
    desk.outbox.claim_outgoing("telegram", 1)  # killed here
    desk.clock.skip(HOLD)
    await desk.deliver()
    assert (statuses(desk), desk.telegram.texts("7")) == (["sent"], ["chào"])


async def test_killed_in_the_middle_of_sending_it_is_marked_and_not_repeated(desk: Desk) -> None:
    desk.put("chào")
    [outgoing] = desk.outbox.claim_outgoing("telegram", 1)
    desk.parts.begin(outgoing, 0)  # killed here: nobody knows whether it left
    desk.clock.skip(HOLD)
    await desk.deliver()
    assert (statuses(desk), desk.telegram.sent) == (["ambiguous"], [])


async def test_killed_after_it_arrived_it_is_delivered_and_not_repeated(desk: Desk) -> None:
    desk.put("chào")
    [outgoing] = desk.outbox.claim_outgoing("telegram", 1)
    desk.parts.begin(outgoing, 0)
    desk.parts.sent(outgoing.id, 0, "11")  # killed here
    desk.clock.skip(HOLD)
    await desk.deliver()
    assert (statuses(desk), desk.telegram.sent) == (["sent"], [])


async def test_killed_between_two_messages_only_the_rest_is_sent(desk: Desk) -> None:
    desk.put(LONG)
    [outgoing] = desk.outbox.claim_outgoing("telegram", 1)
    desk.parts.begin(outgoing, 0)
    desk.parts.sent(outgoing.id, 0, "11")  # killed here
    desk.clock.skip(HOLD)
    await desk.deliver()
    arrived = desk.telegram.texts("7")
    assert statuses(desk) == ["sent"]
    assert 0 < len(arrived) < len(LONG) / 3_000
    assert len(" ".join(arrived).split()) < 2_000


async def test_an_operator_may_send_what_is_in_doubt_once_more(desk: Desk) -> None:
    desk.put("chào")
    [outgoing] = desk.outbox.claim_outgoing("telegram", 1)
    desk.parts.begin(outgoing, 0)
    desk.clock.skip(HOLD)
    await desk.deliver()
    Mending(desk.database, desk.clock).requeue(f"r{outgoing.id}", Deed("lan", "gọi hỏi"))
    await desk.deliver()
    assert (statuses(desk), desk.telegram.texts("7")) == (["sent"], ["chào"])
