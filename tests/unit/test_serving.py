"""Serving inside our own loop, ports, and the secret between app and engine."""

import asyncio
import socket
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

from bot.errors import PortTaken
from bot.secret import engine_secret
from bot.serving import bind, free_port, serving
from tests.integration.records_kit import in_threads


def app(said: str) -> FastAPI:
    made = FastAPI()

    @made.get("/")
    def page() -> str:
        return said

    @made.get("/stream")
    def stream() -> StreamingResponse:
        return StreamingResponse(endless())

    return made


async def endless() -> AsyncIterator[bytes]:
    yield b"first"
    await asyncio.Event().wait()


async def get(port: int) -> str:
    async with httpx.AsyncClient(trust_env=False) as client:
        return str((await client.get(f"http://127.0.0.1:{port}/")).json())


async def test_two_apps_are_served_side_by_side() -> None:
    one, two = free_port(), free_port()
    async with serving(app("một"), "127.0.0.1", one), serving(app("hai"), "127.0.0.1", two):
        assert (await get(one), await get(two)) == ("một", "hai")
    for port in (one, two):
        bind("127.0.0.1", port).close()


async def test_a_taken_port_is_said_with_what_to_do() -> None:
    port = free_port()
    async with serving(app("một"), "127.0.0.1", port):
        with pytest.raises(PortTaken, match=rf"Cổng {port} .* Hãy tắt .* cổng khác trong \.env"):
            async with serving(app("hai"), "127.0.0.1", port):
                pass
        assert await get(port) == "một"


@pytest.mark.parametrize("host", ["192.0.2.1", "no.such.host.invalid"])
def test_an_address_that_is_not_ours_is_said(host: str) -> None:
    with pytest.raises(PortTaken, match=host):
        bind(host, 0)


def test_a_port_is_taken_from_the_moment_it_is_bound() -> None:
    with bind("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        socket.create_connection(("127.0.0.1", port)).close()
        with pytest.raises(PortTaken):
            bind("127.0.0.1", port)


async def test_a_page_that_still_streams_does_not_keep_the_server_from_stopping() -> None:
    port = free_port()
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        async with serving(app("một"), "127.0.0.1", port):
            request = client.build_request("GET", f"http://127.0.0.1:{port}/stream")
            response = await client.send(request, stream=True)
            assert await anext(response.aiter_raw()) == b"first"
        await response.aclose()
    bind("127.0.0.1", port).close()


def test_the_secret_is_long_stable_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "var"
    secret = engine_secret(folder)
    assert len(secret) >= 40
    assert engine_secret(folder) == secret
    assert stat.S_IMODE((folder / "engine.secret").stat().st_mode) == 0o600
    assert [file.name for file in folder.iterdir()] == ["engine.secret"]


def test_processes_that_start_at_once_agree_on_the_secret(tmp_path: Path) -> None:
    assert len(set(in_threads(8, lambda: engine_secret(tmp_path)))) == 1


def test_each_installation_has_a_secret_of_its_own(tmp_path: Path) -> None:
    assert engine_secret(tmp_path / "a") != engine_secret(tmp_path / "b")
