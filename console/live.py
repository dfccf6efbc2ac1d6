"""What changes while pages are open: the stream by which they refresh themselves."""

import asyncio
import json
from collections.abc import AsyncGenerator
from time import monotonic

import anyio
from sse_starlette import EventSourceResponse, ServerSentEvent

from bot.records.staff.sessions import Session
from bot.records.talks.changes import seen_of, waiting
from console.guard import Here, Me, Office, for_staff

MESSAGES = "messages"  # what the bell rings when a message was stored
LOOK_SECONDS = 0.5
AT_MOST_EVERY = 0.2  # seconds, however fast changes come
CHECK_SECONDS = 30
BEAT_SECONDS = 20
RECONNECT_MS = 2000

router = for_staff()


@router.get("/events")
async def events(office: Here, me: Me) -> EventSourceResponse:
    """Stream which conversations change, and how many wait for a person."""
    return EventSourceResponse(
        changes(office, me),
        ping=BEAT_SECONDS,
        ping_message_factory=lambda: ServerSentEvent(event="beat", data="-"),
        send_timeout=30,
    )


async def changes(
    office: Office, me: Session, check_seconds: float = CHECK_SECONDS
) -> AsyncGenerator[ServerSentEvent, None]:
    """Yield an event at first and then at every change, while the session lasts."""
    told, ends_at = Told(office, me, check_seconds), monotonic() + office.stream_seconds
    yield ServerSentEvent(event="changed", data=await told.first(), retry=RECONNECT_MS)
    with office.listen(MESSAGES) as rung:
        while monotonic() < ends_at and await told.may_go_on():
            with anyio.move_on_after(LOOK_SECONDS):
                await rung.wait()
            if data := await told.next(at_once=rung.is_set()):
                yield ServerSentEvent(event="changed", data=data)
                await asyncio.sleep(AT_MOST_EVERY)
            rung.clear()


class Told:
    """What one page has been told; no connection to the database is held in between."""

    def __init__(self, office: Office, me: Session, check_seconds: float) -> None:
        self._check_seconds = check_seconds
        self._office, self._session, self._staff = office, me.id, me.staff
        self._count, self._waiting = 0, 0
        self._checked_at = monotonic()

    async def first(self) -> str:
        """Return how many wait; from now on changes count."""
        self._count = await asyncio.to_thread(self._office.stirs.now)
        self._waiting = await asyncio.to_thread(waiting, self._office.engine, self._staff)
        return _event([], self._waiting)

    async def next(self, *, at_once: bool = False) -> str:
        """Return what has changed since, empty if nothing has."""
        return await asyncio.to_thread(self._next, at_once)

    async def may_go_on(self) -> bool:
        """Whether the session is still good; looked up only now and then."""
        if monotonic() - self._checked_at < self._check_seconds:
            return True
        self._checked_at = monotonic()
        staff = await asyncio.to_thread(self._office.sessions.still, self._session)
        self._staff = staff or self._staff
        return staff is not None

    def _next(self, at_once: bool) -> str:
        office, staff = self._office, self._staff
        changed, self._count = office.stirs.since(self._count, at_once=at_once)
        if not changed:
            return ""
        known, self._waiting = self._waiting, waiting(office.engine, staff)
        seen = seen_of(office.engine, staff, changed)
        return _event(seen, self._waiting) if seen or known != self._waiting else ""


def _event(conversations: list[str], waiting: int) -> str:
    return json.dumps({"conversations": conversations, "waiting": waiting})
