"""What stands around the application: a Bot API that can be rough, and an engine that can be gone.

Both run in one thread of their own, on loopback.
"""

import asyncio
import json
import threading
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, TypeVar

from tests.fakes_engine import good_answer
from tests.fakes_telegram import FakeTelegram

T = TypeVar("T")
Handle = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[Any, Any, None]]
Rough = Callable[[str], str]  # chat → “”, “429”, “500”, “before” or “after”
WAIT_SECONDS = 600.0


class RoughTelegram(FakeTelegram):
    """The fake Bot API of the tests, at which any send may fail."""

    def __init__(self) -> None:
        super().__init__()
        self.rough: Rough = lambda _: ""
        self.retry_after = 1
        self.faulted: Counter[str] = Counter()
        self.sent_at: list[float] = []

    async def _answer(self, method: str, asked: dict[str, str]) -> tuple[int, dict[str, Any]]:
        fault = self.rough(asked["chat_id"]) if method == "sendMessage" else ""
        self.faulted[fault] += 1
        if fault in ("429", "500"):
            return _refusal(int(fault), self.retry_after)
        if fault == "before":
            raise ConnectionResetError
        answer = await super()._answer(method, asked)
        if fault == "after":
            raise ConnectionResetError
        return answer

    def _send_message(self, asked: dict[str, str]) -> dict[str, Any]:
        self.sent_at.append(perf_counter())
        return super()._send_message(asked)


def _refusal(status: int, retry_after: int) -> tuple[int, dict[str, Any]]:
    told = {"ok": False, "error_code": status, "description": "told to fail"}
    return status, told | ({"parameters": {"retry_after": retry_after}} if status == 429 else {})


@dataclass
class Engine:
    """Answers like Rasa's turn channel, and sees whether two work on one conversation at once."""

    asked: list[tuple[str, str]] = field(default_factory=list)
    overlaps: int = 0
    _busy: Counter[str] = field(default_factory=Counter)

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection until it ends."""
        try:
            while True:
                body = json.dumps(await self._turn(await _body(reader))).encode()
                head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d"
                writer.write(head % len(body) + b"\r\n\r\n" + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _turn(self, asked: dict[str, Any]) -> dict[str, Any]:
        if not asked:
            return {"model": "torture", "ready": True}
        conversation = asked["conversation"]
        self.overlaps += self._busy[conversation] > 0
        self._busy[conversation] += 1
        try:
            self.asked.append((conversation, asked["text"]))
            await asyncio.sleep(0.005)
            return good_answer(asked)
        finally:
            self._busy[conversation] -= 1


async def _body(reader: asyncio.StreamReader) -> dict[str, Any]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower().split("\r\n")
    headers = dict(line.split(": ", 1) for line in head[1:] if line)
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return dict(json.loads(body)) if body else {}


class _Door:
    """A server on a port that stays the same however often it is shut."""

    def __init__(self, handle: Handle) -> None:
        self._handle, self.port = handle, 0
        self._open: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def shut(self) -> None:
        self._server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            await self._handle(reader, writer)
        except asyncio.CancelledError:
            writer.close()
        finally:
            self._open.discard(task)


class Outside:
    """Callable from the torture's own thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.telegram, self.engine, self._loop = RoughTelegram(), Engine(), loop
        self._telegram_door = _Door(self.telegram.handle)
        self._engine_door = _Door(self.engine.handle)
        for door in (self._telegram_door, self._engine_door):
            self.do(door.open())

    @property
    def telegram_url(self) -> str:
        """Where the Bot API is."""
        return f"http://127.0.0.1:{self._telegram_door.port}"

    @property
    def engine_port(self) -> int:
        """Where the engine is, also while it is gone."""
        return self._engine_door.port

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Have something done in the fakes' thread."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(WAIT_SECONDS)

    def engine_gone(self) -> None:
        """Nobody listens where the engine was."""
        self.do(self._engine_door.shut())

    def engine_back(self) -> None:
        """The engine listens again."""
        self.do(self._engine_door.open())

    def close(self) -> None:
        """Shut both."""
        for door in (self._telegram_door, self._engine_door):
            self.do(door.shut())


@contextmanager
def outside() -> Iterator[Outside]:
    """Serve both for as long as the context is open."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        here = Outside(loop)
        try:
            yield here
        finally:
            here.close()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
