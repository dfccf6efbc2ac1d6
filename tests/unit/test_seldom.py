"""Whoever floods us with bad posts does not fill the log."""

import logging

import pytest

from bot.channels.seldom import Seldom


class Watch:
    """Time that moves only when a test says so."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def seldom(watch: Watch) -> Seldom:
    return Seldom(logging.getLogger("tests.seldom"), 60, watch)


def test_of_a_flood_one_line_a_minute_is_written_and_the_rest_is_counted(
    seldom: Seldom, watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    for watch.now in range(120):
        seldom.warning("refused %d", watch.now)
    seldom.warning("refused %d", watch.now)
    watch.now = 300
    seldom.warning("refused %d", 300)
    assert caplog.messages == [
        "refused 0",
        "refused 60 (59 more before)",
        "refused 300 (60 more before)",
    ]


def test_one_kind_keeps_no_other_back(seldom: Seldom, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(3):
        seldom.warning("without a signature")
        seldom.warning("too old")
    assert caplog.messages == ["without a signature", "too old"]
