"""Every talk of `talks.yml`, through the command by which others ask us many questions at once."""

import json
from typing import Any

import pytest

from tests.conversations.talks import load_talks
from tests.system import RealSystem

TALKS = load_talks()
Replies = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def replies(real: RealSystem) -> Replies:
    """What was answered in each talk."""
    asked = [{"id": name, "turns": [t.says for t in turns]} for name, turns in TALKS.items()]
    lines = "\n".join(json.dumps(talk) for talk in asked)
    answered = map(json.loads, real.run("ask", "--jsonl", given=lines).splitlines())
    return {line["id"]: line["replies"] for line in answered}


@pytest.mark.parametrize("talk", TALKS)
def test_the_talk_goes_as_it_should(talk: str, replies: Replies) -> None:
    turns = zip(TALKS[talk], replies[talk], strict=True)
    faults = [f"{turn.says}: {fault}" for turn, reply in turns for fault in turn.wrong(reply)]
    assert not faults, "\n".join(faults)


def test_asking_stores_nothing_in_the_real_database(replies: Replies, real: RealSystem) -> None:
    assert replies
    assert real.rows("SELECT 1 FROM inbox WHERE channel = 'terminal'") == []
