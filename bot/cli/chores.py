"""What `motcua up` does by the clock; whoever else runs on the same database does it too."""

import asyncio
import logging
from collections.abc import Callable, Iterable

from bot.clock import utc_now
from bot.records.messages.telling import Told
from bot.records.staff.tidy import tidy
from bot.wiring import System

KEEP_SECONDS = 20.0  # people in talks, and reminders
NEEDS_SECONDS = 30.0
DIGEST_SECONDS = 300.0
TIDY_SECONDS = 3600.0

log = logging.getLogger(__name__)


def start(system: System, tasks: asyncio.TaskGroup) -> None:
    """Start all chores; each goes on after a fault at its next turn."""
    ring, alarm = _ringing(system), system.needs.alarm.tell
    for seconds, what, do in (
        (KEEP_SECONDS, "the talks with a person", lambda: ring(system.keeper.keep(utc_now()))),
        (KEEP_SECONDS, "the reminders", lambda: ring(system.needs.reminders.send_due())),
        (NEEDS_SECONDS, "needs that ask the same", system.needs.keeper.join),
        (NEEDS_SECONDS, "the due times of needs", lambda: alarm(system.needs.keeper.alert())),
        (DIGEST_SECONDS, "the digests", system.needs.digests.send),
        (TIDY_SECONDS, "old sessions of the staff", lambda: tidy(system.database, utc_now())),
    ):
        tasks.create_task(_every(seconds, what, do))


async def _every(seconds: float, what: str, do: Callable[[], object]) -> None:
    while True:
        try:
            await asyncio.to_thread(do)
        except Exception:
            log.exception("could not look after %s", what)
        await asyncio.sleep(seconds)


def _ringing(system: System) -> Callable[[Iterable[Told]], None]:
    def ring(told: Iterable[Told]) -> None:
        for one in told:
            system.bell.ring(one.chat)
            system.bell.ring(one.channel)

    return ring
