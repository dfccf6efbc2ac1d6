"""Hand-written fakes that keep in memory what the records keep in a database."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import RLock
from typing import Any

from bot.conversation.ports import Incoming, Outgoing, Stored, TurnRecord
from bot.reply import Reply


class Changes:
    """Lets a test wait, without sleeping, until something has become true."""

    def __init__(self) -> None:
        self._waiting: dict[asyncio.Event, asyncio.AbstractEventLoop] = {}

    def tell(self) -> None:
        """Something changed; callable from any thread."""
        for event, loop in list(self._waiting.items()):
            loop.call_soon_threadsafe(event.set)

    async def until(self, is_so: Callable[[], Any]) -> None:
        """Return as soon as ``is_so`` holds; the test's own time limit ends a vain wait."""
        event = asyncio.Event()
        self._waiting[event] = asyncio.get_running_loop()
        try:
            while not is_so():
                await event.wait()
                event.clear()
        finally:
            del self._waiting[event]


@dataclass
class _Lease:
    worker: str
    until: float
    message: Stored


class FakeOutbox:
    """``Outbox`` in memory. Time stands still until a test moves ``now``.

    ``status`` maps a reply's id to waiting, sending, delivered, held, failed or ambiguous.
    """

    def __init__(self) -> None:
        self.now = 0.0
        self.changes = Changes()
        self.status: dict[int, str] = {}
        self.why: dict[int, str] = {}
        self.retry_in: dict[int, float | None] = {}
        self.broken: Exception | None = None
        self._replies: dict[int, Outgoing] = {}
        self._due: dict[int, float] = {}
        self._lock = RLock()

    def put(
        self, chat: str, reply: Reply, channel: str = "telegram", conversation: str = ""
    ) -> int:
        """Store a reply to be delivered and return its id."""
        with self._lock:
            number = len(self._replies) + 1
            self._replies[number] = Outgoing(
                number,
                conversation or f"{channel}:{chat}",
                channel,
                chat,
                reply,
                datetime.now(UTC),
                attempts=0,
            )
            self._due[number] = self.now
            self._set(number, "waiting")
            return number

    def claim_outgoing(self, channel: str, limit: int) -> Sequence[Outgoing]:
        with self._lock:
            self._check()
            claimed = [o for o in self._heads(channel) if self._is_due(o)][:limit]
            for outgoing in claimed:
                self._set(outgoing.id, "sending")
            return claimed

    def delivered(self, outgoing_id: int) -> None:
        self._end(outgoing_id, "delivered", "")

    def failed(self, outgoing_id: int, why: str, retry_in: float | None) -> None:
        with self._lock:
            self._check()
            outgoing = self._replies[outgoing_id]
            self._replies[outgoing_id] = replace(outgoing, attempts=outgoing.attempts + 1)
            self.retry_in[outgoing_id] = retry_in
            self._due[outgoing_id] = self.now + (retry_in or 0)
            self._end(outgoing_id, "failed" if retry_in is None else "waiting", why)

    def ambiguous(self, outgoing_id: int, why: str) -> None:
        self._end(outgoing_id, "ambiguous", why)

    def hold(self, outgoing_id: int, why: str) -> None:
        self._end(outgoing_id, "held", why)

    def _heads(self, channel: str) -> list[Outgoing]:
        heads: dict[str, Outgoing] = {}
        for outgoing in self._replies.values():
            if outgoing.channel == channel and self.status[outgoing.id] in ("waiting", "sending"):
                heads.setdefault(outgoing.conversation, outgoing)
        return list(heads.values())

    def _is_due(self, outgoing: Outgoing) -> bool:
        return self.status[outgoing.id] == "waiting" and self._due[outgoing.id] <= self.now

    def _end(self, number: int, status: str, why: str) -> None:
        with self._lock:
            self._check()
            self.why[number] = why
            self._set(number, status)

    def _set(self, number: int, status: str) -> None:
        self.status[number] = status
        self.changes.tell()

    def _check(self) -> None:
        if self.broken:
            raise self.broken


class FakeInbox:
    """``Inbox`` in memory; a conversation is a channel's chat. Nothing is masked.

    Answers go to ``outbox`` if there is one. Set ``broken`` to have ``accept`` fail.
    """

    def __init__(self, outbox: FakeOutbox | None = None) -> None:
        self.now = 0.0
        self.changes = Changes()
        self.accepted: list[Incoming] = []
        self.dead: dict[tuple[str, str], tuple[str, str]] = {}
        self.turns: list[TurnRecord] = []
        self.broken: Exception | None = None
        self._outbox = outbox
        self._keys: set[tuple[str, str]] = set()
        self._waiting: dict[int, Stored] = {}
        self._leases: dict[str, _Lease] = {}
        self._states: dict[str, Mapping[str, Any]] = {}
        self._lock = RLock()

    def accept(self, incoming: Incoming) -> int | None:
        with self._lock:
            if self.broken:
                raise self.broken
            key = (incoming.channel, incoming.external_id)
            if key in self._keys:
                return None
            self._keys.add(key)
            self.accepted.append(incoming)
            number = len(self.accepted)
            self._waiting[number] = _stored(number, incoming)
            self.changes.tell()
            return number

    def bury(self, channel: str, external_id: str, body: str, why: str) -> None:
        with self._lock:
            self.dead.setdefault((channel, external_id), (body, why))
            self.changes.tell()

    def claim(self, worker: str, lease_seconds: float) -> Stored | None:
        with self._lock:
            for message in self._waiting.values():
                lease = self._leases.get(message.conversation)
                if lease is None or lease.until <= self.now:
                    claimed = replace(message, state=self._states.get(message.conversation, {}))
                    self._leases[message.conversation] = _Lease(
                        worker, self.now + lease_seconds, claimed
                    )
                    return claimed
            return None

    def finish(self, worker: str, turn: TurnRecord) -> bool:
        with self._lock:
            if not self._owns(worker, turn.message):
                return False
            del self._leases[turn.message.conversation], self._waiting[turn.message.id]
            self._states[turn.message.conversation] = turn.state
            self.turns.append(turn)
            if self._outbox:
                message = turn.message
                self._outbox.put(message.chat, turn.reply, message.channel, message.conversation)
            self.changes.tell()
            return True

    def release(self, worker: str, message: Stored) -> None:
        with self._lock:
            if self._owns(worker, message):
                del self._leases[message.conversation]
                self._waiting[message.id] = replace(message, attempts=message.attempts + 1)
                self.changes.tell()

    def _owns(self, worker: str, message: Stored) -> bool:
        lease = self._leases.get(message.conversation)
        is_ours = lease is not None and (lease.worker, lease.message.id) == (worker, message.id)
        return is_ours and lease is not None and lease.until > self.now


def _stored(number: int, incoming: Incoming) -> Stored:
    return Stored(
        id=number,
        conversation=f"{incoming.channel}:{incoming.chat}",
        channel=incoming.channel,
        chat=incoming.chat,
        kind=incoming.kind,
        text=incoming.text,
        label=incoming.label,
        media=incoming.media,
        attempts=0,
        trace=incoming.trace,
    )
