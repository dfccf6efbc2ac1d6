"""The log says what happened to which message, and never what it said."""

import io
import json
import logging
import sqlite3
from collections.abc import Callable, Iterator

import pytest
from pydantic import BaseModel

from bot.errors import DatabaseUnusable, EngineUnavailable
from bot.operations.logs import discreet
from bot.trace import about

SECRET = "bà Năm hỏi chuyện ly hôn"
PHONE, IDENTITY = "0912 345 678", "079123456789"


@pytest.fixture(params=["text", "json"])
def said(request: pytest.FixtureRequest) -> Iterator[Callable[[], str]]:
    """What the root logger has written since the last call."""
    stream = io.StringIO()
    handler = discreet(logging.StreamHandler(stream), request.param)
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream.getvalue
    root.removeHandler(handler)


class _Age(BaseModel):
    age: int


def _pydantic() -> object:
    return _Age.model_validate({"age": SECRET})


def _chained() -> object:
    try:
        return int(SECRET)
    except ValueError as error:
        raise EngineUnavailable(f"ValueError: {error}") from error


def _group() -> object:
    raise ExceptionGroup(SECRET, [ValueError(SECRET), KeyError(SECRET)])


@pytest.mark.parametrize("fail", [_pydantic, _chained, _group, lambda: int(SECRET)])
def test_an_exception_is_told_by_kind_and_place_without_its_words(
    said: Callable[[], str], fail: Callable[[], object]
) -> None:
    try:
        fail()
    except Exception:
        logging.getLogger("bot.trial").exception("it failed")
    assert "Năm" not in said()
    assert "test_logs.py" in said()
    assert "Error" in said() or "Group" in said()


@pytest.mark.parametrize(
    "error", [DatabaseUnusable("Ổ đĩa đã đầy"), sqlite3.OperationalError("Ổ đĩa đã đầy")]
)
def test_our_own_words_and_the_driver_s_troubles_are_told(
    said: Callable[[], str], error: Exception
) -> None:
    logging.getLogger("bot.trial").error("it failed", exc_info=error)
    assert "Ổ đĩa đã đầy" in said()


def test_numbers_of_people_are_masked_wherever_they_come_from(said: Callable[[], str]) -> None:
    logging.getLogger("bot.trial").error("from %s and %s", PHONE, IDENTITY)
    assert PHONE not in said()
    assert IDENTITY not in said()
    assert "[số điện thoại]" in said()


def test_of_a_library_only_the_first_line_is_kept(said: Callable[[], str]) -> None:
    logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: %s", SECRET)
    assert "never retrieved" in said()
    assert "Năm" not in said()


def test_a_line_carries_the_trace_of_the_message_it_is_about(said: Callable[[], str]) -> None:
    with about("k7m4p2x9t3", "c1"):
        logging.getLogger("bot.trial").error("gửi")
    logging.getLogger("bot.trial").error("khác")
    one, other = said().splitlines()
    assert "k7m4p2x9t3" in one
    assert "k7m4p2x9t3" not in other


def test_json_is_one_object_a_line() -> None:
    handler = discreet(logging.NullHandler(), "json")
    record = logging.LogRecord("bot.trial", logging.INFO, __file__, 1, "xong %d", (3,), None)
    with about("k7m4p2x9t3", "c1"):
        handler.filter(record)
    line = json.loads(handler.format(record))
    assert line.pop("time")
    assert line == {
        "level": "INFO",
        "logger": "bot.trial",
        "trace": "k7m4p2x9t3",
        "conversation": "c1",
        "message": "xong 3",
    }
