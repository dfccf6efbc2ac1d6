"""Rasa as a child: it is waited for, started again when it dies, and never left behind."""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.engine_client import EngineClient
from bot.engine_process import EngineCommand, EngineProcess
from bot.errors import EngineNotStarted
from bot.serving import free_port
from tests.fakes_engine import MODEL, SECRET, Registry, fake_engine, write_rasa

IGNORES_TERM = "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
WAITS = "\nwhile True:\n    signal.pause()"


@pytest.fixture
async def registry() -> AsyncIterator[Registry]:
    opened = Registry()
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
async def client() -> AsyncIterator[EngineClient]:
    """A client of a port where nobody listens."""
    made = EngineClient(f"http://127.0.0.1:{free_port()}", SECRET, timeout=5)
    yield made
    await made.close()


def process_of(root: Path, client: EngineClient) -> EngineProcess:
    command = EngineCommand(
        root=root,
        model=root / "models" / MODEL,
        port=5005,
        secret=SECRET,
        actions_url="http://127.0.0.1:5055/webhook?token=t",
        log=root / "logs" / "engine.log",
    )
    return EngineProcess(command, client)


async def test_it_is_ready_when_it_answers(
    tmp_path: Path, registry: Registry, client: EngineClient
) -> None:
    write_rasa(tmp_path, registry.code + WAITS)
    with fake_engine() as engine:
        answering = EngineClient(engine.url, SECRET, timeout=30)
        process = process_of(tmp_path, answering)
        process.start()
        await process.ready()
        assert process.pid == (await registry.next()).pid
        process.stop()
        await answering.close()
    assert process.pid is None


async def test_rasa_gets_its_port_model_and_secrets_from_us(
    tmp_path: Path, client: EngineClient
) -> None:
    write_rasa(tmp_path, "print(sys.argv[1:], {k: v for k, v in os.environ.items() if 'CUA' in k})")
    process = process_of(tmp_path, client)
    process.start()
    with pytest.raises(EngineNotStarted):
        await process.ready()
    said = (tmp_path / "logs" / "engine.log").read_text("utf-8")
    for part in ("'-i', '127.0.0.1', '-p', '5005'", MODEL, SECRET, "token=t", str(os.getpid())):
        assert part in said


async def test_when_it_ends_at_once_the_sentence_says_where_to_look(
    tmp_path: Path, client: EngineClient
) -> None:
    write_rasa(tmp_path, "sys.exit('no such model')")
    process = process_of(tmp_path, client)
    process.start()
    log = tmp_path / "logs" / "engine.log"
    with pytest.raises(EngineNotStarted, match=f"{log}.*make run"):
        await process.ready()
    assert "no such model" in log.read_text("utf-8")
    process.stop()


async def test_when_it_never_answers_waiting_ends(
    tmp_path: Path, registry: Registry, client: EngineClient
) -> None:
    write_rasa(tmp_path, registry.code + WAITS)
    process = process_of(tmp_path, client)
    process.start()
    with pytest.raises(EngineNotStarted):
        await process.ready(seconds=0)
    process.stop()


async def test_without_its_environment_the_sentence_says_to_install_it(
    tmp_path: Path, client: EngineClient
) -> None:
    with pytest.raises(EngineNotStarted, match="make setup"):
        process_of(tmp_path, client).start()


async def test_it_is_started_again_when_it_was_killed(
    tmp_path: Path, registry: Registry, client: EngineClient
) -> None:
    write_rasa(tmp_path, registry.code + WAITS)
    process = process_of(tmp_path, client)
    process.start()
    watch = asyncio.create_task(process.keep_running())
    first = await registry.next()
    os.kill(first.pid, signal.SIGKILL)
    second = await registry.next()
    assert process.pid == second.pid != first.pid
    watch.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await watch
    process.stop()
    await second.gone()


@pytest.mark.parametrize("parent", [IGNORES_TERM, ""], ids=["stubborn", "obedient"])
async def test_stopping_ends_it_and_its_children_even_when_they_ignore_the_request(
    tmp_path: Path, registry: Registry, client: EngineClient, parent: str
) -> None:
    child = f"import signal\n{IGNORES_TERM}{registry.code}{WAITS}"
    write_rasa(
        tmp_path,
        f"import subprocess\nsubprocess.Popen([sys.executable, '-c', {child!r}])\n"
        f"{parent}{registry.code}{WAITS}",
    )
    process = process_of(tmp_path, client)
    process.start()
    both = [await registry.next(), await registry.next()]
    process.stop(seconds=0 if parent else 30)
    for started in both:
        await started.gone()
    assert process.pid is None


async def test_stopping_what_was_never_started_or_has_ended_is_harmless(
    tmp_path: Path, registry: Registry, client: EngineClient
) -> None:
    write_rasa(tmp_path, registry.code)
    process = process_of(tmp_path, client)
    process.stop()
    process.start()
    await (await registry.next()).gone()
    process.stop()
    process.stop()
