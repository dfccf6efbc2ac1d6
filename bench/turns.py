"""Measures turns: through the web chat of a running system, or whatever else takes turns."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Protocol
from uuid import uuid4

import httpx

from bench.figures import Figure
from bench.machine import cpu_loop, echo, memory, p95, size

ENGINE_ENVIRONMENT = Path(__file__).parents[1] / "engine" / ".venv"
QUESTIONS = (
    "làm giấy khai sinh cho con cần giấy tờ gì",
    "dang ky ket hon o dau",
    "cấp lại thẻ căn cước bao nhiêu tiền",
    "đăng ký tạm trú mất mấy ngày",
    "làm online được không",
)
_AT_THE_END = 10
Times = tuple[list[float], list[float]]


class Chat(Protocol):
    """Whatever takes turns."""

    async def turn(self, text: str) -> float:
        """Return how many milliseconds passed until the reply was here."""
        ...


Chats = Callable[[], AbstractAsyncContextManager[Chat]]


class Session:
    """One citizen's web chat: posts a message and waits for its reply in the event stream."""

    def __init__(self, client: httpx.AsyncClient, lines: AsyncIterator[str]) -> None:
        self._client, self._lines = client, lines

    async def turn(self, text: str) -> float:
        """Return how many milliseconds passed from posting until the reply was here."""
        number = str(uuid4())
        body = {"id": number, "kind": "text", "text": text}
        while True:
            start = perf_counter()
            answer = await self._client.post("/chat/messages", json=body)
            if answer.status_code != httpx.codes.TOO_MANY_REQUESTS:
                break
            # The chat's own pace limit; the wait is not part of the turn.
            await asyncio.sleep(2)
        answer.raise_for_status()
        await self._reply_to(number)
        return (perf_counter() - start) * 1_000

    async def _reply_to(self, number: str) -> None:
        async for line in self._lines:
            if line.startswith("data: {") and json.loads(line[6:])["id"] == number:
                return
        raise ConnectionError("the event stream ended before the reply came")


@asynccontextmanager
async def session(web_url: str) -> AsyncIterator[Session]:
    """Open a new chat; it is ready when its event stream has begun."""
    async with httpx.AsyncClient(base_url=web_url, timeout=30, trust_env=False) as client:
        (await client.get("/")).raise_for_status()
        async with client.stream("GET", "/chat/events") as events:
            events.raise_for_status()
            lines = events.aiter_lines()
            await anext(lines)
            yield Session(client, lines)


async def measure(
    web_url: str,
    app_pid: int | None,
    engine_pid: int | None,
    *,
    fresh_sessions: int = 40,
    long_session: int = 100,
    engine_environment: Path = ENGINE_ENVIRONMENT,
) -> list[Figure]:
    """Measure a running, otherwise idle system and the machine beside it."""
    chats = partial(session, web_url)
    await _fresh(chats, len(QUESTIONS))
    figures = [*cpu_loop(), *await echo()]
    figures += turn_figures(await times(chats, fresh_sessions, long_session))
    if app_pid:
        figures.append(memory("app", app_pid, 250, without=engine_pid))
    if engine_pid:
        figures.append(memory("engine", engine_pid, 700))
    if engine_environment.is_dir():
        figures.append(Figure("engine environment", size(engine_environment), "GiB", 1.9))
    return figures


async def times(chats: Chats, fresh_sessions: int = 40, long_session: int = 100) -> Times:
    """Take first turns of so many chats, and so many turns of one chat."""
    return await _fresh(chats, fresh_sessions), await _long(chats, long_session)


def turn_figures(taken: Times, *, told_as: str = "", with_goals: bool = True) -> list[Figure]:
    """Return the figures of the turns, each name beginning with ``told_as``."""
    first, long = taken
    late = median(long[-_AT_THE_END:])
    goals = (40, 120, 1.5) if with_goals else (None, None, None)
    tenth = f"turns {len(long) - _AT_THE_END + 1}…{len(long)} of a session"
    return [
        Figure(f"{told_as}warm turn, p50", median(first + long), "ms", goals[0]),
        Figure(f"{told_as}warm turn, p95", p95(first + long), "ms", goals[1]),
        Figure(f"{told_as}first turn of a session, median", median(first), "ms"),
        Figure(f"{told_as}{tenth}", late, "ms"),
        Figure(f"{told_as}late turns / first turns", late / median(first), "×", goals[2]),
    ]


async def _fresh(chats: Chats, sessions: int) -> list[float]:
    taken = []
    for question in islice(cycle(QUESTIONS), sessions):
        async with chats() as chat:
            taken.append(await chat.turn(question))
    return taken


async def _long(chats: Chats, turns: int) -> list[float]:
    async with chats() as chat:
        return [await chat.turn(question) for question in islice(cycle(QUESTIONS), turns)]
