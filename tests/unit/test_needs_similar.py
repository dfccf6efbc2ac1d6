"""Needs that ask the same find each other; those that only sound alike do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.needs.similar import ALIKE, SAME, OpenNeeds
from evaluation.needs.measure import outcomes, precision, sentences

OPEN = OpenNeeds(
    [
        (1, "Trạm y tế phường mình thứ bảy có tiêm chủng không ạ?"),
        (2, "xin hỏi phường có hỗ trợ tiền điện cho hộ nghèo không"),
        (3, "Bao giờ phường làm lại đường ngõ 12"),
        (4, "trạm y tế phường ở đâu"),
    ]
)


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("tram y te phuong thu bay co tiem chung khong", 1),
        ("Em chào ad, thứ bảy trạm y tế phường có tiêm chủng không vậy", 1),
        ("phường có hỗ trợ tiền điện hộ nghèo ko ad ơi", 2),
    ],
)
def test_the_same_question_in_other_words_is_found(text: str, need: int) -> None:
    assert OPEN.like(text)[0].need == need


def test_the_same_words_without_accents_are_joined_without_asking() -> None:
    assert OPEN.like("tram y te phuong minh thu bay co tiem chung ko")[0].is_same


def test_joining_without_asking_is_right_on_the_labelled_sentences() -> None:
    found = [one for own in (True, False) for one in outcomes(sentences(), with_own=own)]
    joined, right = precision(found, SAME)
    assert joined > 60
    assert right / joined >= 0.95


def test_a_question_that_shares_words_is_not_taken_for_the_same() -> None:
    assert not any(alike.is_same for alike in OPEN.like("trạm y tế phường mấy giờ mở cửa"))


def test_what_asks_nothing_alike_finds_nothing() -> None:
    assert OPEN.like("cách đăng ký thi bằng lái") == []


def test_a_closed_need_is_found_no_more_and_a_new_wording_counts() -> None:
    needs = OpenNeeds([(1, "hỗ trợ tiền điện")])
    needs.add(1, "hỗ trợ tiền nước")
    assert [alike.need for alike in needs.like("hỗ trợ tiền nước")] == [1]
    needs.drop(1)
    assert needs.like("hỗ trợ tiền nước") == []
    assert len(needs) == 0


@given(st.lists(st.text(max_size=40), max_size=8), st.text(max_size=40))
def test_scores_lie_between_the_threshold_and_one(texts: list[str], text: str) -> None:
    found = OpenNeeds(enumerate(texts)).like(text)
    assert all(ALIKE <= alike.score <= 1.000001 for alike in found)


@given(st.text(alphabet="abcdefgh ", min_size=3, max_size=40))
def test_a_question_is_the_same_as_itself(text: str) -> None:
    found = OpenNeeds([(1, text)]).like(text)
    assert not found or found[0].score == pytest.approx(1)
