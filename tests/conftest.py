"""One real system for all tests of a run that ask for it."""

from collections.abc import Iterator

import pytest

from tests.fakes_telegram import TOKEN
from tests.system import Citizen, RealSystem
from tests.telegram_thread import TelegramThread, telegram_thread


@pytest.fixture(scope="session")
def bot_api() -> Iterator[TelegramThread]:
    """The Bot API that the real system polls."""
    with telegram_thread() as telegram:
        yield telegram


@pytest.fixture(scope="session")
def real(bot_api: TelegramThread, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealSystem]:
    """The running system; the model is trained first if the project has none for its inputs."""
    folder = tmp_path_factory.mktemp("real")
    system = RealSystem(folder, telegram_token=TOKEN, telegram_api=bot_api.url)
    try:
        system.start()
        yield system
    finally:
        system.kill()


@pytest.fixture
def citizen(real: RealSystem) -> Iterator[Citizen]:
    """A new citizen at the web chat of the real system."""
    person = Citizen(real.url)
    yield person
    person.http.close()
