"""What is left of a message once the words that ask are gone."""

import pytest

from bot.understanding.aspect_words import subject


@pytest.mark.parametrize(
    "text",
    [
        "thế lệ phí bao nhiêu",
        "the le phi bao nhieu",
        "thế còn lệ phí thì sao",
        "thế nộp ở đâu",
        "thế bao lâu thì xong",
        "giấy tờ cần những gì",
        "giay to can nhung gi",
        "hồ sơ gồm những gì ạ",
        "thế phải đi đâu",
    ],
)
def test_a_follow_up_question_has_no_subject(text: str) -> None:
    assert subject(text).folded == ""


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("thẻ căn cước lệ phí bao nhiêu", "thẻ căn cước"),
        ("thế thẻ căn cước thì sao", "thẻ căn cước"),
        ("lệ phí khai sinh cho con", "khai sinh cho con"),
        ("ba tôi mới mất thì sao", "ba mới mất"),
        ("làm giấy tờ cho bé", "giấy tờ cho bé"),
        ("[số căn cước] [số điện thoại] muốn làm khai sinh", "khai sinh"),
    ],
)
def test_what_it_is_about_stays(text: str, left: str) -> None:
    assert subject(text).written == left
