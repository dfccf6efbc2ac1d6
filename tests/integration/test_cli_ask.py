"""`motcua ask`: a question from the terminal over the way of every message, leaving no trace."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakes_engine import FakeEngine
from tests.integration.cli_kit import Installation, install, run, the_sentence


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    return install(tmp_path, monkeypatch)


@pytest.fixture
def engine(here: Installation) -> Iterator[FakeEngine]:
    running = here.engine()
    yield running
    running.close()


def ask_lines(
    here: Installation, capsys: pytest.CaptureFixture[str], *lines: bytes | dict[str, Any]
) -> list[dict[str, Any]]:
    given = b"\n".join(x if isinstance(x, bytes) else json.dumps(x).encode() for x in lines)
    here.environment.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given), "utf-8"))
    assert run("ask", "--jsonl") == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize("question", [[], [""], ["  "]])
def test_without_a_question_it_says_how_to_ask(
    here: Installation, capsys: pytest.CaptureFixture[str], question: list[str]
) -> None:
    assert run("ask", *question) == 1
    assert "motcua ask “" in the_sentence(capsys.readouterr().err)


def test_one_question_prints_one_answer_and_nothing_else(
    engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("ask", "lệ phí khai sinh") == 0
    assert capsys.readouterr().out == "Dạ, lệ phí khai sinh\n"


def test_nothing_is_stored_in_the_real_database(here: Installation, engine: FakeEngine) -> None:
    run("ask", "lệ phí khai sinh")
    assert not list(here.settings.data_dir.glob("*.db*"))


def test_each_line_is_a_conversation_of_its_own(
    here: Installation, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = ask_lines(
        here, capsys, {"id": "a", "turns": ["một", "hai"]}, b"", {"id": 7, "turns": ["ba"]}
    )
    assert (one["id"], two["id"]) == ("a", 7)
    assert [reply["text"] for reply in one["replies"]] == ["Dạ, một", "Dạ, hai"]
    talks = [asked["conversation"] for asked in engine.asked]
    assert talks[0] == talks[1] != talks[2]


def test_a_reply_has_the_agreed_keys(
    here: Installation, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    (line,) = ask_lines(here, capsys, {"id": "a", "turns": ["một"]})
    (reply,) = line["replies"]
    assert set(reply) == {
        *("outcome", "procedure", "candidates", "aspect"),
        *("text", "buttons", "sources", "latency_ms"),
    }
    assert (reply["outcome"], reply["procedure"], reply["buttons"]) == ("answered", None, [])
    assert reply["latency_ms"] > 0


@pytest.mark.parametrize(
    "bad",
    [
        b"{",
        b"xin ch\xe0o",
        b"\xff\xfe",
        b"5",
        b"[]",
        b"null",
        b"{}",
        b'{"turns": "not a list"}',
        b'{"turns": [1]}',
        b'{"turns": null}',
    ],
)
def test_a_bad_line_gets_an_error_line_and_the_next_one_is_answered(
    here: Installation, engine: FakeEngine, capsys: pytest.CaptureFixture[str], bad: bytes
) -> None:
    wrong, right = ask_lines(here, capsys, bad, {"id": "b", "turns": ["hai"]})
    assert (wrong["id"], wrong["line"], wrong["replies"]) == (None, 1, [])
    assert wrong["error"]
    assert right["replies"][0]["text"] == "Dạ, hai"


def test_an_id_that_is_no_unicode_comes_back_as_it_was(
    here: Installation, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    (line,) = ask_lines(here, capsys, rb'{"id": "\ud800", "turns": []}')
    assert line == {"id": "\ud800", "replies": []}


def test_while_the_engine_fails_the_safe_reply_is_printed(
    here: Installation, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    engine.body = lambda _asked: iter([b"<html>"])
    (line,) = ask_lines(here, capsys, {"id": "a", "turns": ["một"]})
    (reply,) = line["replies"]
    assert reply["outcome"] == "error"
    assert "dichvucong.gov.vn" in reply["text"]
