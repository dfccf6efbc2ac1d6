"""The answer in the citizen's case: what is said already is not asked, and the end is the list."""

from typing import Any

import pytest

from actions.answering import about, decide
from actions.desk import Desk
from actions.message import Message
from actions.situations import chosen, known_situations
from bot.catalogue.catalogue import Catalogue
from bot.catalogue.record import Procedure
from bot.channels.rendering import as_text
from bot.reply import LinkBlock, Reply, WarningBlock
from tests.records import DRAGON, PROVINCE, record

DESK = Desk(Catalogue([DRAGON]), PROVINCE)
WINGS = DRAGON.situations[0]


def answered(text: str, intent: str, **more: Any) -> Message:
    return Message(text, intent, context=DRAGON.code, **more)


def printable(reply: Reply) -> bool:
    return any(isinstance(b, LinkBlock) and b.is_ours for b in reply.blocks)


def test_the_answer_to_the_last_question_gives_the_checklist() -> None:
    asked = about(DRAGON, "documents", Message("nuôi rồng cần giấy tờ gì", "ask_documents"))
    assert asked.slots["asked"] == "wings"
    assert not printable(asked.reply)
    decision = decide(DESK, answered("có cánh", "affirm", asked="wings", last_aspect="documents"))
    assert printable(decision.reply)
    assert (decision.slots["asked"], decision.slots["aspect"]) == (None, "documents")
    assert decision.slots["situations"] == {"wings": "winged"}


def test_the_question_about_the_papers_is_answered_by_them_also_when_more_was_asked() -> None:
    more = Message("hạn nộp, giấy tờ nuôi rồng", aspects=("deadline", "documents"))
    assert about(DRAGON, "deadline", more).slots["asked"] == "wings"
    message = answered("có cánh", "affirm", asked="wings", last_aspect="deadline")
    assert printable(decide(DESK, message).reply)


def test_a_fee_that_was_asked_alone_is_answered_alone() -> None:
    message = answered("có cánh", "affirm", asked="wings", last_aspect="fee")
    reply = decide(DESK, message).reply
    assert not printable(reply)
    assert "20.000 đồng" in as_text(reply)


def test_what_the_message_says_is_not_asked_again() -> None:
    message = Message("rồng biết bay nuôi rồng cần giấy tờ gì", "ask_documents")
    decision = about(DRAGON, "documents", message)
    assert decision.slots["asked"] is None
    assert decision.reply.situations == {"wings": "winged"}


def test_two_answers_to_one_question_are_none() -> None:
    options = [
        {"id": "north", "label": "Bắc", "phrases": ["ở miền bắc"]},
        {"id": "south", "label": "Nam", "phrases": ["ở miền nam"]},
    ]
    where = {"id": "where", "question": "Ở đâu ạ?", "options": options}
    procedure = Procedure.model_validate(record(situations=[where], documents=[], submissions=[]))
    both, one = Message("ở miền bắc hay ở miền nam"), Message("không ở miền bắc, ở miền nam")
    assert known_situations(procedure, both) == {}
    assert known_situations(procedure, one) == {"where": "south"}


@pytest.mark.parametrize(
    ("message", "option"),
    [
        (Message("không có cánh"), "wingless"),
        (Message("ko co canh a"), "wingless"),
        (Message("rồng biết bay, có cánh đó"), "winged"),
        (Message("không phải rồng biết bay"), None),
        (Message("²"), None),
        (Message("1" * 999), None),
        (Message("phun lửa"), None),
    ],
)
def test_a_denied_option_is_not_chosen(message: Message, option: str | None) -> None:
    assert chosen(WINGS, message) == option


def test_a_part_of_a_label_is_an_answer_but_not_beside_another_question() -> None:
    fire = DRAGON.situations[1]
    assert chosen(fire, Message("lửa")) is None  # of both labels
    assert chosen(fire, Message("có phun")) == "fiery"
    assert chosen(fire, Message("có phun", "ask_fee")) is None


def test_what_is_past_the_deadline_is_said_with_the_records_words() -> None:
    deadline = {"text": "Báo trong 30 ngày kể từ ngày nở", "days": 30}
    procedure = Procedure.model_validate(record(deadline=deadline))
    late, in_time = (
        about(procedure, "documents", Message(f"rồng nở {time} rồi cần gì")).reply.blocks[1]
        for time in ("hơn 2 tháng", "10 ngày")
    )
    assert isinstance(late, WarningBlock)
    assert "Báo trong 30 ngày kể từ ngày nở." in late.text
    assert not isinstance(in_time, WarningBlock)
