"""Citizens are asked now and then whether an answer helped, and what they say is taken."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalogue.catalogue import Catalogue
from bot.catalogue.record import Procedure
from bot.channels import terminal
from bot.channels.rendering import as_text
from bot.channels.telegram import rendering as telegram
from bot.channels.web.message import PostedMessage
from bot.channels.zalo import facts
from bot.channels.zalo import rendering as zalo
from bot.conversation import handing
from bot.conversation.answer import Answerer
from bot.conversation.buttons import BUTTONS
from bot.conversation.ports import Kind, Understood
from bot.conversation.rated import KEPT, REASONS, SKIP, THANKS, TO_DEPARTMENT, Rating
from bot.conversation.rating import DOWN, EVERY, HURRY, RATING, UP
from bot.conversation.remark import is_remark
from bot.conversation.safe import SafeReplies, contacts
from bot.reply import (
    Button,
    Candidate,
    FeedbackDraft,
    LinkBlock,
    Outcome,
    ProcedureRef,
    Reply,
    TextBlock,
)
from tests.records import PROVINCE, record
from tests.unit.test_conversation import stored

CATALOGUE = Catalogue([Procedure.model_validate(record())])
NEXT = (Button(title="Lệ phí", payload="/ask_fee"), Button(title="Nơi nộp", payload="/ask_place"))
MORE = tuple(Button(title=f"Nút {n}", payload="/ask_time") for n in range(4))


def answer(code: str = "1.000001", outcome: Outcome = "answered", **more: Any) -> Reply:
    about = ProcedureRef(code=code, name=f"Thủ tục {code}", version="v")
    fixed = {"procedure": about, "aspect": "fee", "buttons": NEXT, **more}
    return Reply(outcome=outcome, blocks=(TextBlock(text="Dạ, 8.000 đồng ạ."),), **fixed)


@dataclass
class Talk:
    """A talk with an engine that replies what it is told to; the state is kept as JSON."""

    reply: Reply = field(default_factory=answer)
    slots: Mapping[str, Any] = field(default_factory=dict)
    state: Mapping[str, Any] = field(default_factory=dict)
    now: datetime = datetime(2026, 1, 15, 9, tzinfo=UTC)
    asked: list[str] = field(default_factory=list)

    async def ask(self, _conversation: str, text: str, _state: Mapping[str, Any]) -> Understood:
        self.asked.append(text)
        return Understood([self.reply], "ask_fee", 0.9, [], [], {"aspect": "fee", **self.slots})

    def skip(self, **time: float) -> None:
        self.now += timedelta(**time)

    def say(self, text: str, kind: Kind = "text", **more: Any) -> Reply:
        rating = Rating(lambda: CATALOGUE, contacts(PROVINCE), lambda: self.now)
        answerer = Answerer(self, SafeReplies(PROVINCE), rating=rating)
        made = asyncio.run(answerer.answer(stored(text, kind, state=self.state, **more)))
        assert made.fault == ""
        self.state = json.loads(json.dumps(made.state))
        return made.reply

    def press(self, payload: str) -> Reply:
        return self.say(payload, "button")

    def answered(self, reply: Reply | None = None, after: float = 60.0) -> Reply:
        """Ask the engine something after so many seconds."""
        self.skip(seconds=after)
        self.reply = reply or answer()
        return self.say("rồng nhà em lệ phí bao nhiêu")


def asks(reply: Reply) -> bool:
    return reply.buttons[-2:] == (UP, DOWN)


def test_under_an_answer_about_one_procedure_stand_two_buttons_after_its_own() -> None:
    reply = Talk().answered()
    assert reply.buttons == (*NEXT, UP, DOWN)


def test_an_answer_that_says_it_is_partial_is_asked_about_too() -> None:
    assert asks(Talk().answered(answer(outcome="partial")))


@pytest.mark.parametrize(
    "outcome", ["clarify", "unmet", "handoff", "smalltalk", "off_topic", "refused", "error"]
)
def test_what_is_no_answer_is_never_asked_about(outcome: Outcome) -> None:
    assert not asks(Talk().answered(answer(outcome=outcome)))


@pytest.mark.parametrize(
    "reply",
    [
        answer(procedure=None),
        answer(buttons=MORE),
        answer(candidates=(Candidate(code="1.000002", name="Khác", score=0.4),)),
        answer(wants_person=True),
    ],
    ids=["no procedure", "many buttons", "not sure which", "a person is called"],
)
def test_an_answer_is_not_asked_about_where_it_would_disturb(reply: Reply) -> None:
    assert not asks(Talk().answered(reply))


def test_an_answer_that_asks_something_itself_is_left_alone() -> None:
    assert not asks(Talk(slots={"asked": "wings"}).answered())


def test_after_a_person_was_called_nothing_is_asked_on_that_day() -> None:
    talk = Talk()
    talk.answered(answer(outcome="handoff", wants_person=True))
    assert not asks(talk.answered())
    talk.skip(days=1)
    assert asks(talk.answered())


def test_who_asks_on_within_seconds_is_not_interrupted() -> None:
    talk = Talk()
    talk.answered(answer(procedure=None))
    assert not asks(talk.answered(after=HURRY - 1))
    assert asks(talk.answered(after=HURRY))


def test_a_procedure_is_asked_about_once_a_day() -> None:
    talk = Talk()
    assert [asks(talk.answered()) for _ in range(5)] == [True, False, False, False, False]
    talk.skip(days=1)
    assert asks(talk.answered())


def test_without_the_engine_nothing_is_asked_and_the_count_goes_on() -> None:
    talk = Talk()
    talk.answered()
    assert not asks(talk.say("", "media", media="photo"))
    replies = [talk.answered(answer(f"1.00000{n}")) for n in range(2, 5)]
    assert [asks(reply) for reply in replies] == [False, False, True]


OUTCOMES: list[Outcome] = ["answered", "partial", "clarify", "smalltalk", "error"]
STEP = st.tuples(
    st.sampled_from(OUTCOMES),
    st.integers(1, 3),
    st.sampled_from([(), NEXT, MORE]),
    st.sampled_from([1.0, 30.0, 4 * 3600.0]),
    st.sampled_from(["", UP.payload, DOWN.payload, "1", "không đúng ý"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(STEP, max_size=12))
def test_never_twice_within_three_answers_nor_twice_a_day_about_one_procedure(
    steps: list[tuple[Outcome, int, tuple[Button, ...], float, str]],
) -> None:
    talk, answers, days = Talk(), [], set()
    for outcome, number, buttons, seconds, then in steps:
        replies = [talk.answered(answer(f"1.00000{number}", outcome, buttons=buttons), seconds)]
        if then:
            replies.append(talk.say(then, "button" if then.startswith("/") else "text"))
        answers += [asks(r) for r in replies if r.outcome in ("answered", "partial")]
        for reply in filter(asks, replies):
            day = ((talk.now + timedelta(hours=7)).date(), number)
            assert day not in days
            assert len(reply.buttons) <= facts.MOST_BUTTONS
            days.add(day)
    asked = [number for number, is_asked in enumerate(answers) if is_asked]
    assert all(later - one >= EVERY for one, later in pairwise(asked))


def test_up_is_thanked_for_in_one_sentence_and_kept_without_the_engine() -> None:
    talk = Talk()
    talk.answered()
    reply = talk.press(UP.payload)
    assert (reply.outcome, reply.buttons, as_text(reply)) == ("smalltalk", (), THANKS)
    assert reply.feedback == FeedbackDraft(rating="up")
    assert len(talk.asked) == 1


def test_down_is_kept_at_once_and_asks_why() -> None:
    talk = Talk()
    talk.answered()
    reply = talk.press(DOWN.payload)
    assert reply.feedback == FeedbackDraft(rating="down")
    assert [button.title for button in reply.buttons] == [*REASONS.values()]
    assert reply.outcome == "smalltalk"


@pytest.mark.parametrize("number", range(1, 6))
def test_the_reason_is_given_by_button_by_number_or_by_its_words(number: int) -> None:
    why, title = [*REASONS.items()][number - 1]
    for said in (title.lower(), f"{number}.", f'/rate{{"r":"down","why":"{why}"}}'):
        talk = Talk()
        talk.answered()
        talk.press(DOWN.payload)
        reply = talk.say(said, "button" if said.startswith("/") else "text")
        assert reply.feedback == FeedbackDraft(rating="down", reason=why)
        assert [button.title for button in reply.buttons] == [TO_DEPARTMENT, SKIP]


def complained(talk: Talk) -> Talk:
    talk.answered()
    talk.press(DOWN.payload)
    talk.say("2")
    return talk


def test_a_word_of_their_own_is_kept_with_the_reason() -> None:
    talk = complained(Talk())
    reply = talk.say("Em trả lời chung chung quá")
    said = FeedbackDraft(rating="down", reason="missing", word="Em trả lời chung chung quá")
    assert (reply.feedback, as_text(reply)) == (said, KEPT)
    assert len(talk.asked) == 1


def test_a_question_instead_of_a_word_is_answered() -> None:
    talk = complained(Talk())
    reply = talk.say("rồng nhà tôi mới nở")
    assert reply.feedback is None
    assert talk.asked[-1] == "rồng nhà tôi mới nở"
    assert talk.say("em trả lời chung chung quá").feedback is None, "nobody waits for a word"


@pytest.mark.parametrize("said", ["2", "bỏ qua", "Bỏ qua."])
def test_the_word_can_be_skipped(said: str) -> None:
    reply = complained(Talk()).say(said)
    assert (reply.feedback, as_text(reply)) == (None, KEPT)


def test_a_question_that_was_answered_badly_can_be_passed_on_once() -> None:
    talk = complained(Talk())
    payload = '/rate{"r":"down","why":"missing","then":"desk"}'
    reply = talk.press(payload)
    assert reply.outcome == "handoff"
    assert reply.need
    assert (reply.need.question, reply.need.field) == ("rồng nhà em lệ phí bao nhiêu", "ho_tich")
    assert PROVINCE.hotline.number in as_text(reply)
    assert talk.press(payload).need is None


def test_a_pressed_question_is_passed_on_with_what_it_was_about() -> None:
    talk = Talk()
    talk.say('/ask_fee{"code":"1.000001"}', "button")
    talk.press(DOWN.payload)
    talk.say("2")
    need = talk.say("chuyển bộ phận phụ trách").need
    assert need
    assert need.question == "fee: Thủ tục 1.000001"


def test_numbers_mean_the_answer_s_buttons_again_after_the_rating() -> None:
    for presses in ([UP.payload], [DOWN.payload, '/rate{"r":"down","why":"wrong","then":"end"}']):
        talk = Talk()
        talk.answered()
        before = talk.state[BUTTONS]
        for payload in presses:
            talk.press(payload)
        assert talk.state[BUTTONS] == before
        assert talk.state["aspect"] == "fee"
        talk.say("1")
        assert talk.asked[-1] == "/ask_fee"


def test_pressing_again_or_otherwise_says_the_new_thing() -> None:
    talk = Talk()
    talk.answered()
    ratings = [
        reply.feedback.rating
        for payload in (UP, UP, DOWN, UP)
        if (reply := talk.press(payload.payload)).feedback
    ]
    assert ratings == ["up", "up", "down", "up"]
    assert not asks(talk.say("1")), "after “up” the reasons are offered no more"
    assert talk.asked[-1] == "/ask_fee"


@pytest.mark.parametrize("button", [UP, DOWN])
def test_a_press_without_an_answer_or_a_day_late_is_thanked_for_and_not_kept(
    button: Button,
) -> None:
    talk = Talk()
    first = talk.press(button.payload)
    talk.answered()
    talk.skip(hours=24, seconds=1)
    for reply in (first, talk.press(button.payload)):
        assert (as_text(reply), reply.feedback, reply.buttons) == (THANKS, None, ())


def test_an_old_button_counts_for_the_last_answer_of_the_day() -> None:
    talk = Talk()
    talk.answered()
    talk.answered(answer("1.000002"))
    talk.skip(hours=23)
    assert talk.press(UP.payload).feedback


@pytest.mark.parametrize(
    "garbage",
    ["", "{}", '{"r":"sideways"}', '{"r":"up","x":1}', '{"r":"down","why":"', "{[", '{"r":1}'],
)
def test_a_payload_that_nobody_offered_is_harmless(garbage: str) -> None:
    talk = Talk()
    talk.answered()
    before = talk.state[BUTTONS]
    reply = talk.press(f"/rate{garbage}")
    assert (reply.outcome, reply.feedback) == ("smalltalk", None)
    assert talk.state[BUTTONS] == before
    assert len(talk.asked) == 1


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=30))
def test_whatever_is_typed_never_breaks_a_rating(text: str) -> None:
    assert complained(Talk()).say(text).outcome != "error"


@pytest.mark.parametrize(
    ("said", "rating"),
    [("3", "up"), ("4", "down"), ("đúng ý tôi", "up"), ("CHUA DUNG", "down"), ("👍", "up")],
)
def test_where_there_are_no_buttons_a_number_or_the_words_do(said: str, rating: str) -> None:
    talk = Talk()
    talk.answered()
    reply = talk.say(said)
    assert reply.feedback
    assert reply.feedback.rating == rating


def test_plain_words_belong_to_the_engine_when_nothing_was_asked() -> None:
    talk = Talk()
    talk.answered(answer(outcome="clarify"))
    assert talk.say("chưa đúng").feedback is None
    assert talk.say("đúng rồi").feedback is None


def test_a_person_in_the_talk_is_not_disturbed() -> None:
    talk = Talk()
    talk.answered()
    assert talk.say(UP.payload, "button", with_person=True).feedback is None


def test_what_a_person_asked_since_counts_more_than_the_reasons() -> None:
    talk = complained(Talk())
    talk.state = {**talk.state, **handing.ASKED}
    for said in ("2", "em trả lời chung chung quá"):
        assert talk.say(said).feedback is None


def test_the_engine_is_not_told_of_ratings_and_the_state_stays_small() -> None:
    talk = Talk()
    for number in range(40):
        talk.answered(answer(f"1.{number:06}"), after=3600)
    assert len(json.dumps(talk.state[RATING])) < 1000


ASKING = answer(buttons=(*NEXT, UP, DOWN))


def test_telegram_shows_them_and_sends_their_payloads_back() -> None:
    keyboard = telegram.render(ASKING)[-1].keyboard
    assert keyboard
    data = [str(b.callback_data) for row in keyboard.inline_keyboard for b in row]
    assert data[-2:] == [UP.payload, DOWN.payload]
    flow = complained(Talk())
    longest = max(len(b[1].encode()) for b in flow.state[RATING]["offered"])
    assert longest <= 64


def test_zalo_shows_both_beside_three_buttons_and_its_titles_are_understood_later_too() -> None:
    link = LinkBlock(title="Nộp", url="https://dichvucong.gov.vn")
    full = ASKING.model_copy(update={"buttons": (*NEXT, MORE[0], UP, DOWN), "blocks": (link,)})
    shown = zalo.render(full)[-1].buttons
    assert [b["title"] for b in shown][-2:] == [UP.title, DOWN.title]
    talk = Talk()
    talk.answered()
    talk.answered(answer("1.000002", outcome="clarify"))
    reply = talk.say(shown[-1]["payload"])
    assert reply.feedback == FeedbackDraft(rating="down")


def test_the_web_page_may_post_each_of_them() -> None:
    for payload in (UP.payload, DOWN.payload, *(b[1] for b in offered_in_a_complaint())):
        message = {"id": "0" * 32, "kind": "button", "text": payload, "label": "x"}
        assert PostedMessage.model_validate(message).text == payload


def offered_in_a_complaint() -> list[list[str]]:
    talk = Talk()
    talk.answered()
    talk.press(DOWN.payload)
    return [*talk.state[RATING]["offered"], *complained(Talk()).state[RATING]["offered"]]


async def test_in_the_terminal_the_numbers_on_the_screen_count() -> None:
    lines = iter(["khai sinh", "4", "1"])
    sent = []

    async def read_line() -> str:
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    async def ask(text: str) -> Reply:
        sent.append(text)
        return ASKING

    await terminal.chat(ask, read_line=read_line)
    assert sent[1:] == [DOWN.payload, "/ask_fee"]


REMARKS = ["khó hiểu quá", "em tra loi chua dung y toi", "sai rồi", "chưa đủ", "thông tin này cũ"]
QUESTIONS = [
    *("chưa rõ nộp ở đâu", "sai tên thì sao", "rồng nhà tôi mới nở", "không đúng hả"),
    *("tôi muốn hỏi việc khác, em chưa trả lời", "lệ phí", "ok", "thiếu giấy chứng sinh"),
]


@pytest.mark.parametrize("text", REMARKS)
def test_a_remark_speaks_of_the_answer(text: str) -> None:
    assert is_remark(text, CATALOGUE)


@pytest.mark.parametrize("text", [*QUESTIONS, "em trả lời chưa đúng " * 20])
def test_in_doubt_it_is_a_question(text: str) -> None:
    assert not is_remark(text, CATALOGUE)
