"""Stand-ins for Rasa: an engine that speaks our protocol, and a program named ``rasa``."""

import asyncio
import json
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Event, Thread
from typing import Any

from bot.reply import Reply, TextBlock
from bot.trace import HEADER

SECRET = "only-for-tests"
MODEL = "motcua-0123456789ab.tar.gz"


def good_answer(asked: dict[str, Any]) -> dict[str, Any]:
    """Echo the text, as the engine would send it."""
    reply = Reply(outcome="answered", blocks=(TextBlock(text=f"Dạ, {asked['text']}"),))
    return {
        "replies": [reply.model_dump(mode="json")],
        "intent": {"name": "ask_fee", "confidence": 0.9},
        "ranking": [{"name": "ask_fee", "confidence": 0.9}],
        "entities": [],
        "state": {"procedure_code": "1.001193"},
        "restored": False,
    }


def as_bytes(answer: Any) -> Iterator[bytes]:
    """Send a whole answer at once."""
    yield json.dumps(answer).encode()


class FakeEngine:
    """An engine on loopback.

    A test sets what it answers: ``status``, and ``body``, which gets the request and yields the
    pieces of the answer. ``released`` is set when the fake is closed, for answers that hang.
    """

    def __init__(self, secret: str = SECRET, model: str = MODEL) -> None:
        self.status = 200
        self.health: Any = {"model": model, "ready": True}
        self.body: Callable[[dict[str, Any]], Iterator[bytes]] = lambda a: as_bytes(good_answer(a))
        self.asked: list[dict[str, Any]] = []
        self.traces: list[str | None] = []
        self.released = Event()
        self._expected = f"Bearer {secret}"
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self._server.server_port)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(as_bytes(fake.health))

            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                fake.asked.append(asked)
                fake.traces.append(self.headers[HEADER])
                self._answer(fake.body(asked))

            def _answer(self, pieces: Iterator[bytes]) -> None:
                knows = self.headers["Authorization"] == fake._expected
                self.send_response(fake.status if knows else 401)
                self.end_headers()
                for piece in pieces if knows else as_bytes({"error": "secret"}):
                    self._write(piece)

            def _write(self, piece: bytes) -> None:
                try:
                    self.wfile.write(piece)
                    self.wfile.flush()
                except OSError:  # who asked has gone
                    fake.released.set()

            def log_message(self, *args: Any) -> None:
                """Stay quiet."""

        return Handler


@contextmanager
def fake_engine(secret: str = SECRET, model: str = MODEL) -> Iterator[FakeEngine]:
    """Run a fake engine for as long as the context is open."""
    engine = FakeEngine(secret, model)
    try:
        yield engine
    finally:
        engine.close()


def write_rasa(root: Path, body: str) -> Path:
    """Make ``root`` a project whose ``rasa`` runs ``body``, and return that program."""
    program = root / "engine/.venv/bin/rasa"
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text(f"#!{sys.executable} -IS\nimport os, shutil, signal, sys\n{body}\n", "utf-8")
    program.chmod(0o755)
    (root / "config.yml").write_text("pipeline: [{name: one}, {name: two}]", "utf-8")
    return program


def write_model(file: Path) -> Path:
    """Write an archive that can be read to its end."""
    file.parent.mkdir(parents=True, exist_ok=True)
    content = bytes(number * number % 251 for number in range(20_000))
    with tarfile.open(file, "w:gz") as archive:
        info = tarfile.TarInfo("metadata.json")
        info.size = len(content)
        archive.addfile(info, BytesIO(content))
    return file


@dataclass
class Started:
    """A process that has reported."""

    pid: int
    _link: asyncio.StreamReader

    async def gone(self) -> None:
        """Return when the process has ended, however it did."""
        await self._link.read()


class Registry:
    """Where the processes of a fake ``rasa`` report that they run; ``code`` lets them."""

    def __init__(self) -> None:
        self._started: asyncio.Queue[Started] = asyncio.Queue()
        self._writers: list[asyncio.StreamWriter] = []

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._reported, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        self.code = (
            "import os, socket\n"
            f"link = socket.create_connection(('127.0.0.1', {port}))\n"
            "link.sendall(b'%d\\n' % os.getpid())\n"
        )

    async def next(self) -> Started:
        """Return the next process that reports."""
        return await self._started.get()

    async def close(self) -> None:
        self._server.close()
        for writer in self._writers:
            writer.close()
        await self._server.wait_closed()

    async def _reported(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        self._started.put_nowait(Started(int(await reader.readline()), reader))
