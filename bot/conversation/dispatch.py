"""Takes waiting messages, has them answered and records the turns: the transcript is the queue."""

import asyncio
import contextlib
import logging

from bot.conversation.answer import Answerer
from bot.conversation.bell import MESSAGES, Bell
from bot.conversation.ports import Inbox, Stored, TurnRecord
from bot.trace import about

LEASE_MARGIN_SECONDS = 10.0  # beyond the wait for the engine, for a slow database
AFTER_REPLY = 0.02  # seconds
IDLE_SECONDS = 1.0  # how often to look for messages that another process accepted
PAUSE_SECONDS = 2.0  # after the database failed

log = logging.getLogger(__name__)


class Dispatcher:
    """Answers messages of many conversations at once, and those of one in their order."""

    def __init__(
        self,
        inbox: Inbox,
        answerer: Answerer,
        bell: Bell,
        *,
        worker: str,
        at_once: int,
        engine_timeout: float,
    ) -> None:
        """Work as ``worker`` (a name no other process has) on ``at_once`` messages at most.

        A message that a killed process held comes back a little after ``engine_timeout`` seconds.
        """
        self._inbox, self._answerer, self._bell, self._worker = inbox, answerer, bell, worker
        self._lease_seconds = engine_timeout + LEASE_MARGIN_SECONDS
        self._slots = asyncio.Semaphore(at_once)
        self._running: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Work until cancelled; then the messages in hand are finished first."""
        try:
            with self._bell.listen(MESSAGES) as rung:
                while True:
                    rung.clear()
                    await self._start_all()
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(IDLE_SECONDS):
                            await rung.wait()
        finally:
            await asyncio.gather(*self._running, return_exceptions=True)

    async def answer_waiting(self) -> int:
        """Answer all that waits now, one by one, and return how many there were."""
        count = 0
        while message := await self._claim():
            await self._answer(message)
            count += 1
        return count

    async def _start_all(self) -> None:
        await self._slots.acquire()
        while await self._start_one():
            await self._slots.acquire()
        self._slots.release()

    async def _start_one(self) -> bool:
        try:
            message = await self._claim()
        except Exception:
            log.exception("could not read the inbox")
            await asyncio.sleep(PAUSE_SECONDS)
            return False
        if message is None:
            return False
        task = asyncio.create_task(self._guarded(message))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return True

    async def _claim(self) -> Stored | None:
        return await asyncio.to_thread(self._inbox.claim, self._worker, self._lease_seconds)

    async def _guarded(self, message: Stored) -> None:
        try:
            await self._answer(message)
        except Exception:  # the lease runs out, and the message is taken again
            with about(message.trace, message.conversation):
                log.exception("could not record a turn")
        finally:
            self._slots.release()

    async def _answer(self, message: Stored) -> None:
        with about(message.trace, message.conversation):
            turn = await self._answerer.answer(message)
            is_written = await self._record(turn)
        if is_written:
            self._bell.ring(message.chat)
            self._bell.ring(message.channel)
            # The chat's next message is free now; looking for it must not hold up the reply.
            asyncio.get_running_loop().call_later(AFTER_REPLY, self._bell.ring, MESSAGES)

    async def _record(self, turn: TurnRecord) -> bool:
        is_written = await asyncio.to_thread(self._inbox.finish, self._worker, turn)
        end = "answered" if is_written else "answered too late"
        log.info("%s: %s in %d ms", end, turn.reply.outcome, turn.latency_ms)
        return is_written
