"""Which phrases a message says, and which it denies or only asks about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue.catalogue import open_catalogue
from bot.settings import ROOT
from bot.understanding.fold import fold
from bot.understanding.phrases import said, within

PAPER = {
    "has": ["có giấy chứng sinh", "sinh ở bệnh viện"],
    "none": ["không có giấy chứng sinh", "mất giấy chứng sinh", "đẻ ở nhà"],
}
PEOPLE = {"parent": ["Cha hoặc mẹ"], "kin": ["Ông bà, người thân", "bà nội đi làm"]}
WORDS = st.sampled_from(["không", "có", "chưa", "giấy", "chứng", "sinh", ",", "?", "ạ", "mất"])


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("con em có giấy chứng sinh, bố đi làm", ["has"]),
        ("con em co giay chung sinh.", ["has"]),
        ("bé không có giấy chứng sinh", ["none"]),
        ("bé ko có gcs, mà hình như mất giấy chứng sinh", ["none"]),
        ("không sinh ở bệnh viện", []),
        ("không phải sinh ở bệnh viện, đẻ ở nhà", ["none"]),
        ("chưa có giấy chứng sinh", []),
        ("ko biết có giấy chứng sinh hay chưa", []),
        ("có giấy chứng sinh không ạ", []),
        ("có giấy chứng sinh hay không?", []),
        ("có giấy chứng sinh hay không có giấy chứng sinh", ["has", "none"]),
        ("giấy chứng sinh", []),
    ],
)
def test_a_phrase_counts_when_it_is_said_and_not_denied_or_asked(
    text: str, keys: list[str]
) -> None:
    assert said(text, PAPER) == keys


def test_abbreviations_are_written_out_on_both_sides() -> None:
    assert said("mất thẻ bhyt rồi", {"card": ["thẻ bảo hiểm y tế"]}) == ["card"]
    assert said("mất thẻ bảo hiểm y tế", {"card": ["thẻ BHYT"]}) == ["card"]


def test_a_pagoda_is_no_denial() -> None:
    assert said("ở chùa nhà thờ tổ", {"church": ["nhà thờ"]}) == ["church"]


def test_yes_or_no_alone_counts_only_when_it_is_all_that_is_said() -> None:
    never = {"never": ["không", "lần đầu"]}
    assert said("dạ không ạ", never) == ["never"]
    assert said("cần giấy tờ gì không", never) == []


def test_the_answer_to_a_question_may_be_a_part_of_a_label() -> None:
    assert within("mẹ ạ", PEOPLE) == ["parent"]
    assert within("dạ ông bà", PEOPLE) == ["kin"]
    assert within("có", {"yes": ["Có, thẻ còn hạn"]}) == []
    assert within("?", PEOPLE) == []


@given(st.one_of(st.text(), st.lists(WORDS).map(" ".join)))
def test_any_text_is_read_without_failing(text: str) -> None:
    assert set(said(text, PAPER)) <= set(PAPER)
    assert set(within(text, PAPER)) <= set(PAPER)


def test_every_phrase_of_the_catalogue_means_its_option_and_no_other_one() -> None:
    """Without accents it may mean nothing (“sổ hồng” or “sổ không”), but never another one."""
    for procedure in open_catalogue(ROOT / "procedures").all():
        for situation in procedure.situations:
            phrases = {o.id: o.phrases for o in situation.options}
            for option, phrase in (
                (o.id, phrase) for o in situation.options for phrase in o.phrases
            ):
                assert said(phrase, phrases) == [option], (procedure.code, phrase)
                assert said(fold(phrase), phrases) in ([option], []), (procedure.code, phrase)
