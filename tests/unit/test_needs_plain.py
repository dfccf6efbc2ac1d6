"""Whoever writes an answer is told what citizens would not understand, and what would be wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue.record import Procedure
from bot.needs.plain import remarks
from tests.records import record

SUBMISSION = {"way": "in_person", "where": "Quầy", "time": "unknown"}
GOOD = "Anh/chị nộp tại phường, lệ phí 8.000 đồng, có kết quả trong 3 ngày làm việc ạ."


def with_fee(amount: int | str, text: str = "8.000 đồng") -> Procedure:
    fees = [{"text": text, "amount": amount}]
    return Procedure.model_validate(record(submissions=[{**SUBMISSION, "fees": fees}]))


def kinds(text: str, procedure: Procedure | None = None) -> list[str]:
    return [remark.kind for remark in remarks(text, procedure)]


def test_a_short_plain_whole_answer_gets_no_remark() -> None:
    assert remarks(GOOD, with_fee(8000)) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Anh/chị xem TTHC trên cổng DVC ạ.", "abbreviation"),
        ("từ " * 40, "sentence"),
        ("Dạ vâng ạ.\n" * 100, "long"),
        ("Gọi [số điện thoại] giúp em ạ.", "personal"),
    ],
)
def test_what_citizens_would_not_understand_is_told(text: str, kind: str) -> None:
    assert kind in kinds(text)


def test_an_abbreviation_that_is_explained_or_known_to_all_is_no_trouble() -> None:
    assert kinds("Trung tâm Phục vụ hành chính công (TTPVHCC) cạnh UBND, TTPVHCC mở cửa.") == []


def test_what_the_answer_about_a_procedure_leaves_out_is_told() -> None:
    assert kinds("Anh/chị cần mang giấy chứng sinh ạ.", with_fee(8000)) == ["missing"] * 3


def test_a_fee_that_the_record_does_not_know_must_be_confirmed() -> None:
    (remark,) = remarks(GOOD.replace("8.000", "20.000"), with_fee(8000))
    assert remark.is_grave
    assert "20.000" in remark.sentence
    assert "8.000" in remark.sentence


def test_nothing_contradicts_a_fee_that_is_not_known() -> None:
    assert kinds(GOOD.replace("8.000", "20.000"), with_fee("unknown", "Theo tỉnh")) == []


@given(st.text(max_size=3000))
def test_rubbish_gets_remarks_and_no_fault(text: str) -> None:
    remarks(text, with_fee(8000))
