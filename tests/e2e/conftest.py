"""The browser, and a web chat that answers what a test has it say."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from bot.channels.web import create_web
from tests.browser import chromium
from tests.fakes_web import LiveServer, Talks, serving


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def talks() -> Talks:
    return Talks()


@pytest.fixture
def server(talks: Talks) -> Iterator[LiveServer]:
    with serving(create_web(talks.desk())) as server:
        yield server
