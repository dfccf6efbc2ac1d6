"""What the parts of the pipeline promise."""

import numpy as np
import pytest
from rasa.shared.exceptions import RasaException
from rasa.shared.nlu.training_data.message import Message
from scipy.special import softmax

from engine.components import action_schema
from engine.components.augmentation import swap_topics
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


def test_a_question_is_learnt_about_other_topics_too() -> None:
    examples = [("khai sinh hết bao nhiêu", "ask_fee"), ("ở đâu", "ask_place"), ("chào", "greet")]
    made = list(swap_topics(examples, ["khai sinh", "hộ chiếu"], ["ask_"], copies=2))
    assert ("hộ chiếu hết bao nhiêu", "ask_fee") in made
    assert any("hộ chiếu" in text and "ở đâu" in text for text, _ in made)
    assert [text for text, intent in made if intent == "greet"] == ["chào"]


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
        assert np.allclose(short, softmax(2.0 * model.decision_function(rows_of([text]))[0]))
