"""`/readyz` and `/metrics`: who learns what, and that neither ever hangs."""

from collections.abc import Iterator

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.channels.web import create_web
from bot.operations.routes import operations
from tests.fakes_operations import TOKEN, FakeInstallation
from tests.fakes_web import Talks, serving

KNOWS = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def installation() -> FakeInstallation:
    return FakeInstallation()


@pytest.fixture
def client(installation: FakeInstallation) -> Iterator[httpx.Client]:
    app = create_web(Talks().desk())
    app.include_router(operations(installation.watch()))
    with serving(app) as server, httpx.Client(base_url=server.url, timeout=30) as made:
        yield made


def samples(client: httpx.Client) -> dict[tuple[str, ...], float]:
    page = client.get("/metrics", headers=KNOWS)
    assert page.status_code == 200
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(page.text)
        for sample in family.samples
    }


def test_who_can_be_answered_is_said_to_everybody_and_nothing_else(client: httpx.Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True})


@pytest.mark.parametrize("part", ["database", "engine", "catalogue"])
def test_the_part_that_is_not_ready_is_named_to_who_has_the_token(
    client: httpx.Client, installation: FakeInstallation, part: str
) -> None:
    installation.ill[part] = "máy 10.0.0.7 không trả lời"
    answer = client.get("/readyz", headers=KNOWS)
    assert answer.status_code == 503
    parts = answer.json()["parts"]
    assert "10.0.0.7" in parts.pop(part)
    assert set(parts.values()) == {"ok"}
    stranger = client.get("/readyz")
    assert (stranger.status_code, stranger.json()) == (503, {"ready": False})


def test_asked_often_it_looks_once_a_second(
    client: httpx.Client, installation: FakeInstallation
) -> None:
    for _ in range(5):
        client.get("/readyz")
    assert installation.looks <= 6, "three parts, twice at most"


@pytest.mark.parametrize(
    "token", ["", "Bearer", "Bearer none", f"Basic {TOKEN}", f"Bearer {TOKEN}x"]
)
def test_without_the_token_there_are_no_figures_from_loopback_either(
    client: httpx.Client, token: str
) -> None:
    answer = client.get("/metrics", headers={"Authorization": token})
    assert answer.status_code == 401
    assert "motcua_" not in answer.text


def test_the_figures_are_those_of_the_records(client: httpx.Client) -> None:
    found = samples(client)
    assert found["motcua_turns_total", "web", "answered"] == 3
    assert found["motcua_turns_total", "telegram", "notice"] == 1
    assert found["motcua_reply_stored_seconds_bucket", "web", "0.5"] == 2
    assert found["motcua_reply_stored_seconds_bucket", "web", "+Inf"] == 3
    assert found["motcua_reply_stored_seconds_sum", "web"] == 1.5
    assert found["motcua_inbox", "telegram", "waiting"] == 2
    assert found["motcua_inbox_oldest_seconds", "telegram", "waiting"] == 90
    assert found["motcua_outbox", "telegram", "held"] == 1
    assert found["motcua_dead_letters", "telegram"] == 4
    assert found["motcua_switched_off", "telegram"] == 1
    assert found["motcua_switched_off", "bot"] == 0
    assert found["motcua_zalo_token_age_seconds",] == 3600
    assert found["motcua_engine_up",] == found["motcua_database_up",] == 1
    assert found["process_resident_memory_bytes",] > 0


def test_without_a_database_there_are_still_figures_of_the_process(
    client: httpx.Client, installation: FakeInstallation
) -> None:
    installation.ill = {"database": "hỏng", "engine": "tắt"}
    found = samples(client)
    assert found["motcua_database_up",] == found["motcua_engine_up",] == 0
    assert "process_cpu_seconds_total" in {key[0] for key in found}


def test_scraped_often_the_database_is_read_every_few_seconds(
    client: httpx.Client, installation: FakeInstallation
) -> None:
    for _ in range(5):
        samples(client)
    assert installation.reads <= 2
