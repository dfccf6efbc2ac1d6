"""Personal data are masked; what only looks like them is left alone. All numbers are invented."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.masking import mask

PERSONAL = [
    ("CCCD của tôi là 001099000000 ạ", "CCCD của tôi là [số căn cước] ạ"),
    ("cccd 001 099 000 000", "cccd [số căn cước]"),
    ("cccd 0010.9900.0000", "cccd [số căn cước]"),
    ("cccd 001-0-99-000000", "cccd [số căn cước]"),
    ("căn cước:001099000000.", "căn cước:[số căn cước]."),
    ("căn cước ００１０９９００００００", "căn cước [số căn cước]"),
    ("cmnd 100000009 cấp năm 2010", "cmnd [số CMND] cấp năm 2010"),
    ("CMND 100.000.009", "CMND [số CMND]"),
    ("CMND 100 000 009 đồng thời", "CMND [số CMND] đồng thời"),
    ("cmnd 100000009 dong thoi doi ho khau", "cmnd [số CMND] dong thoi doi ho khau"),
    ("gọi em 0900000001 nhé", "gọi em [số điện thoại] nhé"),
    ("sđt0900000001nhé", "sđt[số điện thoại]nhé"),
    ("0900.000.001", "[số điện thoại]"),
    ("0900 000 001 12 giờ", "[số điện thoại] 12 giờ"),
    ("0900-00-00-01", "[số điện thoại]"),
    ("0900 – 000 – 001", "[số điện thoại]"),
    ("090 000 0001, 038 000 0002", "[số điện thoại], [số điện thoại]"),
    ("0900000001/0380000002", "[số điện thoại]/[số điện thoại]"),
    ("0900000001 0380000002", "[số điện thoại] [số điện thoại]"),
    ("+84900000001", "[số điện thoại]"),
    ("+84 900 000 001", "[số điện thoại]"),
    ("+84 (0) 900 000 001", "[số điện thoại]"),
    ("84900000001", "[số điện thoại]"),
    ("84.900.000.001", "[số điện thoại]"),
    ("nhà em 024 3000 0001", "nhà em [số điện thoại]"),
    ("nhà em (024) 3000.0001", "nhà em [số điện thoại]"),
    ("số cũ 01200000001", "số cũ [số điện thoại]"),
    ("thư về ten.gia@vidu.vn nhé", "thư về [email] nhé"),
    ("nguyễn@vidu.com.vn", "[email]"),
    ("0900000001@vidu.vn", "[email]"),
    ("stk 10000001 vidubank", "stk [số tài khoản] vidubank"),
    ("STK: 1000 0000 01", "STK: [số tài khoản]"),
    ("stk10000001", "stk[số tài khoản]"),
    (
        "số tài khoản ngân hàng của tôi là 10000001",
        "số tài khoản ngân hàng của tôi là [số tài khoản]",
    ),
    ("so tai khoan 1000000000001", "so tai khoan [số tài khoản]"),
    ("xe 29A-000.01", "xe [biển số xe]"),
    ("xe 59X1-00001", "xe [biển số xe]"),
    ("xe 59-x1 000.01", "xe [biển số xe]"),
    ("xe 29AB00001", "xe [biển số xe]"),
    ("xe 51F 00001", "xe [biển số xe]"),
    ("xe 29a-0001", "xe [biển số xe]"),
    ("xe 29MĐ1-000.01", "xe [biển số xe]"),
    ("mst 0100000001-001", "mst [mã số thuế]"),
    ("mst 0100000001", "mst [mã số thuế hoặc bảo hiểm]"),
    ("hộ chiếu B0000001", "hộ chiếu [số hộ chiếu]"),
    ("ho chieu c00000001", "ho chieu [số hộ chiếu]"),
    ("bhxh 1100000001", "bhxh [mã số thuế hoặc bảo hiểm]"),
    ("thẻ GD4000000000001", "thẻ [số bảo hiểm]"),
    ("thẻ GD 4 00 0000000001", "thẻ [số bảo hiểm]"),
    ("thẻ 1000 rồi 4000000000000001", "thẻ 1000 rồi [dãy số]"),
]

HARMLESS = [
    "thủ tục 1.001193 và 2.000635 cần gì",
    "hỏi 1.001193, 1.004222.",
    "theo nghị định 123/2015/NĐ-CP ngày 15/11/2015",
    "luật 60/2014/QH13 và 66.7/2025/NQ-CP, 04/2020/TT-BTP",
    "hồ sơ H12.34-260115-0012 đến đâu rồi",
    "hồ sơ 000.00.12.H26-260713-0003",
    "ho so g22.99.12-20260102-0001 nop ngay 2026-01-02",
    "sinh 12/03/1990, 12-03-1990, 12.03.1990, 2026-07-31, 2026/7/31",
    "sinh ngày 12031990",
    "phí 50.000đ, 1.200.000 đồng, 15 triệu, 500k, 1,5 tỷ",
    "nhà 1.200.000.000 đồng hay 1.200.000.000",
    "nộp 500000000đ, 150000000 VND, 2000000000 dong",
    "năm 2024 2025 2026, tuổi 14 25 40 60",
    "tổng đài 1022 hoặc 19001000 hoặc 1900 1000",
    "tài khoản dịch vụ công của thủ tục 1.001193 đăng nhập ngày 12-03-1990",
    "tài khoản có 1.200.000 đồng",
    "tài khoản VNeID mức 2 từ năm 2024",
    "mẫu 01A năm 2024, tờ khai CT01, lớp 12a 2024, 24h 10000đ",
    "nhà số 12 ngõ 345 tổ 6 phường 7, thửa 123 tờ bản đồ 45",
    '/ask_documents{"code":"1.001193"}',
    "👨‍👩‍👧 không có số nào cả",
    "",
]


@pytest.mark.parametrize(("text", "masked"), PERSONAL)
def test_personal_data_become_a_tag(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(("text", "masked"), PERSONAL)
def test_decomposed_text_is_masked_alike(text: str, masked: str) -> None:
    assert mask(unicodedata.normalize("NFD", text)) == masked


@pytest.mark.parametrize("text", HARMLESS)
def test_numbers_that_are_not_personal_are_left_alone(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(("text", "masked"), PERSONAL)
def test_harmless_numbers_in_the_same_message_survive(text: str, masked: str) -> None:
    assert mask(f"1.001193; {text}; 123/2015/NĐ-CP") == f"1.001193; {masked}; 123/2015/NĐ-CP"


PIECES = [text for text, _ in PERSONAL] + HARMLESS
LIKELY = st.lists(
    st.one_of(
        st.sampled_from(PIECES),
        st.text("0123456789", max_size=14),
        st.text("0189 .-–/()+abđkstA@\n,", max_size=4),
    ),
    max_size=8,
).map("".join)


@given(st.one_of(LIKELY, st.text()))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    assert mask(mask(text)) == mask(text)


@given(st.text("0123456789", min_size=9, max_size=20))
def test_no_long_plain_number_survives(number: str) -> None:
    assert number not in mask(f"số của tôi là {number} ạ")


@pytest.mark.parametrize(
    "piece",
    ["0", "0 ", "0.", "a", "a@", "a.", "stk ", "1.000", "(0", "84 ", "29a-", "gd 0 ", "H1.1-"],
)
def test_a_hostile_long_message_is_masked(piece: str) -> None:
    """A regular expression that backtracks without bound would run into the suite's time limit."""
    assert mask(piece * 20_000 + " 0900000001").endswith("]")
