"""A whole record of the portal, and what the catalogue makes of it."""

import unicodedata

from bot.catalogue.national import Problem, parse, survey, to_procedure
from bot.catalogue.record import Procedure
from tests.national import PAPERS, TODAY, WAYS, line


def procedure(**changes: object) -> Procedure:
    converted = to_procedure(parse(line(**changes)), TODAY)
    assert isinstance(converted, Procedure)
    return converted


def test_plain_fields_are_tidied() -> None:
    parsed = parse(line())
    assert parsed.name == "Thủ tục đăng ký nuôi rồng"
    assert parsed.levels == ("commune", "province")
    assert parsed.audience == (
        "Tổ chức (không bao gồm doanh nghiệp, HTX)",
        "Cán bộ, công chức",
    )
    assert (parsed.decision, parsed.conditions, parsed.unread) == ("1/QĐ-BR", "unknown", ())


def test_the_result_has_no_codes_and_no_page_furniture() -> None:
    assert parse(line()).result == ("Sổ rồng", "Thẻ rồng")


def test_numbered_steps_keep_their_lines_together() -> None:
    assert parse(line()).steps == ("Bước 1: Nộp đơn. chờ một lát", "Bước 2: Nhận sổ.")
    assert parse(line(trinh_tu_thuc_hien="- Nộp đơn.\n\n- Nhận sổ.")).steps == (
        "Nộp đơn.",
        "Nhận sổ.",
    )


def test_an_authority_that_was_a_district_is_not_told() -> None:
    parsed = parse(line(co_quan_thuc_hien="Chi cục Rồng tỉnh, Chi cục Rồng huyện"))
    assert parsed.authority == "Chi cục Rồng tỉnh"
    assert [u.field for u in parsed.unread] == ["authority"]
    assert parse(line(co_quan_thuc_hien="Công an huyện")).authority == "unknown"


def test_a_department_of_the_capital_stands_for_every_provinces() -> None:
    parsed = parse(line(co_quan_thuc_hien="Chi cục Rồng, Sở Rồng Thành phố Hà Nội"))
    assert parsed.authority == "Chi cục Rồng, Sở Rồng"


def test_fragments_are_kept_and_noted() -> None:
    parsed = parse(line(trinh_tu_thuc_hien=") và nộp cho cơ quan rồng.\n- Nhận sổ ("))
    assert parsed.steps != "unknown"
    assert [u.field for u in parsed.unread] == ["fragment", "fragment"]


def test_a_broken_line_is_reported_and_never_half_stored() -> None:
    parsed = parse({"ma_thu_tuc": 7, "cach_thuc_thuc_hien": None})
    assert {u.reason for u in parsed.unread} == {"not a text"}
    problem = to_procedure(parsed, TODAY)
    assert isinstance(problem, Problem)
    assert problem.field == "code"


def test_the_record_says_what_the_portal_says() -> None:
    record = procedure()
    assert (record.name, record.field) == ("Đăng ký nuôi rồng", "national")
    assert record.submissions != "unknown"
    assert [s.time for s in record.submissions] == ["5 ngày", "2 ngày"]
    assert [s.fees != "unknown" and s.fees[0].amount for s in record.submissions] == [0, 0]
    assert record.legal_basis != "unknown"
    assert (record.deadline, record.aliases, record.sources[0].checked) == ("unknown", (), TODAY)


def test_papers_to_show_are_brought_and_a_count_of_nothing_is_unknown() -> None:
    documents = procedure().documents
    assert documents != "unknown"
    assert [d.handling for d in documents] == ["bring", "bring"]
    assert [d.note for d in documents] == [None, None]
    assert [(d.originals, d.copies) for d in documents] == [("unknown", "unknown"), (1, 0)]


def test_a_heading_that_names_a_case_goes_with_its_papers() -> None:
    text = f"* Trường hợp rồng con:{PAPERS}Giấy nở1 bản chính"
    documents = procedure(thanh_phan_ho_so=text).documents
    assert documents != "unknown"
    assert documents[0].note == "Trường hợp rồng con"


def test_several_rows_of_a_way_become_one_submission() -> None:
    ways = f"{WAYS}Trực tiếp5 NgàyMiễn phíTrực tiếp9 Ngày70,000 VNĐTrực tiếp5 NgàyMiễn phí"
    submissions = procedure(cach_thuc_thuc_hien=ways).submissions
    assert submissions != "unknown"
    (only,) = submissions
    assert only.time == "5 ngày; hoặc 9 ngày"
    assert only.fees != "unknown"
    assert [fee.amount for fee in only.fees] == [0, 70_000]


def test_other_times_in_the_description_are_told_with_the_time() -> None:
    ways = f"{WAYS}Trực tiếp5 NgàyMiễn phí9 ngày đối với rồng già"
    submissions = procedure(cach_thuc_thuc_hien=ways).submissions
    assert submissions != "unknown"
    assert submissions[0].time == "5 ngày (9 ngày đối với rồng già)"


def test_online_is_none_only_when_the_table_was_read() -> None:
    assert procedure(cach_thuc_thuc_hien=f"{WAYS}Trực tiếp5Miễn phí").online.level == "none"
    assert procedure(cach_thuc_thuc_hien="rồng bay").online.level == "unknown"
    assert procedure().online.level == "unknown"


def test_the_portals_own_field_is_kept() -> None:
    assert (procedure().origin, procedure().topic) == ("national", "Rồng")
    assert procedure(linh_vuc=" ").topic is None


def test_letters_in_two_parts_become_whole_and_invisible_marks_go() -> None:
    apart = unicodedata.normalize("NFD", "Thủ tục đăng ký nuôi rồng")
    assert procedure(ten_thu_tuc=f"\x00\u200e{apart}").name == "Đăng ký nuôi rồng"


def test_a_very_long_name_keeps_its_beginning_and_its_end() -> None:
    long = procedure(ten_thu_tuc=f"Thủ tục nuôi {'rồng ' * 100}(thực hiện tại cấp tỉnh)")
    assert long.name.startswith("Nuôi rồng rồng")
    assert long.name.endswith("(thực hiện tại cấp tỉnh)")
    assert len(long.name) <= 210
    assert len(long.official_name) > 500


def test_what_the_survey_found_nothing_in_is_among_the_examples() -> None:
    tally = survey([line(ket_qua_xu_ly="Mã: KQ1")]).tallies["result"]
    assert (tally.stated, tally.unread) == (1, 1)
    assert tally.examples[0][1].excerpt == "Mã: KQ1"


def test_the_survey_counts_what_is_stated_parsed_and_unread() -> None:
    broken = line(thanh_phan_ho_so="rồng", cach_thuc_thuc_hien=f"{WAYS}Trực tiếp5 Ngày50 VNĐ")
    result = survey([line(), broken, line(thanh_phan_ho_so="--")])
    documents = result.tallies["documents"]
    assert result.records == 3
    assert (documents.stated, documents.parsed, documents.unread) == (2, 1, 1)
    assert documents.examples[0][0] == "1.000001"
    assert result.tallies["fee"].share == 2 / 3
    assert "conditions" not in result.tallies
