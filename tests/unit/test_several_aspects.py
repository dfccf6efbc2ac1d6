"""How a message with several questions is cut."""

import pytest

from engine.components.several_aspects import parts, several_aspects

INTENTS = {"giấy tờ": "ask_documents", "bao nhiêu": "ask_fee", "ở đâu": "ask_place", "con": "greet"}


def guess(text: str) -> tuple[str, float]:
    return next(((i, 0.9) for word, i in INTENTS.items() if word in text), ("ask_overview", 0.9))


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("cần giấy tờ gì và lệ phí bao nhiêu", ["cần giấy tờ gì", "lệ phí bao nhiêu"]),
        ("mất bao lâu, nộp ở đâu vậy", ["mất bao lâu", "nộp ở đâu vậy"]),
        ("cần giấy tờ gì nộp ở đâu", ["cần giấy tờ gì", "nộp ở đâu"]),
        ("can gi roi nop o dau", ["can gi", "nop o dau"]),
        ("bao lâu thì xong", ["bao lâu thì xong"]),
        ("mấy ngày có", ["mấy ngày có"]),
        ("nộp bản sao trích lục được không", ["nộp bản sao trích lục được không"]),
        ("làm cho con được không", ["làm cho con được không"]),
        ("lệ phí 8.000 đồng", ["lệ phí 8.000 đồng"]),
        ("", []),
        ("?!", []),
    ],
)
def test_a_message_is_cut_where_one_question_ends(text: str, cut: list[str]) -> None:
    assert [part.text for part in parts(text)] == cut


def test_each_part_stands_where_it_says() -> None:
    text = "Cần giấy tờ gì,\nvà  nộp ở đâu?  "
    assert all(text[part.start : part.end] == part.text for part in parts(text))


def test_aspects_come_once_each_in_their_order() -> None:
    text = "nộp ở đâu, cần giấy tờ gì, ở đâu nhận, hết bao nhiêu"
    found = several_aspects(text, guess, 0.5)
    assert [entity["value"] for entity in found] == ["place", "documents", "fee"]
    assert text[found[0]["start"] : found[0]["end"]] == "nộp ở đâu"


@pytest.mark.parametrize(
    "text",
    ["cần giấy tờ gì", "vợ tôi mới sinh, cần giấy tờ gì", "chào con, cần giấy tờ gì ạ"],
)
def test_one_question_beside_something_else_is_not_several(text: str) -> None:
    assert several_aspects(text, guess, 0.5) == []


def test_what_is_not_sure_does_not_count() -> None:
    assert several_aspects("cần giấy tờ gì, nộp ở đâu", guess, 0.95) == []
