"""How much time people say has passed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.fold import fold
from bot.understanding.spans import passed

WORDS = {
    1: "một",
    2: "hai",
    3: "ba",
    4: "bốn",
    5: "năm",
    6: "sáu",
    7: "bảy",
    9: "chín",
    10: "mười",
    12: "mười hai",
    15: "mười lăm",
    20: "hai mươi",
    25: "hai mươi lăm",
}
UNITS = {"ngày": 1, "tuần": 7, "tháng": 30, "năm": 365}
NUMBER, UNIT = st.sampled_from(sorted(WORDS)), st.sampled_from(sorted(UNITS))
PHRASE = st.lists(st.sampled_from(["con", "hơn", "2", "năm", "tháng", "rồi", "mười", "nửa", "-"]))


def days(text: str) -> list[int]:
    return [span.days for span in passed(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("con hơn 2 tháng rồi chưa khai sinh", [61]),
        ("2 tháng rồi", [60]),
        ("sinh được 70 ngày", [70]),
        ("nửa năm nay chưa làm", [182]),
        ("hai tháng rưỡi rồi", [75]),
        ("hơn tháng nay", [31]),
        ("năm rưỡi rồi", [547]),
        ("cách đây 3 tuần", [21]),
        ("2,5 tháng trước", [75]),
        ("2-3 tháng rồi", [60]),
        ("hai ba tháng rồi", [60]),
        ("1 năm 2 tháng rồi", [425]),
        ("năm năm rồi", [1825]),
        ("2th r chua lam", [60]),
        ("ông mất 20 ngày nay, bà mất 3 năm rồi", [20, 1095]),
    ],
)
def test_time_that_has_passed_is_read(text: str, expected: list[int]) -> None:
    assert days(text) == expected
    assert days(fold(text)) == expected


def test_what_is_nearly_so_long_counts_for_less() -> None:
    assert 60 < days("gần 3 tháng rồi")[0] < 90


@pytest.mark.parametrize(
    "text",
    [
        "nộp trong 60 ngày",
        "trong vòng 60 ngày rồi",
        "chưa được 2 tháng",
        "còn 2 tháng nữa mới sinh",
        "2 tháng nữa",
        "sinh ngày 5 tháng 3 năm 2024",
        "tháng 3 năm nay",
        "sau tháng rồi",
        "sinh một nam rồi",
        "tạm trú 1 năm",
        "mã 1.001193 ngày rồi",
        "làm ngay rồi",
        "mẹ 25 tuổi mới sinh con",
        "trẻ dưới 6 tuổi",
    ],
)
def test_other_times_are_not_taken_for_it(text: str) -> None:
    assert passed(text) == []


def test_the_age_of_a_child_is_told_apart() -> None:
    for text in ("con tôi 3 tuổi chưa khai sinh", "be nha em 3 tuoi"):
        [span] = passed(text)
        assert (span.days, span.is_age) == (1095, True)


@given(NUMBER, UNIT)
def test_words_and_digits_with_and_without_accents_are_the_same(number: int, unit: str) -> None:
    expected = [number * UNITS[unit]]
    assert days(f"đã {number} {unit}") == expected
    assert days(f"đã {WORDS[number]} {unit}") == expected
    assert days(f"da {number}{fold(unit)}") == expected


@given(NUMBER, UNIT)
def test_more_is_more(number: int, unit: str) -> None:
    [plain], [more], [half] = (
        days(f"{before}{number} {unit}{after} rồi")
        for before, after in (("", ""), ("hơn ", ""), ("", " rưỡi"))
    )
    assert plain < more
    assert plain <= half
    assert days(f"gần {number} {unit} rồi")[0] <= plain


@given(st.one_of(st.text(), PHRASE.map(" ".join)))
def test_any_text_is_read_without_failing(text: str) -> None:
    assert all(span.days >= 0 for span in passed(text))
