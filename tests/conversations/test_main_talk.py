"""The talk that this project is for, through the web channel, in one conversation."""

import json

from bot.channels.rendering import as_text
from tests.conversations.talks import load_talks
from tests.system import Citizen, RealSystem

TALK = load_talks()["the main job"]


def test_the_main_job_is_done_and_the_unmet_question_becomes_a_need(
    citizen: Citizen, real: RealSystem
) -> None:
    replies = [citizen.ask(turn.says) for turn in TALK]
    assert [reply.outcome for reply in replies] == [turn.outcome for turn in TALK]
    missing = [
        (turn.says, text)
        for turn, reply in zip(TALK, replies, strict=True)
        for text in (*turn.has, turn.code or "")
        if text not in as_text(reply)
    ]
    assert missing == []
    needs = json.loads(real.run("needs", "--json"))
    assert TALK[-2].says in [need["question"] for need in needs]


def test_the_turns_are_recorded_with_the_version_of_the_record_they_cite(
    citizen: Citizen, real: RealSystem
) -> None:
    citizen.ask("đăng ký khai sinh cần giấy tờ gì")
    [turn] = real.rows("SELECT * FROM turns ORDER BY id DESC LIMIT 1")
    assert (turn["outcome"], turn["procedure_code"], turn["fault"]) == ("answered", "1.001193", "")
    assert turn["procedure_version"]
    assert turn["intent"] == "ask_documents"
