"""The portal's legal basis: titles and numbers without gaps."""

import pytest

from bot.catalogue.national.laws import read_laws

HEADINGS = "Tên văn bản pháp lýMã văn bản"


def laws(text: str) -> list[tuple[str, str]]:
    found, unread = read_laws(HEADINGS + text)
    assert unread == ()
    assert found != "unknown"
    return [(law.number, law.title) for law in found]


def numbers(text: str) -> list[str]:
    return [number for number, _ in laws(text)]


def test_a_number_ends_a_row_and_the_next_title_begins() -> None:
    assert laws("Luật Rồng1/2014/QH13Nghị định về rồng2/2025/NĐ-CPPhí rồng3/2020/TT-BTC") == [
        ("1/2014/QH13", "Luật Rồng"),
        ("2/2025/NĐ-CP", "Nghị định về rồng"),
        ("3/2020/TT-BTC", "Phí rồng"),
    ]


def test_a_number_inside_a_title_is_no_row() -> None:
    text = "Sửa Nghị định số 2/2015/NĐ-CP ngày 1/1/2015 về rồng4/2025/NĐ-CP"
    assert numbers(text) == ["4/2025/NĐ-CP"]


def test_a_title_that_ends_in_its_number_is_one_row() -> None:
    assert numbers("Luật 11/2014/QH1311/2014/QH13Nghị định 5/2016/NĐ-CP5/2016/NĐ-CP") == [
        "11/2014/QH13",
        "5/2016/NĐ-CP",
    ]


def test_a_row_that_is_only_a_number_twice_follows_another_row() -> None:
    text = "Luật RồngLuật số 32/2024/QH1559/2025/TT-NHNNsố 59/2025/TT-NHNN"
    assert numbers(text) == ["32/2024/QH15", "59/2025/TT-NHNN"]


def test_a_year_before_a_number_is_not_part_of_it() -> None:
    assert laws("Luật sửa đổi Luật Rồng 202076/2025/QH15") == [
        ("76/2025/QH15", "Luật sửa đổi Luật Rồng 2020")
    ]


def test_dots_are_told_apart() -> None:
    assert numbers("Nghị quyết rồng66.7/2025/NQ-CPThông tư về rồng.03/2024/TT-BTP") == [
        "66.7/2025/NQ-CP",
        "03/2024/TT-BTP",
    ]


def test_a_title_in_capitals_does_not_swallow_the_ministry() -> None:
    assert numbers("Luật Rồng4/2020/TT-BTPBAN HÀNH SỔ RỒNG5/2020/TT-BNNMT") == [
        "4/2020/TT-BTP",
        "5/2020/TT-BNNMT",
    ]


def test_a_label_before_a_number_is_no_part_of_the_title() -> None:
    assert laws("Hướng dẫn nuôi rồngThông tư số 01/2010/TT-BTP") == [
        ("01/2010/TT-BTP", "Hướng dẫn nuôi rồng")
    ]


def test_a_known_slip_in_a_number_is_put_right() -> None:
    assert numbers("Một cửa118/2025/NĐ-CQuy định về rồng151/2025/NĐ-CP") == [
        "118/2025/NĐ-CP",
        "151/2025/NĐ-CP",
    ]


def test_gaps_between_rows_are_understood() -> None:
    text = "sửa 15 Luật về rồng 146/2025/QH15 Sửa đổi nghị định rồng32/2026/NĐ-CP Phí1/2026/TT-BTC"
    assert numbers(text) == ["146/2025/QH15", "32/2026/NĐ-CP", "1/2026/TT-BTC"]


def test_a_title_without_a_number_is_reported() -> None:
    found, unread = read_laws(f"{HEADINGS}Luật Rồng1/2014/QH13Luật Thú y 2015")
    assert found != "unknown"
    assert [law.number for law in found] == ["1/2014/QH13"]
    assert [u.excerpt for u in unread] == ["Luật Thú y 2015"]


@pytest.mark.parametrize("text", ["", "Không có thông tin", "Không có thông tinCơ quan thực hiện…"])
def test_nothing_is_unknown(text: str) -> None:
    assert read_laws(text) == ("unknown", ())
