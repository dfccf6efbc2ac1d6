"""What the parts of the pipeline promise."""

import numpy as np
import pytest
from rasa.shared.exceptions import RasaException
from rasa.shared.nlu.training_data.message import Message
from scipy.special import softmax

from engine.components import action_schema
from engine.components.entity_rules import EntityRules
from engine.components.intent_classifier import FoldedIntentClassifier
from engine.components.readings import columns, rows_of
from engine.components.softmax import Softmax
from engine.components.turn_message import for_rasa


@pytest.fixture(scope="module")
def rules() -> EntityRules:
    return EntityRules.create({}, None, None, None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mã 1.001193 nhé", [("code", "1.001193")]),
        ("hồ sơ H29.7-250712-0001 đâu", [("dossier", "H29.7-250712-0001")]),
        ("sinh ngày 05/06/2026", [("date", "05/06/2026")]),
        ("ngày 5 tháng 6 năm 2026", [("date", "ngày 5 tháng 6 năm 2026")]),
        ("tháng 7/2025", [("date", "7/2025")]),
        ("nộp 50.000 đồng cho 2 bản", [("number", "50.000"), ("number", "2")]),
        ("ở xã  Tân Bình, tỉnh Đồng Nai", [("place", "xã  Tân Bình"), ("place", "tỉnh Đồng Nai")]),
        ("Phường 12 thì sao", [("place", "Phường 12")]),
        ("Nghị định 123/2015/NĐ-CP", []),
        ("thông tin", []),
    ],
)
def test_rules_find_what_is_there_and_where(
    rules: EntityRules, text: str, found: list[tuple[str, str]]
) -> None:
    message = Message.build(text)
    rules.process([message])
    entities = message.get("entities")
    assert [(entity["entity"], entity["value"]) for entity in entities] == found
    assert all(text[entity["start"] : entity["end"]] == entity["value"] for entity in entities)


@pytest.mark.parametrize(
    ("text", "taken_as"),
    [
        (' /ask_fee{"code":"1.001193"} ', '/ask_fee{"code":"1.001193"}'),
        ("/ask_fee{oops", "ask_fee{oops"),
        ("/session_start", "session_start"),
        ("/ ở đâu", "ở đâu"),
    ],
)
def test_only_our_own_payloads_are_commands(text: str, taken_as: str) -> None:
    assert for_rasa(text, {"ask_fee"}) == taken_as


def test_action_results_are_still_checked() -> None:
    assert action_schema.check({"events": [], "responses": [{"custom": {}}]})
    for wrong in ({}, {"events": {}, "responses": []}, {"events": [{}], "responses": []}):
        with pytest.raises(RasaException):
            action_schema.check(wrong)


def test_the_short_way_gives_the_margins_of_the_fitted_pipeline() -> None:
    said = ["lệ phí bao nhiêu", "hết nhiêu tiền", "nộp ở đâu", "nộp chỗ nào", "xin chào", "chào em"]
    intents = ["fee", "fee", "place", "place", "greet", "greet"]
    defaults = FoldedIntentClassifier.get_default_config()
    classifier = FoldedIntentClassifier({**defaults, "min_df": 1}, None, None)
    model = classifier.fitted(list(zip(said, intents, strict=True)), [])
    for text in (*said, "Le phi bn vậy ạ", "chưa từng thấy", "a", "!!!", ""):
        short = Softmax(model, scale=2.0).chances(columns(text))
        margins = model.decision_function(rows_of([text]))[0]
        assert np.allclose(short, softmax(2.0 * margins), atol=1e-4)


@pytest.fixture(scope="module")
def classifier() -> FoldedIntentClassifier:
    """A classifier that has learnt three aspects and a greeting."""
    asked = {
        "ask_fee": ["lệ phí bao nhiêu", "hết bao nhiêu tiền", "phí thế nào", "tốn mấy đồng"],
        "ask_place": ["nộp ở đâu", "đến chỗ nào", "ra đâu làm", "cơ quan nào nhận"],
        "ask_documents": ["cần giấy tờ gì", "hồ sơ gồm những gì", "mang theo gì", "giấy tờ nào"],
        "greet": ["xin chào", "chào em", "chào bạn", "dạ chào"],
    }
    examples = [(text, intent) for intent, texts in asked.items() for text in texts]
    config = {**FoldedIntentClassifier.get_default_config(), "min_df": 1, "several": 0.3}
    model = FoldedIntentClassifier(config, None, None).fitted(examples, ["khai sinh", "hộ chiếu"])
    return FoldedIntentClassifier(config, None, None, model)


def read_by(classifier: FoldedIntentClassifier, text: str) -> Message:
    return classifier.process([Message.build(text)])[0]


def test_two_questions_in_one_message_become_two_entities(
    classifier: FoldedIntentClassifier,
) -> None:
    text = "cần giấy tờ gì và lệ phí bao nhiêu"
    message = read_by(classifier, text)
    found = [(e["value"], text[e["start"] : e["end"]]) for e in message.get("entities")]
    assert found == [("documents", "cần giấy tờ gì"), ("fee", "lệ phí bao nhiêu")]
    assert message.get("intent")["name"] == "ask_documents"


def test_one_question_has_no_entity_of_its_own(classifier: FoldedIntentClassifier) -> None:
    message = read_by(classifier, "chào em, lệ phí bao nhiêu")
    assert message.get("entities") == []
    assert message.get("intent")["name"] in ("ask_fee", "greet")


def test_what_the_classifier_finds_stays_beside_what_the_rules_find(
    classifier: FoldedIntentClassifier, rules: EntityRules
) -> None:
    message = read_by(classifier, "mã 1.001193 cần giấy tờ gì, nộp ở đâu")
    rules.process([message])
    assert [e["entity"] for e in message.get("entities")] == ["aspect", "aspect", "code"]


@pytest.mark.parametrize("text", ["", "   ", "!!!", "🙂"])
def test_a_text_without_words_has_no_intent(classifier: FoldedIntentClassifier, text: str) -> None:
    message = read_by(classifier, text)
    assert message.get("intent") == {"name": None, "confidence": 0.0}
    assert message.get("entities") == []


@pytest.mark.parametrize("text", ["le phi bao nhieu", "lệ phi bao nhiu", "LỆ PHÍ BAO NHIÊU?"])
def test_hurried_typing_is_read_too(classifier: FoldedIntentClassifier, text: str) -> None:
    assert read_by(classifier, text).get("intent")["name"] == "ask_fee"


def test_what_is_asked_stands_apart_from_what_it_is_about() -> None:
    assert columns("lệ phí khai sinh")[2] == columns("lệ phí hộ chiếu")[2] == "« le phi § »"


@pytest.mark.parametrize("text", ["hjkl hjkl", "blah bleh", "asdfgh"])
def test_gibberish_is_not_believed(classifier: FoldedIntentClassifier, text: str) -> None:
    assert read_by(classifier, text).get("intent")["confidence"] == 0.0
