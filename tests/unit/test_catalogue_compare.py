"""A record beside the portal's: what is a difference, and what only is another way to write it."""

from typing import Any

import pytest

from bot.catalogue.compare import Difference, compare, differences
from bot.catalogue.figures import by_size, money, same_law, same_name, spans
from bot.catalogue.national import parse
from bot.catalogue.record import UNKNOWN, Procedure
from tests.national import LAWS, PAPERS, WAYS, line
from tests.records import record

WINGED = "Trực tiếp3 Ngày làm việcMiễn phí(20.000 đồng/con có cánh; miễn cho con không cánh)"
ONLINE = "Trực tuyến2 Ngày làm việcKhông có thông tin"
SAME = {
    "cap_thuc_hien": "Cấp xã",
    "cach_thuc_thuc_hien": f"{WAYS}{WINGED}{ONLINE}",
    "thanh_phan_ho_so": f"{PAPERS}Tờ khai1 bản chínhGiấy bay1 bản chínhThẻ căn cước1 bản chính",
    "can_cu_phap_ly": f"{LAWS}Nghị định về rồng1/2026/NĐ-CP",
}


def found(ours: dict[str, Any], **portal: str) -> list[tuple[str, str | None, str, str]]:
    parsed = parse(line(**{**SAME, **portal}))
    curated = Procedure.model_validate(record(**ours))
    return [(d.field, d.way, d.ours, d.portal) for d in differences(curated, parsed)]


def in_person(**changes: Any) -> dict[str, Any]:
    first, *others = record()["submissions"]
    return {"submissions": [{**first, **changes}, *others]}


def ways(row: str) -> str:
    return f"{WAYS}{row}{ONLINE}"


def test_the_same_facts_in_other_words_are_no_difference() -> None:
    assert found({}) == []


@pytest.mark.parametrize(
    ("ours", "portal", "difference"),
    [
        (
            {},
            {"ten_thu_tuc": "Thủ tục đăng ký nuôi hổ"},
            ("name", None, "Thủ tục đăng ký nuôi rồng", "Thủ tục đăng ký nuôi hổ"),
        ),
        (
            {},
            {"cap_thuc_hien": "Cấp tỉnh, Cấp xã"},
            ("level", None, "commune", "commune, province"),
        ),
        (
            {},
            {"cach_thuc_thuc_hien": f"{WAYS}{WINGED}"},
            ("ways", None, "in_person, online", "in_person"),
        ),
        (
            {"submissions": UNKNOWN},
            {},
            ("ways", None, "không nêu", "in_person, online"),
        ),
        (
            in_person(time="4 ngày làm việc"),
            {},
            ("time", "in_person", "4 ngày làm việc", "3 ngày làm việc"),
        ),
        (
            in_person(time="3 ngày"),
            {},
            ("time", "in_person", "3 ngày", "3 ngày làm việc"),
        ),
        (
            in_person(time=UNKNOWN),
            {},
            ("time", "in_person", "không nêu", "3 ngày làm việc"),
        ),
        (
            in_person(time="3 ngày làm việc; khó thì 9 ngày làm việc"),
            {},
            ("time", "in_person", "3 ngày làm việc, 9 ngày làm việc", "3 ngày làm việc"),
        ),
        (
            in_person(fees=[{"text": "Miễn phí", "amount": 0}]),
            {},
            ("fee", "in_person", "miễn phí", "20.000 đồng"),
        ),
        (
            in_person(fees=[{"text": "30.000 đồng", "amount": 30_000}]),
            {},
            ("fee", "in_person", "30.000 đồng", "20.000 đồng"),
        ),
        (
            {},
            {"cach_thuc_thuc_hien": ways("Trực tiếp320,000 VNĐ(20.000 đồng)")},
            ("fee", "in_person", "miễn phí, 20.000 đồng", "20.000 đồng"),
        ),
        (
            {"documents": UNKNOWN},
            {},
            ("documents", None, "0 giấy tờ", "3 giấy tờ"),
        ),
        (
            {"legal_basis": [{"number": "2/2026/NĐ-CP", "title": "Nghị định khác"}]},
            {},
            ("legal_basis", None, "2/2026/NĐ-CP", "1/2026/NĐ-CP"),
        ),
        (
            {"legal_basis": UNKNOWN},
            {},
            ("legal_basis", None, "không nêu", "1/2026/NĐ-CP"),
        ),
    ],
)
def test_each_difference_is_told_with_both_sides(
    ours: dict[str, Any],
    portal: dict[str, str],
    difference: tuple[str, str | None, str, str],
) -> None:
    assert found(ours, **portal) == [difference]


@pytest.mark.parametrize(
    ("ours", "portal"),
    [
        ({}, {"ten_thu_tuc": "ĐĂNG KÝ NUÔI RỒNG (thực hiện tại cấp xã)"}),
        ({}, {"cach_thuc_thuc_hien": ways(WINGED.replace("3 Ngày làm việc", "3"))}),
        (
            in_person(time="3 ngày làm việc, khó thì 9 ngày"),
            {"trinh_tu_thuc_hien": "Bước 1: Nộp.\nBước 2: Chờ 09 (chín) ngày."},
        ),
        (
            in_person(fees="unknown"),
            {"cach_thuc_thuc_hien": ways("Trực tiếp3 Ngày làm việcMiễn phí")},
        ),
        ({}, {"can_cu_phap_ly": f"{LAWS}Nghị định về rồng01/2026/NĐ-CP"}),
    ],
)
def test_the_portals_own_ways_of_writing_are_no_difference(
    ours: dict[str, Any], portal: dict[str, str]
) -> None:
    assert found(ours, **portal) == []


def test_papers_of_several_cases_count_once_and_remarks_do_not() -> None:
    again = f"Trường hợp khác:{PAPERS}Tờ khai1 bản chínhLưu ý: Rồng không cắn1 bản chính"
    assert found({}, thanh_phan_ho_so=SAME["thanh_phan_ho_so"] + again) == []


def test_rows_without_a_count_may_be_papers_or_not() -> None:
    one_more = SAME["thanh_phan_ho_so"] + "Người nộp được nhận lại0 bản chính"
    assert found({}, thanh_phan_ho_so=one_more) == []
    two_less = {"documents": record()["documents"][:1]}
    assert found(two_less, thanh_phan_ho_so=one_more) == [
        ("documents", None, "1 giấy tờ", "3 hoặc 4 giấy tờ")
    ]


def known(**changes: str) -> dict[str, str]:
    base = {"field": "level", "ours": "commune", "portal": "province", "reason": "Cổng nhầm."}
    return {**base, **changes}


def test_a_reason_explains_its_difference_as_long_as_both_sides_say_the_same() -> None:
    portal = parse(line(**{**SAME, "cap_thuc_hien": "Cấp tỉnh"}))
    explained = Procedure.model_validate(record(differences=[known()]))
    assert not compare(explained, portal).unexplained
    [(difference, why)] = compare(explained, portal).explained
    assert (difference.field, why.reason) == ("level", "Cổng nhầm.")
    for other in (known(portal="ministry"), known(ours="other"), known(field="name")):
        result = compare(Procedure.model_validate(record(differences=[other])), portal)
        assert result.unexplained == [Difference("level", "commune", "province")]
        assert result.stale == [0]


def test_a_reason_is_for_its_way_and_without_one_for_all() -> None:
    slow = [{**way, "time": "9 ngày làm việc"} for way in record()["submissions"]]
    row = WINGED.replace("3 Ngày", "2 Ngày")
    portal = parse(line(**{**SAME, "cach_thuc_thuc_hien": ways(row)}))
    told = known(field="time", ours="9 ngày làm việc", portal="2 ngày làm việc")
    for reason, left in ((told, []), ({**told, "way": "online"}, ["in_person"])):
        curated = Procedure.model_validate(record(submissions=slow, differences=[reason]))
        assert [d.way for d in compare(curated, portal).unexplained] == left


def test_a_reason_without_a_difference_is_told() -> None:
    curated = Procedure.model_validate(record(differences=[known()]))
    assert compare(curated, parse(line(**SAME))).stale == [0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 ngày làm việc", ["3 ngày làm việc"]),
        ("Không quá 05 (năm) ngày", ["5 ngày"]),
        ("từ 3 đến 5 ngày làm việc", ["3 ngày làm việc", "5 ngày làm việc"]),
        ("1,5 ngày hoặc 24 Giờ", ["24 giờ", "1,5 ngày"]),
        ("nộp sau 15 giờ ngày 01/7/2025", []),
        ("Luật 60/2014/QH13 ngày 20/11/2014", []),
        ("6 tháng, 2 năm, 1 tuần", ["2 năm", "6 tháng", "1 tuần"]),
        ("trong ngày", []),
    ],
)
def test_spans_of_time_in_a_text(text: str, expected: list[str]) -> None:
    assert by_size(spans(text)) == expected


def test_amounts_in_a_text() -> None:
    assert by_size(money(("8.000 đồng một bản, 10 USD", 20_000))) == [
        "10 USD",
        "8.000 đồng",
        "20.000 đồng",
    ]
    assert money(("Thông tư 281/2016/TT-BTC, 50%", UNKNOWN)) == set()


def test_names_and_numbers_in_one_form() -> None:
    assert same_name("Thủ tục Cấp lại thẻ (cấp tỉnh)") == same_name("cấp lại thẻ")
    assert same_name("Cấp lại thẻ (do mất)") != same_name("Cấp lại thẻ")
    assert same_law("08/2025/NĐ- CP") == same_law("8/2025/nđ-cp")
