"""What the desk says of what it must not or cannot answer, on a small invented catalogue."""

import re

import pytest

from actions.again import repeat, shorten
from actions.desk import Desk
from actions.message import Message
from actions.talking import FIRM, LIMITS, TALK, limits, talk
from bot.channels.rendering import as_text
from tests.records import CATALOGUE, DRAGON, PROVINCE

DESK = Desk(CATALOGUE, PROVINCE)
EMERGENCY = "113"  # the police, all over the country

WHERE_TO_TURN = {
    "legal_dispute": ["tòa án", "Trợ giúp pháp lý", "luật sư"],
    "crime": ["công an", EMERGENCY],
    "fine": ["biên bản", "Cảnh sát giao thông"],
    "foreign_country": ["đại sứ quán", "lãnh sự quán"],
    "prompt_attack": ["thủ tục"],
    "dossier_status": ["mã hồ sơ", "Cổng Dịch vụ công"],
    "complaint": ["Phản ánh, kiến nghị", "khiếu nại"],
    "reminder": ["chưa nhắc hẹn", "hạn phải làm"],
    "privacy": ["che trước khi lưu", "xóa"],
    "human": ["gặp người thật"],
    "off_topic": ["giấy tờ"],
}
OUTCOMES = {
    "off_topic": "off_topic",
    "legal_dispute": "refused",
    "crime": "refused",
    "fine": "refused",
    "foreign_country": "refused",
    "prompt_attack": "refused",
    "dossier_status": "handoff",
    "complaint": "handoff",
    "reminder": "handoff",
    "human": "handoff",
    "privacy": "smalltalk",
}


def said(intent: str, text: str = "…") -> str:
    return as_text(limits(DESK, Message(text, intent)).reply)


def test_each_limit_is_tried_here() -> None:
    assert set(WHERE_TO_TURN) == set(OUTCOMES) == set(LIMITS)


@pytest.mark.parametrize("intent", LIMITS)
def test_each_limit_has_its_outcome_and_says_where_to_turn(intent: str) -> None:
    assert limits(DESK, Message("…", intent)).reply.outcome == OUTCOMES[intent]
    assert [words for words in WHERE_TO_TURN[intent] if words not in said(intent)] == []


@pytest.mark.parametrize("intent", LIMITS)
def test_no_telephone_number_is_made_up(intent: str) -> None:
    numbers = re.findall(r"\d[\d .]{2,}", LIMITS[intent][1])
    assert [number for number in numbers if number.strip(" .") != EMERGENCY] == []


@pytest.mark.parametrize("intent", [*LIMITS, *TALK])
def test_every_reply_is_polite(intent: str) -> None:
    text = LIMITS[intent][1] if intent in LIMITS else TALK[intent]
    assert "nh/chị" in text
    assert {"ạ", "dạ", "giúp"} & set(re.findall(r"\w+", text.lower()))


@pytest.mark.parametrize("intent", sorted(FIRM))
def test_what_is_wanted_counts_and_not_the_procedure_that_is_named(intent: str) -> None:
    reply = limits(DESK, Message("nuôi rồng", intent)).reply
    assert reply.outcome == OUTCOMES[intent]
    assert reply.procedure is None


def test_a_question_about_a_procedure_is_answered_though_it_sounds_like_chatter() -> None:
    for intent in ("off_topic", "human"):
        reply = limits(DESK, Message("đăng ký nuôi rồng", intent, confidence=0.5)).reply
        assert reply.procedure
        assert reply.procedure.code == DRAGON.code


@pytest.mark.parametrize(
    "message",
    [
        Message("nhắc tôi ngày đóng phí nuôi rồng", "reminder"),
        Message("nhắc tôi nhé", "reminder", context=DRAGON.code),
    ],
)
def test_who_wants_a_reminder_is_one_press_from_the_deadline(message: Message) -> None:
    buttons = limits(DESK, message).reply.buttons
    assert [button.payload for button in buttons] == [f'/ask_deadline{{"code":"{DRAGON.code}"}}']


def test_a_reminder_of_nothing_has_no_button() -> None:
    assert limits(DESK, Message("nhắc tôi nhé", "reminder")).reply.buttons == ()


def test_an_insult_gets_an_apology_and_the_way_to_a_person() -> None:
    text = as_text(talk(DESK, Message("…", "insult")).reply)
    assert "xin lỗi" in text
    assert "gặp cán bộ" in text


def test_the_last_answer_is_given_again() -> None:
    message = Message("nói lại đi", "repeat", context=DRAGON.code, last_aspect="fee")
    reply = repeat(DESK, message).reply
    assert reply.procedure
    assert (reply.procedure.code, reply.aspect) == (DRAGON.code, "fee")


def test_with_nothing_to_repeat_it_asks_what_it_is_about() -> None:
    assert repeat(DESK, Message("nói lại đi", "repeat")).reply.outcome == "clarify"


def test_who_finds_it_too_long_takes_one_part_at_a_time() -> None:
    reply = shorten(DESK, Message("dài quá", "shorter", context=DRAGON.code)).reply
    assert reply.outcome == "clarify"
    assert reply.buttons[1].payload == f'/ask_fee{{"code":"{DRAGON.code}"}}'
    assert shorten(DESK, Message("dài quá", "shorter")).reply.outcome == "clarify"
