"""What a citizen tells is held against the record's own deadline."""

import pytest

from bot.catalogue.late import overdue
from bot.catalogue.record import Procedure
from tests.records import record


def with_deadline(text: str, days: int | None) -> Procedure:
    return Procedure.model_validate(record(deadline={"text": text, "days": days}))


BIRTH = with_deadline("Đi khai sinh trong 60 ngày kể từ ngày sinh con", 60)
WORKING = with_deadline("Nộp trong 10 ngày làm việc kể từ ngày đổi", 10)


@pytest.mark.parametrize(
    "text", ["con hơn 2 tháng rồi chưa khai sinh", "bé 3 tuổi chưa có khai sinh", "đã 70 ngày"]
)
def test_what_is_surely_past_the_deadline_is_overdue(text: str) -> None:
    assert overdue(BIRTH, text) == BIRTH.deadline


@pytest.mark.parametrize(
    "text",
    ["con 2 tháng rồi", "con gần 2 tháng rồi", "mẹ 25 tuổi mới sinh con", "đi trong 90 ngày", ""],
)
def test_what_may_be_in_time_is_not(text: str) -> None:
    assert overdue(BIRTH, text) is None


def test_working_days_last_longer() -> None:
    assert overdue(WORKING, "đổi 3 tuần rồi") is None
    assert overdue(WORKING, "đổi 2 tháng rồi") == WORKING.deadline


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Nộp trước ngày thi ít nhất 7 ngày", 7),
        ("Trong 48 giờ kể từ khi phát hiện mất", 2),
        ("Trong 3 tháng kể từ ngày nghỉ", None),
    ],
)
def test_a_deadline_that_counts_no_days_from_then_on_is_never_over(
    text: str, days: int | None
) -> None:
    assert overdue(with_deadline(text, days), "đã 5 năm rồi") is None


def test_an_age_counts_only_from_a_birth() -> None:
    assert overdue(with_deadline("Nộp trong 7 ngày kể từ ngày mất", 7), "con 3 tuổi") is None


def test_without_a_deadline_nothing_is_overdue() -> None:
    for deadline in (None, "unknown"):
        procedure = Procedure.model_validate(record(deadline=deadline))
        assert overdue(procedure, "đã 5 năm rồi") is None
