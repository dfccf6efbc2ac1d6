"""What the actions decide, on a small invented catalogue."""

from typing import Any

import pytest

from actions import fitting
from actions.answering import decide
from actions.desk import Desk
from actions.finishing import finished
from actions.message import Message
from actions.needing import decline, pass_on
from actions.situations import chosen
from actions.talking import LIMITS, TALK, limits, start_over, talk, yes_no
from bot.catalogue.record import Procedure
from bot.channels.rendering import as_text
from bot.reply import Button
from tests.records import CATALOGUE, DRAGON, PROVINCE, UNICORN

DESK = Desk(CATALOGUE, PROVINCE)


def test_a_named_procedure_is_answered_and_remembered() -> None:
    decision = decide(DESK, Message("nuôi rồng mất bao nhiêu tiền", "ask_fee"))
    assert decision.reply.outcome == "partial"
    assert decision.reply.aspect == "fee"
    assert decision.slots["procedure_code"] == DRAGON.code


def test_a_follow_up_without_a_subject_is_about_the_procedure_of_the_talk() -> None:
    message = Message("cần giấy tờ gì", "ask_documents", context=DRAGON.code)
    reply = decide(DESK, message).reply
    assert reply.procedure
    assert reply.procedure.code == DRAGON.code
    assert reply.aspect == "documents"


def test_a_new_subject_replaces_the_procedure_of_the_talk() -> None:
    message = Message("còn thẻ kỳ lân thì sao", "ask_overview", context=DRAGON.code)
    decision = decide(DESK, message)
    assert decision.slots["procedure_code"] == UNICORN.code


def test_a_correction_keeps_what_was_asked() -> None:
    message = Message("ý tôi là thẻ kỳ lân", "correct", context=DRAGON.code, last_aspect="time")
    reply = decide(DESK, message).reply
    assert reply.procedure
    assert (reply.procedure.code, reply.aspect) == (UNICORN.code, "time")


def test_an_unknown_subject_is_unmet_and_offered_even_in_the_middle_of_a_talk() -> None:
    message = Message("vay tiền mua máy cày trồng lúa", "ask_overview", context=DRAGON.code)
    decision = decide(DESK, message)
    assert decision.reply.outcome == "unmet"
    assert decision.slots["offer"] == message.text
    text = as_text(decision.reply)
    assert PROVINCE.hotline.number in text
    assert PROVINCE.portal in text


def test_gibberish_does_not_repeat_the_last_answer() -> None:
    message = Message("asdfgh", "nlu_fallback", context=DRAGON.code)
    assert decide(DESK, message).reply.outcome == "unmet"


def test_an_old_name_of_a_place_is_explained_beside_the_answer() -> None:
    message = Message("nuôi rồng ở tỉnh Bắc Kạn thì nộp ở đâu", "ask_place")
    text = as_text(finished(DESK, decide(DESK, message), message).reply)
    assert "tỉnh Bắc Kạn đã nhập vào tỉnh Thái Nguyên" in text


def test_no_subject_and_no_talk_asks_what_it_is_about() -> None:
    assert decide(DESK, Message("bao lâu thì xong", "ask_time")).reply.outcome == "clarify"


def test_an_unsure_match_is_asked_back_and_the_choice_answers_the_first_question() -> None:
    asked = decide(DESK, Message("kỳ lân nhà tôi nở", "ask_documents"))
    assert asked.reply.outcome == "clarify"
    assert asked.reply.candidates
    payloads = [b.payload for b in asked.reply.buttons]
    assert payloads[-1] == "/pass_on"
    chosen = Message(
        "số 1", "choose", last_aspect="documents", candidates=(UNICORN.code, DRAGON.code)
    )
    reply = decide(DESK, chosen).reply
    assert reply.procedure
    assert (reply.procedure.code, reply.aspect) == (UNICORN.code, "documents")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("cái thứ hai", DRAGON.code),
        ("2", DRAGON.code),
        ("số một", UNICORN.code),
        ("cái cuối", DRAGON.code),
    ],
)
def test_a_candidate_is_chosen_by_its_place(text: str, code: str) -> None:
    message = Message(text, "choose", candidates=(UNICORN.code, DRAGON.code))
    reply = decide(DESK, message).reply
    assert reply.procedure
    assert reply.procedure.code == code


def test_a_situation_said_in_the_message_fits_the_answer() -> None:
    reply = decide(DESK, Message("rồng biết bay thì nuôi rồng mất phí gì", "ask_fee")).reply
    assert reply.situations == {"wings": "winged"}
    assert "20.000 đồng" in as_text(reply)


def test_situations_of_another_procedure_are_forgotten() -> None:
    message = Message(
        "thẻ kỳ lân", "ask_overview", context=DRAGON.code, situations={"wings": "winged"}
    )
    assert decide(DESK, message).slots["situations"] == {}


@pytest.mark.parametrize("intent", TALK)
def test_small_talk_has_its_outcome_and_no_facts(intent: str) -> None:
    reply = talk(DESK, Message("…", intent)).reply
    assert reply.outcome == "smalltalk"
    assert reply.procedure is None


def test_it_says_that_it_is_a_machine() -> None:
    for intent in ("greet", "bot_challenge", "smalltalk", "help"):
        assert "máy" in as_text(talk(DESK, Message("…", intent)).reply)


def test_a_question_behind_a_greeting_is_answered() -> None:
    reply = talk(DESK, Message("chào em, chị muốn nuôi rồng", "greet")).reply
    assert reply.procedure
    assert reply.procedure.code == DRAGON.code


@pytest.mark.parametrize("intent", LIMITS)
def test_each_limit_has_its_outcome_and_somewhere_to_turn(intent: str) -> None:
    reply = limits(DESK, Message("hàng xóm kiện tôi", intent)).reply
    assert reply.outcome == LIMITS[intent][0]
    assert reply.outcome == "off_topic" or PROVINCE.hotline.number in as_text(reply)


def test_yes_to_the_offer_makes_a_need_with_the_question_and_a_field_guess() -> None:
    decision = pass_on(DESK, Message("có", "affirm", offer="rồng nhà hàng xóm nở thì sao"))
    assert decision.reply.outcome == "handoff"
    assert decision.reply.need
    assert decision.reply.need.question == "rồng nhà hàng xóm nở thì sao"
    assert decision.reply.need.field == "ho_tich"
    assert "Phòng hộ tịch" in as_text(decision.reply)
    assert decision.slots["offer"] is None


def test_nothing_to_pass_on_asks_for_the_question() -> None:
    reply = pass_on(DESK, Message("chuyển giúp tôi", "pass_on")).reply
    assert reply.outcome == "clarify"
    assert reply.need is None


def test_no_to_the_offer_makes_no_need() -> None:
    decision = decline(DESK)
    assert decision.reply.need is None
    assert decision.slots["offer"] is None


def test_a_yes_or_no_to_nothing_is_polite() -> None:
    assert yes_no(DESK, Message("có", "affirm")).reply.outcome == "clarify"
    assert yes_no(DESK, Message("không", "deny")).reply.outcome == "smalltalk"


def test_starting_over_forgets_everything() -> None:
    assert set(start_over(DESK).slots.values()) == {None}


def test_the_form_asks_only_what_is_not_known() -> None:
    def asks(procedure: Procedure, known: dict[str, str]) -> Any:
        return fitting.progress(procedure, known)["requested_slot"]

    assert asks(DRAGON, {}) == "question_1"
    assert asks(DRAGON, {"wings": "winged"}) == "question_2"
    assert asks(DRAGON, {"wings": "winged", "fire": "cold"}) is None
    assert asks(UNICORN, {}) is None


def test_the_form_keeps_nothing_of_an_earlier_one() -> None:
    slots = fitting.progress(DRAGON, {"fire": "cold"})
    assert (slots["question_1"], slots["question_2"]) == (None, "cold")
    assert (slots["procedure_code"], slots["situations"]) == (DRAGON.code, {"fire": "cold"})


def test_an_answer_counts_only_for_the_question_that_was_asked() -> None:
    first = Message("1", "choose")
    assert fitting.said(DRAGON, "question_1", first) == {"wings": "winged"}
    assert fitting.said(DRAGON, "question_2", first) == {"fire": "fiery"}
    assert fitting.said(DRAGON, None, first) == {}


def test_a_situation_is_asked_with_a_button_an_option() -> None:
    reply = fitting.ask(DRAGON, "question_1")
    assert reply.outcome == "clarify"
    assert reply.buttons[0] == Button(
        title="Có cánh", payload='/answer_situation{"option":"winged"}'
    )


@pytest.mark.parametrize(
    ("message", "option"),
    [
        (Message("/answer_situation", option="winged"), "winged"),
        (Message("1"), "winged"),
        (Message("co canh"), "winged"),
        (Message("rồng biết bay đó em"), "winged"),
        (Message("có ạ", "affirm"), "winged"),
        (Message("dạ không", "deny"), "wingless"),
        (Message("lệ phí bao nhiêu", "ask_fee"), None),
        (Message("9"), None),
        (Message("/answer_situation", option="fiery"), None),
    ],
)
def test_an_answer_to_the_form_is_read_in_every_form(message: Message, option: str | None) -> None:
    assert chosen(DRAGON.situations[0], message) == option


def test_the_fitted_answer_is_a_checklist_and_clears_the_form() -> None:
    decision = fitting.fitted(DRAGON, {"wings": "winged", "fire": "cold"}, Message("2"))
    assert decision.reply.situations == {"wings": "winged", "fire": "cold"}
    assert decision.slots["question_1"] is None
    assert decision.slots["situations"] == {"wings": "winged", "fire": "cold"}


def test_what_is_asked_before_one_of_several_is_chosen_waits_for_the_choice() -> None:
    offered = Message(
        "lệ phí bao nhiêu",
        "ask_fee",
        candidates=(DRAGON.code, UNICORN.code),
        offer="thẻ kỳ lân hay sổ rồng",
    )
    decision = decide(DESK, offered)
    assert decision.reply.outcome == "clarify"
    assert {c.code for c in decision.reply.candidates} == {DRAGON.code, UNICORN.code}
    assert (decision.slots["aspect"], decision.slots["offer"]) == ("fee", offered.offer)
