"""One Zalo channel as it runs: real records, real client, an API on loopback, a made-up engine."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import httpx
from sqlalchemy import Engine, select

from bot.channels.zalo import Gate, OAuth, Sender, Tokens, ZaloClient, create_webhook, facts, run
from bot.conversation.answer import Answerer
from bot.conversation.bell import MESSAGES, Bell
from bot.conversation.dispatch import Dispatcher
from bot.conversation.ports import Outgoing, Understood
from bot.conversation.safe import SafeReplies
from bot.records.messages.inbox import SqlInbox
from bot.records.messages.outbox import SqlOutbox
from bot.records.messages.parts import SqlParts
from bot.records.tables import Conversation, OutboxReply
from bot.records.zalo_tokens import SqlZaloTokens
from bot.reply import Button, Reply, TextBlock
from tests.fakes import Changes
from tests.fakes_zalo import APP, FIRST_REFRESH, OA_SECRET, SECRET, FakeZalo, signed
from tests.integration.records_kit import Clock, NamedOwners
from tests.records import PROVINCE

PUBLIC = "https://motcua.example"
FEE = Button(title="Lệ phí", payload="/ask_fee")


class Echo:
    """An engine that repeats what it is asked, with a button; “dài” makes it say much."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def ask(self, conversation: str, text: str, state: Mapping[str, Any]) -> Understood:
        self.asked.append(text)
        said = f"{text} " + "chữ " * 1_200 if text.startswith("dài") else f"Về “{text}” ạ."
        reply = Reply(outcome="answered", blocks=(TextBlock(text=said),), buttons=(FEE,))
        return Understood([reply], "ask_fee", 0.9, [], [], {})


class WatchedOutbox(SqlOutbox):
    """Tells when it was asked for what is due and there was nothing, nor in anybody's hands."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        super().__init__(engine, clock)
        self.changes = Changes()
        self.is_idle = False
        self._in_hand: set[int] = set()

    def claim_outgoing(self, channel: str, limit: int) -> Sequence[Outgoing]:
        claimed = super().claim_outgoing(channel, limit)
        self.is_idle = not claimed and not self._in_hand
        self._in_hand |= {outgoing.id for outgoing in claimed}
        self.changes.tell()
        return claimed

    def _mark(self, outgoing_id: int, **values: Any) -> None:
        super()._mark(outgoing_id, **values)
        self._in_hand.discard(outgoing_id)


@dataclass
class Channel:
    """What a test needs of it."""

    zalo: FakeZalo
    database: Engine
    clock: Clock = field(default_factory=Clock)
    free: int = facts.FREE_REPLIES
    timeout: float = 5.0
    engine: Echo = field(default_factory=Echo)
    bell: Bell = field(default_factory=Bell)

    def __post_init__(self) -> None:
        self.inbox = SqlInbox(self.database, NamedOwners(), self.clock)
        self.outbox = WatchedOutbox(self.database, self.clock)
        self.parts = SqlParts(self.database, self.clock)
        exchange = OAuth(APP, SECRET, self.zalo.url)
        store = SqlZaloTokens(self.database, APP, "A" * 43, self.clock)
        self.tokens = Tokens(store, exchange, self.clock)

    async def post(self, *events: dict[str, Any]) -> None:
        """Have Zalo post events, one after the other; each has to be acknowledged."""
        gate = Gate(APP, OA_SECRET, self.inbox, lambda: self.bell.ring(MESSAGES))
        transport = httpx.ASGITransport(create_webhook(gate))
        async with httpx.AsyncClient(transport=transport, base_url="http://motcua") as client:
            for told in events:
                body = json.dumps(told).encode()
                answer = await client.post("/webhook", content=body, headers=signed(body))
                assert answer.status_code == 200

    async def answer(self) -> None:
        """Have the engine answer all that waits."""
        answerer = Answerer(self.engine, SafeReplies(PROVINCE))
        dispatcher = Dispatcher(
            self.inbox, answerer, self.bell, worker="w", at_once=4, engine_timeout=5
        )
        await dispatcher.answer_waiting()

    async def deliver(self) -> None:
        """Have the channel send until nothing is due any more."""
        self.outbox.is_idle = False
        async with self.running():
            await self.outbox.changes.until(lambda: self.outbox.is_idle)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        client = ZaloClient(self.tokens, self.zalo.url, self.timeout)
        send = Sender(client, self.parts, PUBLIC, self.free, self.clock)
        wake = asyncio.Event()
        channel = run(client, self.tokens, self.outbox, send, wake=wake)
        task = asyncio.create_task(channel)
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    def replies(self) -> list[tuple[str, Any, str]]:
        rows = select(OutboxReply.status, OutboxReply.due_at, OutboxReply.error)
        with self.database.begin() as db:
            return [(s, d, e) for s, d, e in db.execute(rows.order_by(OutboxReply.id))]

    def statuses(self) -> list[str]:
        return [status for status, _, _ in self.replies()]

    def conversation(self, chat: str = "7") -> str:
        row = select(Conversation.id).where(Conversation.chat == chat)
        with self.database.begin() as db:
            return str(db.execute(row).scalar_one())


def connected(zalo_api: FakeZalo, database: Engine, **more: Any) -> Channel:
    """Return a channel that has its first pair of tokens."""
    channel = Channel(zalo_api, database, **more)
    channel.tokens.connect(FIRST_REFRESH)
    return channel


async def talk(channel: Channel, *events: dict[str, Any]) -> list[str]:
    """Have events answered, and return all that the first chat has got so far."""
    await channel.post(*events)
    await channel.answer()
    await channel.deliver()
    return channel.zalo.texts()
