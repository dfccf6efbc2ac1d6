"""The portal's table of ways: glued cells, bare numbers, “Miễn phí” that is not free."""

import pytest

from bot.catalogue.national.parsed import Row
from bot.catalogue.national.ways import read_ways

HEADINGS = "Hình thức nộpThời gianPhí, lệ phíMô tả"


def rows(text: str) -> list[Row]:
    found, _ = read_ways(HEADINGS + text)
    assert found != "unknown"
    return list(found)


def only(text: str) -> Row:
    (row,) = rows(text)
    return row


def amount(text: str) -> object:
    charge = only(text).charge
    return charge if charge == "unknown" else charge.amount


def said(text: str) -> str:
    charge = only(text).charge
    assert charge != "unknown"
    return charge.text


def test_every_way_has_its_own_time_and_fee() -> None:
    found = rows(
        "Trực tuyến2 Ngày làm việcMiễn phíDịch vụ bưu chính5 NgàyMiễn phí"
        "Trực tiếp24 Giờ70,000 Việt Nam Đồng(tem rồng)nộp ở hang"
    )
    assert [row.way for row in found] == ["online", "post", "in_person"]
    assert [row.time != "unknown" and row.time.text for row in found] == [
        "2 ngày làm việc",
        "5 ngày",
        "24 giờ",
    ]
    assert [row.charge != "unknown" and row.charge.amount for row in found] == [0, 0, 70_000]
    assert found[2].description == "nộp ở hang"


def test_a_bare_number_is_working_days() -> None:
    time = only("Trực tuyến3Miễn phí").time
    assert time != "unknown"
    assert (time.number, time.unit) == (3, "working_day")


@pytest.mark.parametrize(
    ("cell", "time", "dong"),
    [
        ("Trực tuyến140,000 Việt Nam Đồng", 1, 40_000),
        ("Trực tuyến21,500,000 VNĐ", 2, 1_500_000),
        ("Trực tuyến1540,000 VNĐ(540.000 đồng/rồng)", 1, 540_000),
        ("Trực tuyến1540,000 VNĐ(40.000 đồng/rồng)", 15, 40_000),
    ],
)
def test_a_bare_number_is_parted_from_the_amount_behind_it(cell: str, time: int, dong: int) -> None:
    row = only(cell)
    assert row.time != "unknown"
    assert (row.time.number, amount(cell)) == (time, dong)


def test_an_amount_that_lost_its_thousands_is_taken_from_the_text_beside_it() -> None:
    assert amount("Trực tiếp5 Ngày135 VNĐ(Lệ phí nuôi rồng: 135.000 đồng/lần.)") == 135_000


def test_an_amount_that_lost_its_thousands_is_not_guessed() -> None:
    found, unread = read_ways(f"{HEADINGS}Trực tiếp5 Ngày135 VNĐ")
    assert found != "unknown"
    assert found[0].charge == "unknown"
    assert [u.field for u in unread] == ["fee"]


@pytest.mark.parametrize("note", ["", "(Không có)", "(không quy định.)", "(Không thu phí)"])
def test_free_is_free_when_nothing_speaks_against_it(note: str) -> None:
    assert amount(f"Trực tiếp5 NgàyMiễn phí{note}") == 0


@pytest.mark.parametrize(
    "note",
    [
        "(Mức phí do hội đồng rồng quyết định)",
        "(Dưới 5 vảy: 50.000 đồng; trên 5 vảy: 90.000 đồng)",
        "(Miễn phí đối với rồng nhỏ)",
    ],
)
def test_free_with_a_fee_in_brackets_is_not_called_free(note: str) -> None:
    assert amount(f"Trực tiếp5 NgàyMiễn phí{note}") == "unknown"
    assert said(f"Trực tiếp5 NgàyMiễn phí{note}") == note[1:-1]


def test_free_with_one_amount_in_brackets_costs_that_amount() -> None:
    assert amount("Trực tiếp5 NgàyMiễn phí(20.000.000 đồng/lần)") == 20_000_000


def test_a_fee_at_the_head_of_the_description_counts() -> None:
    assert amount("Trực tiếp5 NgàyMiễn phíPhí: theo biểu phí nuôi rồng") == "unknown"


def test_dollars_are_told_but_are_no_amount_of_dong() -> None:
    assert said("Trực tiếp5 Ngày10 USD(/rồng)") == "10 USD/rồng"
    assert amount("Trực tiếp5 Ngày10 USD(/rồng)") == "unknown"


def test_an_amount_is_not_told_twice() -> None:
    assert said("Trực tiếp5 Ngày70,000 VNĐ(70.000 đồng)") == "70.000 đồng"
    assert said("Trực tiếp5 Ngày70,000 VNĐ(đồng/lần)") == "70.000 đồng/lần"


def test_no_information_is_unknown() -> None:
    row = only("Trực tiếpKhông có thông tinKhông có thông tin")
    assert (row.time, row.charge) == ("unknown", "unknown")
    assert read_ways("Không có thông tin") == ("unknown", ())


def test_ways_named_in_a_description_are_no_rows() -> None:
    text = "- Trực tiếp: nộp tại hang. - Trực tuyến qua cổng rồng."
    found = rows(f"Trực tiếp5 NgàyMiễn phí{text}Trực tuyến5 NgàyMiễn phí{text}")
    assert [row.way for row in found] == ["in_person", "online"]
    assert found[0].description == text


def test_a_time_in_words_is_kept() -> None:
    time = only("Trực tuyếnKhông phải trả kết quảMiễn phí").time
    assert time != "unknown"
    assert time.text == "Không phải trả kết quả"


def test_what_cannot_be_read_is_reported() -> None:
    found, unread = read_ways("rồng bay qua bảng")
    assert found == "unknown"
    assert [u.reason for u in unread] == ["no row found"] * 2


def test_a_fee_that_breaks_off_is_kept_and_noted() -> None:
    found, unread = read_ways(f"{HEADINGS}Trực tiếp5 Ngày70,000 VNĐ(theo biểu phí (sửa đổi")
    assert found != "unknown"
    assert [u.field for u in unread] == ["fragment"]
