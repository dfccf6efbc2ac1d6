"""Asking the engine: the agreed answer, and one error for whatever else may happen."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from bot.engine_client import EngineClient
from bot.errors import EngineUnavailable
from bot.serving import free_port
from tests.fakes_engine import MODEL, SECRET, FakeEngine, as_bytes, fake_engine, good_answer


@pytest.fixture
def engine() -> Iterator[FakeEngine]:
    with fake_engine() as running:
        yield running


@pytest.fixture
async def client(engine: FakeEngine) -> AsyncIterator[EngineClient]:
    made = EngineClient(engine.url, SECRET, timeout=30)
    yield made
    await made.close()


async def fails(client: EngineClient) -> str:
    with pytest.raises(EngineUnavailable) as caught:
        await client.ask("c1", "xin chào", {})
    await client.close()
    return str(caught.value)


async def test_a_good_answer_is_understood(client: EngineClient, engine: FakeEngine) -> None:
    understood = await client.ask("c1", "lệ phí?", {"aspect": "fee"})
    assert engine.asked == [{"conversation": "c1", "text": "lệ phí?", "state": {"aspect": "fee"}}]
    assert [r.model_dump()["blocks"][0]["text"] for r in understood.replies] == ["Dạ, lệ phí?"]
    assert (understood.intent, understood.confidence) == ("ask_fee", 0.9)
    assert understood.state == {"procedure_code": "1.001193"}


async def test_no_state_is_sent_as_null(client: EngineClient, engine: FakeEngine) -> None:
    await client.ask("c1", "lệ phí?", {})
    assert engine.asked[0]["state"] is None


async def test_a_wrong_secret_is_an_engine_that_is_not_there(engine: FakeEngine) -> None:
    stranger = EngineClient(engine.url, "guessed", timeout=30)
    assert await stranger.model() is None
    assert "401" in await fails(stranger)


@pytest.mark.parametrize("status", [400, 404, 500, 503])
async def test_an_error_status_is_refused(
    client: EngineClient, engine: FakeEngine, status: int
) -> None:
    engine.status = status
    assert await client.model() is None
    assert str(status) in await fails(client)


def _answer(**changes: Any) -> dict[str, Any]:
    return good_answer({"text": "a"}) | changes


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b'{"replies": [',
        b"\xff\xfe\x00",
        *as_bytes([]),
        *as_bytes({}),
        *as_bytes(_answer(replies=[{"outcome": "answered"}])),
        *as_bytes(_answer(replies=[{"outcome": "guessed", "blocks": []}])),
        *as_bytes(_answer(replies=[{"outcome": "answered", "blocks": [{"kind": "script"}]}])),
        *as_bytes(_answer(replies="xin chào")),
        *as_bytes(_answer(intent="ask_fee")),
        *as_bytes(_answer(state=[])),
    ],
)
async def test_an_answer_that_breaks_the_agreement_is_refused(
    client: EngineClient, engine: FakeEngine, body: bytes
) -> None:
    engine.body = lambda _asked: iter([body])
    await fails(client)


async def test_an_engine_that_does_not_answer_in_time_is_given_up(engine: FakeEngine) -> None:
    def hang(_asked: dict[str, Any]) -> Iterator[bytes]:
        engine.released.wait()
        yield b""

    engine.body = hang
    await fails(EngineClient(engine.url, SECRET, timeout=0.2))


async def test_an_answer_that_trickles_in_without_an_end_is_given_up(engine: FakeEngine) -> None:
    def trickle(_asked: dict[str, Any]) -> Iterator[bytes]:
        while not engine.released.wait(0.02):
            yield b" "

    engine.body = trickle
    await fails(EngineClient(engine.url, SECRET, timeout=0.5))


async def test_a_port_where_nobody_listens_is_an_engine_that_is_not_there() -> None:
    nobody = EngineClient(f"http://127.0.0.1:{free_port()}", SECRET, timeout=30)
    assert await nobody.model() is None
    await fails(nobody)


async def test_text_that_is_no_unicode_is_an_error_of_the_same_kind(client: EngineClient) -> None:
    with pytest.raises(EngineUnavailable):
        await client.ask("c1", "\ud800", {})


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"])
async def test_proxies_of_the_machine_are_ignored(
    engine: FakeEngine, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    client = EngineClient(engine.url, SECRET, timeout=30)
    assert await client.model() == MODEL
    assert (await client.ask("c1", "xin chào", {})).replies
    await client.close()


@pytest.mark.parametrize("health", [[], {}, {"model": None}, "ready", 7, None])
async def test_a_health_page_of_another_form_names_no_model(
    client: EngineClient, engine: FakeEngine, health: Any
) -> None:
    engine.health = health
    assert await client.model() is None
