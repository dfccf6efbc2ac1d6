"""What is promised about abbreviations."""

import pytest

from bot.understanding.abbreviations import expand, read


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("làm cccd cần gt j", "làm căn cước công dân cần giấy tờ gì"),
        ("tt đk hkd ở đâu", "thủ tục đăng ký hộ kinh doanh ở đâu"),
        ("vk e ms sinh", "vợ em mới sinh"),
        ("phí bnhiu v ạ", "phí bao nhiêu vậy ạ"),
        ("lm gpxd ntn", "làm giấy phép xây dựng như thế nào"),
    ],
)
def test_short_forms_of_this_domain_are_written_out(short: str, full: str) -> None:
    assert expand(short) == full


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("nhập hk cho con", "nhập hộ khẩu cho con"),
        ("tách hk", "tách hộ khẩu"),
        ("làm online được hk", "làm online được không"),
        ("có mất tiền hk ạ", "có mất tiền không ạ"),
    ],
)
def test_hk_is_a_register_or_a_no(short: str, full: str) -> None:
    assert expand(short) == full


@pytest.mark.parametrize("text", ["thi bằng c", "hạng e", "bằng a1", "lúc 8h", "số 12-k", "a/c"])
def test_classes_codes_and_joined_letters_stay(text: str) -> None:
    assert expand(text) == text


def test_a_reading_holds_both_ways_of_writing() -> None:
    reading = read("Đky kết hôn ở đâu z")
    assert reading.text == "đăng ký kết hôn ở đâu vậy"
    assert reading.folded == "dang ky ket hon o dau vay"
