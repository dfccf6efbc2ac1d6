"""A whole installation, as those see it who watch it."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.records.database import upgrade
from bot.secret import metrics_token
from bot.wiring import System
from tests.fakes_engine import FakeEngine
from tests.integration.cli_kit import Installation, install
from tests.integration.records_kit import incoming


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    return install(tmp_path, monkeypatch)


@pytest.fixture
def engine(here: Installation) -> FakeEngine:
    return here.engine()


@pytest.fixture
async def system(here: Installation, engine: FakeEngine) -> AsyncIterator[System]:
    made = System(here.settings)
    yield made
    await made.engine.close()
    made.database.dispose()
    engine.close()


async def read(system: System, path: str, token: str = "") -> httpx.Response:
    token = token or metrics_token(system.settings.data_dir)
    transport = httpx.ASGITransport(system.web())
    async with httpx.AsyncClient(transport=transport, base_url="http://motcua") as client:
        return await client.get(path, headers={"Authorization": f"Bearer {token}"})


async def test_it_is_ready_when_tables_engine_and_catalogue_are_there(
    system: System, engine: FakeEngine
) -> None:
    before = (await read(system, "/readyz")).json()
    assert "motcua db upgrade" in before["parts"].pop("database")
    assert before["parts"] == {"engine": "ok", "catalogue": "ok"}
    upgrade(system.database)
    assert (await read(system, "/readyz")).json()["ready"]
    engine.status = 503
    after = await read(system, "/readyz")
    assert after.status_code == 503
    assert after.json()["parts"]["database"] == "ok"
    assert "EngineUnavailable" in after.json()["parts"]["engine"]


async def test_what_was_answered_and_what_waits_is_in_the_figures(system: System) -> None:
    upgrade(system.database)
    system.inbox.accept(incoming("lệ phí khai sinh"))
    await system.dispatcher.answer_waiting()
    system.inbox.accept(incoming("còn chờ"))
    page = (await read(system, "/metrics")).text
    assert 'motcua_turns_total{channel="web",outcome="answered"} 1.0' in page
    assert 'motcua_inbox{channel="web",state="waiting"} 1.0' in page
    assert "motcua_engine_up 1.0" in page
    assert "lệ phí" not in page


async def test_the_token_of_the_settings_takes_the_place_of_the_file_s(
    here: Installation, system: System
) -> None:
    upgrade(system.database)
    here.set(metrics_token="chosen-by-the-operator")
    other = System(here.settings)
    assert (await read(other, "/metrics")).status_code == 401
    assert (await read(other, "/metrics", "chosen-by-the-operator")).status_code == 200
    await other.engine.close()
    other.database.dispose()
