"""What a running engine promises the app, with a stand-in for its actions."""

import json
import statistics
import time
from uuid import uuid4

import pytest

from tests.engine.fake_actions import FakeActions
from tests.engine.running import SECRET, RunningEngine

ODD = ("", " \n ", "/", "//", "/back", "/unknown", "/ask_fee{", "🙂", "<script>", "\x00\x07")
FORM = '/fit_my_case{"code":"1.001193"}'


@pytest.fixture
def chat() -> str:
    return uuid4().hex


def spoken(answer: dict) -> list[str]:
    return [reply["action"] for reply in answer["replies"]]


def test_health_names_the_model_that_answers(engine: RunningEngine) -> None:
    status, body = engine.health()
    assert status == 200
    assert body["ready"] is True
    assert body["model"].endswith(".tar.gz")


@pytest.mark.parametrize("secret", ["", "wrong", SECRET + "x"])
def test_nobody_without_the_secret_gets_anything(engine: RunningEngine, secret: str) -> None:
    assert engine.health(secret)[0] == 401
    assert engine.post({"conversation": "c", "text": "chào"}, secret)[0] == 401


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"[]",
        {"text": "no conversation"},
        {"conversation": "", "text": "empty conversation"},
        {"conversation": "c", "text": 7},
        {"conversation": "c", "text": "x" * 4001},
        {"conversation": "c", "text": "x", "state": "not an object"},
        json.dumps({"conversation": "c", "text": "x", "more": "y" * 70_000}).encode(),
    ],
)
def test_a_bad_body_is_told_what_is_wrong(engine: RunningEngine, body: object) -> None:
    status, answer = engine.post(body)
    assert status == 400
    assert answer["error"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "/",
        "//",
        "/back",
        "/unknown",
        "/ask_fee{",
        "🙂",
        "<script>",
        "\x00\x07",
        "x" * 4000,
    ],
)
def test_any_text_gets_exactly_one_reply(engine: RunningEngine, chat: str, text: str) -> None:
    assert len(spoken(engine.turn(chat, text))) == 1


@pytest.mark.parametrize(
    ("text", "intent", "action"),
    [
        ("mất bao nhiêu tiền vậy ạ", "ask_fee", "action_answer"),
        ("mat bao nhieu tien vay a", "ask_fee", "action_answer"),
        ("chào ad", "greet", "action_talk"),
        ("giá vàng hôm nay", "off_topic", "action_limits"),
        ("/restart", "restart", "action_start_over"),
        ("/pass_on", "pass_on", "action_pass_on"),
        ("/affirm", "affirm", "action_yes_no"),
    ],
)
def test_each_kind_of_message_reaches_its_action(
    engine: RunningEngine, chat: str, text: str, intent: str, action: str
) -> None:
    answer = engine.turn(chat, text)
    assert answer["intent"]["name"] == intent
    assert spoken(answer) == [action]


def test_an_answer_tells_what_was_understood(engine: RunningEngine, chat: str) -> None:
    answer = engine.turn(chat, "ở phường Bến Nghé, thủ tục 1.001193 tốn bao nhiêu tiền")
    assert answer["ranking"][0]["name"] == "ask_fee"
    assert len(answer["ranking"]) <= 5
    places_and_codes = {found["entity"]: found["value"] for found in answer["entities"]}
    assert places_and_codes == {"place": "phường Bến Nghé", "code": "1.001193"}
    assert answer["state"]["procedure_code"] == "1.001193"


def test_yes_and_no_mean_the_open_offer_while_there_is_one(
    engine: RunningEngine, chat: str
) -> None:
    for reaction, action in (("vâng", "action_pass_on"), ("không ạ", "action_decline")):
        engine.turn(chat, "muốn xin trợ cấp nuôi bồ câu")
        assert spoken(engine.turn(chat, reaction)) == [action]
        assert spoken(engine.turn(chat, reaction)) == ["action_yes_no"]


def test_the_form_asks_until_it_knows_and_then_answers(engine: RunningEngine, chat: str) -> None:
    assert spoken(engine.turn(chat, FORM)) == ["action_ask_question_1"]
    assert spoken(engine.turn(chat, "blah bleh")) == ["action_ask_question_1"]
    answer = engine.turn(chat, '/answer_situation{"option":"has_birth_paper"}')
    assert spoken(answer) == ["action_fitted_answer"]
    assert answer["state"]["situations"] == {"birth_paper": "has_birth_paper"}


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("hết bao nhiêu tiền", "action_answer"),
        ("cảm ơn nhé", "action_talk"),
        ("cho tôi gặp người thật", "action_limits"),
        ("làm lại từ đầu", "action_start_over"),
        ("/pass_on", "action_pass_on"),
    ],
)
def test_another_message_gets_its_answer_and_ends_the_form(
    engine: RunningEngine, chat: str, text: str, action: str
) -> None:
    engine.turn(chat, FORM)
    answer = engine.turn(chat, text)
    assert spoken(answer) == [action]
    assert "requested_slot" not in answer["state"]
    assert spoken(engine.turn(chat, "vâng")) == ["action_yes_no"]


def test_an_unknown_conversation_gets_back_what_the_app_remembers(
    engine: RunningEngine, chat: str
) -> None:
    state = {"procedure_code": "1.001193", "offer": "xin trợ cấp", "no_such_slot": 1}
    first = engine.turn(chat, "vâng", state)
    assert first["restored"] is True
    assert first["state"]["procedure_code"] == "1.001193"
    assert spoken(first) == ["action_pass_on"]
    again = engine.turn(chat, "cảm ơn", {"procedure_code": "9.999999"})
    assert again["restored"] is False
    assert again["state"]["procedure_code"] == "1.001193"


def test_an_open_form_is_restored_too(engine: RunningEngine, chat: str) -> None:
    state = engine.turn(chat, FORM)["state"]
    answer = engine.turn(chat + "-after-restart", "có giấy chứng sinh", state)
    assert spoken(answer) == ["action_fitted_answer"]


def test_a_failing_action_costs_the_reply_and_nothing_else(
    engine: RunningEngine, actions: FakeActions, chat: str
) -> None:
    engine.turn(chat, '/ask_fee{"code":"1.001193"}')
    actions.broken = True
    failed = engine.turn(chat, "làm ở đâu")
    actions.broken = False
    assert failed["replies"] == []
    answer = engine.turn(chat, "làm ở đâu")
    assert spoken(answer) == ["action_answer"]
    assert answer["state"]["procedure_code"] == "1.001193"


def test_a_long_conversation_stays_small_and_forgets_no_slot(
    engine: RunningEngine, actions: FakeActions, chat: str
) -> None:
    engine.turn(chat, '/ask_fee{"code":"1.001193"}')
    costs = [timed_turn(engine, chat, index) for index in range(150)]
    print(f"ms a turn: first 30 {median(costs[:30])}, last 30 {median(costs[-30:])}")
    assert len(actions.calls[-1]["tracker"]["events"]) <= 60
    assert actions.calls[-1]["tracker"]["slots"]["procedure_code"] == "1.001193"


def timed_turn(engine: RunningEngine, chat: str, index: int) -> float:
    start = time.perf_counter()
    answer = engine.turn(chat, ("cần giấy tờ gì", "mất bao nhiêu tiền", "cảm ơn")[index % 3])
    assert len(answer["replies"]) == 1
    return time.perf_counter() - start


def median(costs: list[float]) -> float:
    return round(statistics.median(costs) * 1000, 1)


def test_no_message_text_reaches_the_log(engine: RunningEngine, chat: str) -> None:
    for text in ("bí mật của tôi", "/bí mật của tôi", "/ask_fee{bí mật của tôi"):
        engine.turn(chat, text)
    assert "bí mật" not in engine.log.read_text()
