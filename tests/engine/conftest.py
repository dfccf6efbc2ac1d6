"""One trained model, one action server and one engine for all tests of the engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.fake_actions import FakeActions
from tests.engine.running import RunningEngine, trained_model


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return trained_model(tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="session")
def actions() -> Iterator[FakeActions]:
    server = FakeActions()
    yield server
    server.close()


@pytest.fixture(scope="session")
def engine(
    model: Path, actions: FakeActions, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningEngine]:
    running = RunningEngine(model, actions.url, tmp_path_factory.mktemp("log") / "engine.log")
    yield running
    running.stop()
