"""The engine without the web chat, and stock Rasa with the same model and the same actions."""

import asyncio
import os
import signal
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import perf_counter
from uuid import uuid4

import httpx

from bench.figures import Figure
from bench.system import Running, stopping
from bench.turns import QUESTIONS, times, turn_figures
from bot.engine_client import EngineClient
from bot.serving import free_port
from bot.settings import ROOT

LOOK_SECONDS = 0.2
REST = "/webhooks/rest/webhook"


class _Ours:
    def __init__(self, client: EngineClient) -> None:
        self._client, self._name = client, uuid4().hex

    async def turn(self, text: str) -> float:
        start = perf_counter()
        await self._client.ask(self._name, text, {})
        return (perf_counter() - start) * 1_000


class _Stock:
    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client, self._name = client, uuid4().hex

    async def turn(self, text: str) -> float:
        start = perf_counter()
        answer = await self._client.post(REST, json={"sender": self._name, "message": text})
        if not answer.raise_for_status().json():
            raise ConnectionError("stock Rasa gave no reply")
        return (perf_counter() - start) * 1_000


async def measure_engine(system: Running) -> list[Figure]:
    """Measure turns of the running engine, its own door without web chat and records."""
    client = EngineClient(f"http://127.0.0.1:{system.engine_port}", system.secret, timeout=30)

    @asynccontextmanager
    async def chats() -> AsyncIterator[_Ours]:
        yield _Ours(client)

    try:
        return turn_figures(await times(chats), told_as="engine alone: ", with_goals=False)
    finally:
        await client.close()


async def measure_stock(system: Running, model: Path) -> list[Figure]:
    """Measure turns of stock Rasa: its REST channel, its tracker store, the system's actions."""
    async with _stock(system, model) as client:

        @asynccontextmanager
        async def chats() -> AsyncIterator[_Stock]:
            yield _Stock(client)

        await times(chats, len(QUESTIONS), 1)
        return turn_figures(await times(chats), told_as="stock Rasa: ", with_goals=False)


@asynccontextmanager
async def _stock(system: Running, model: Path) -> AsyncIterator[httpx.AsyncClient]:
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        actions = f"http://127.0.0.1:{system.actions_port}/webhook?token={system.secret}"
        process = _start(Path(folder), port, model, actions)
        with stopping(process, signal.SIGTERM):
            url = f"http://127.0.0.1:{port}"
            async with httpx.AsyncClient(base_url=url, timeout=30, trust_env=False) as client:
                while not await _answers(client):
                    if process.poll() is not None:
                        raise RuntimeError((Path(folder) / "log").read_text("utf-8"))
                    await asyncio.sleep(LOOK_SECONDS)
                yield client


def _start(folder: Path, port: int, model: Path, actions: str) -> subprocess.Popen[str]:
    (folder / "credentials.yml").write_text("rest:\n", "utf-8")
    (folder / "endpoints.yml").write_text(f"action_endpoint:\n  url: {actions}\n", "utf-8")
    options = {
        "-i": "127.0.0.1",
        "-p": str(port),
        "-m": str(model),
        "--credentials": str(folder / "credentials.yml"),
        "--endpoints": str(folder / "endpoints.yml"),
    }
    with (folder / "log").open("w", encoding="utf-8") as log:
        return subprocess.Popen(
            [str(ROOT / "engine/.venv/bin/rasa"), "run", *(p for o in options.items() for p in o)],
            cwd=ROOT,
            env={**os.environ, "RASA_TELEMETRY_ENABLED": "false"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            start_new_session=True,
        )


async def _answers(client: httpx.AsyncClient) -> bool:
    try:
        return (await client.get("/")).is_success
    except httpx.TransportError:
        return False
