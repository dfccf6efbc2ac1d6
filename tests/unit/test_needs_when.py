"""A day or time in the citizen's own words is the one they mean, or none."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.needs.when import When, since, when

TODAY = date(2026, 11, 20)  # a Friday


@pytest.mark.parametrize(
    ("text", "day", "at"),
    [
        ("nhắc tôi ngày 5/12", "2026-12-05", None),
        ("ngày 5-12-2026 lúc 9h", "2026-12-05", "09:00"),
        ("5 tháng 12", "2026-12-05", None),
        ("ngay 5 thang 1", "2027-01-05", None),
        ("hẹn trả hồ sơ 20/11", "2026-11-20", None),
        ("19/11", "2027-11-19", None),
        ("cháu sinh ngày 03/11/2026", "2026-11-03", None),
        ("mai nhắc em với", "2026-11-21", None),
        ("8h30 sáng mai", "2026-11-21", "08:30"),
        ("2h chiều mai", "2026-11-21", "14:00"),
        ("chieu mai 3 gio ruoi", "2026-11-21", "15:30"),
        ("ngày kia", "2026-11-22", None),
        ("thứ hai", "2026-11-23", None),
        ("thu 2 tuan sau", "2026-11-23", None),
        ("t4 tuần tới lúc 14:00", "2026-11-25", "14:00"),
        ("thứ sáu", "2026-11-27", None),
        ("chủ nhật", "2026-11-22", None),
        ("3 ngày nữa", "2026-11-23", None),
        ("ba ngay nua", "2026-11-23", None),
        ("sau 2 tuần", "2026-12-04", None),
        ("1 tháng nữa", "2026-12-20", None),
        ("trong vòng 60 ngày", "2027-01-19", None),
        ("tuần sau nhắc em", "2026-11-27", None),
        ("cuối tháng", "2026-11-30", None),
        ("cuối tháng sau", "2026-12-31", None),
        ("ngày 25", "2026-11-25", None),
        ("ngày 3", "2026-12-03", None),
        ("hôm nay 4 giờ chiều", "2026-11-20", "16:00"),
        ("5 giờ chiều", "2026-11-20", "17:00"),
        ("nhắc tôi ngày 5/12 lúc 9h30", "2026-12-05", "09:30"),
        ("nhac toi mai 9h", "2026-11-21", "09:00"),
        ("nhắc tôi 7h tối mai", "2026-11-21", "19:00"),
        ("7h toi nay", "2026-11-20", "19:00"),
    ],
)
def test_a_day_is_read_as_people_mean_it(text: str, day: str, at: str | None) -> None:
    assert when(text, TODAY) == When(
        date.fromisoformat(day), time.fromisoformat(at) if at else None
    )


@pytest.mark.parametrize(
    "text",
    [
        "nhắc tôi",
        "mùng 5 tháng giêng",
        "rằm tháng 7",
        "31/2",
        "mã 1.001193",
        "có 3 con",
        "phí 20.000 đồng",
        "trong tuần",
    ],
)
def test_what_says_no_day_is_none(text: str) -> None:
    assert when(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("bé sinh ngày 3/11", "2026-11-03"),
        ("sinh ngay 25/12", "2025-12-25"),
        ("cháu sinh ngày 03/11/2026", "2026-11-03"),
        ("ông mất hôm qua", "2026-11-19"),
        ("mới đẻ 5 ngày trước", "2026-11-15"),
        ("hai tuan truoc", "2026-11-06"),
        ("chuyển đến hôm nay", "2026-11-20"),
    ],
)
def test_a_day_that_has_passed_is_the_last_one(text: str, day: str) -> None:
    assert since(text, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize("text", ["bé sinh ngày mùng 3", "mới sinh", "sinh ngày 31/2"])
def test_what_names_no_day_of_the_past_is_none(text: str) -> None:
    assert since(text, TODAY) is None


@given(st.text(alphabet="0123456789/-:. hgioantuegsmrcy", max_size=60), st.dates())
def test_rubbish_is_read_as_some_day_or_none(text: str, today: date) -> None:
    if date(1900, 1, 1) <= today <= date(9000, 1, 1):
        when(text, today)
