"""The sender loop: takes replies from the outbox and has a channel deliver them."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from weakref import WeakValueDictionary

from bot.channels.backoff import backoff
from bot.conversation.ports import Outbox, Outgoing
from bot.trace import about

_log = logging.getLogger(__name__)

Send = Callable[[Outgoing], Awaitable[None]]


class DeliveryError(Exception):
    """Base of what a channel's ``send`` raises when a reply was not delivered."""


class TryLater(DeliveryError):
    """Surely not delivered; worth another attempt, after ``after`` seconds if the channel said."""

    def __init__(self, why: str, after: float | None = None) -> None:
        super().__init__(why)
        self.after = after


class OutOfOrder(TryLater):
    """Surely not delivered, and not for the reply's sake: it is tried until the channel works."""


class NotBeforeNextMessage(DeliveryError):
    """The channel takes nothing more for the citizen until they write again."""


class Undeliverable(DeliveryError):
    """Never to be delivered: blocked by the citizen, chat gone, refused by the channel."""


class MaybeSent(DeliveryError):
    """The request left, no answer came: it may or may not have arrived."""


async def deliver(
    outbox: Outbox,
    channel: str,
    send: Send,
    *,
    wake: asyncio.Event,
    at_once: int = 20,
    max_attempts: int = 12,
    idle_seconds: float = 1.0,
    grace_seconds: float = 5.0,
) -> None:
    """Deliver the replies of ``channel`` until cancelled: chats side by side, each in its order.

    ``wake`` may be set whenever a reply was stored; without it the outbox is asked every
    ``idle_seconds``. On cancellation, sends under way get ``grace_seconds`` to come home.
    """
    sender = _Sender(outbox, channel, send, wake, max_attempts)
    try:
        while True:
            wake.clear()
            if not await sender.take(at_once):
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(idle_seconds):
                        await wake.wait()
    finally:
        await sender.land(grace_seconds)


class _Sender:
    def __init__(
        self, outbox: Outbox, channel: str, send: Send, wake: asyncio.Event, max_attempts: int
    ) -> None:
        self._outbox, self._channel, self._send = outbox, channel, send
        self._wake, self._max_attempts = wake, max_attempts
        self._flying: dict[int, asyncio.Task[None]] = {}
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def take(self, at_once: int) -> bool:
        """Start on what is due, as far as there is room; tell whether there was anything."""
        room = at_once - len(self._flying)
        claimed = await self._claim(room) if room else ()
        for outgoing in claimed:
            # A send may outlast the outbox's hold on it, and is then handed out a second time.
            if outgoing.id not in self._flying:
                self._flying[outgoing.id] = asyncio.create_task(self._deliver(outgoing))
                self._flying[outgoing.id].add_done_callback(partial(self._landed, outgoing.id))
        return bool(claimed)

    async def land(self, grace_seconds: float) -> None:
        if self._flying:
            _, late = await asyncio.wait(self._flying.values(), timeout=grace_seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _landed(self, outgoing_id: int, _: asyncio.Task[None]) -> None:
        del self._flying[outgoing_id]
        self._wake.set()

    async def _claim(self, limit: int) -> Sequence[Outgoing]:
        claiming = asyncio.ensure_future(
            asyncio.to_thread(self._outbox.claim_outgoing, self._channel, limit)
        )
        try:
            return await asyncio.shield(claiming)
        except asyncio.CancelledError:
            for outgoing in await claiming:
                self._outbox.failed(outgoing.id, "stopped before sending", 0)
            raise
        except Exception:
            _log.exception("The outbox of %s cannot be read; trying again.", self._channel)
            return ()

    async def _deliver(self, outgoing: Outgoing) -> None:
        with about(outgoing.trace, outgoing.conversation):
            await self._deliver_in_turn(outgoing)

    async def _deliver_in_turn(self, outgoing: Outgoing) -> None:
        async with self._turns.setdefault(outgoing.chat, asyncio.Lock()):
            try:
                await self._send(outgoing)
            except asyncio.CancelledError:
                self._outbox.ambiguous(outgoing.id, "stopped while sending")
                raise
            except Exception as error:
                await self._note(partial(self._not_delivered, outgoing, error))
            else:
                await self._note(partial(self._outbox.delivered, outgoing.id))
                _log.info("Reply %d on %s is delivered.", outgoing.id, self._channel)

    def _not_delivered(self, outgoing: Outgoing, error: Exception) -> None:
        why = f"{type(error).__name__}: {error}"
        if isinstance(error, MaybeSent):
            self._outbox.ambiguous(outgoing.id, why)
            return
        if isinstance(error, NotBeforeNextMessage):
            _log.warning("Reply %d on %s is held: %s", outgoing.id, self._channel, why)
            self._outbox.hold(outgoing.id, why)
            return
        if not isinstance(error, DeliveryError):
            _log.error("Sending reply %d failed unexpectedly.", outgoing.id, exc_info=error)
        retry_in = self._retry_in(outgoing, error)
        if retry_in is None:
            said = why if isinstance(error, DeliveryError) else type(error).__name__
            _log.warning("Reply %d on %s is given up: %s", outgoing.id, self._channel, said)
        self._outbox.failed(outgoing.id, why, retry_in)

    def _retry_in(self, outgoing: Outgoing, error: Exception) -> float | None:
        is_last = outgoing.attempts + 1 >= self._max_attempts and not isinstance(error, OutOfOrder)
        if isinstance(error, Undeliverable) or is_last:
            return None
        told = error.after if isinstance(error, TryLater) else None
        return backoff(outgoing.attempts, first=2.0) if told is None else told

    async def _note(self, mark: Callable[[], None]) -> None:
        """Write down how it went, however long it takes: forgetting would send it twice."""
        failures = 0
        while True:
            try:
                return await asyncio.to_thread(mark)
            except Exception:
                _log.exception("A delivery on %s cannot be written down yet.", self._channel)
                await asyncio.sleep(backoff(failures, longest=30.0))
                failures += 1
