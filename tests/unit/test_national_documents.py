"""The portal's tables of documents: names, form files and counts without gaps."""

import pytest

from bot.catalogue.national.documents import read_documents
from bot.catalogue.national.parsed import Paper

HEADINGS = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"


def papers(text: str) -> list[Paper]:
    groups, _ = read_documents(f"--{HEADINGS}{text}")
    assert groups != "unknown"
    return [paper for group in groups for paper in group.papers]


def counts(text: str) -> list[tuple[int, int]]:
    return [(paper.originals, paper.copies) for paper in papers(text)]


def test_each_table_keeps_its_heading() -> None:
    groups, unread = read_documents(
        f"* Giấy tờ phải nộp:{HEADINGS}Đơn nuôi rồng1 bản chính"
        f"* Giấy tờ phải xuất trình:{HEADINGS}Thẻ rồng0 bản chính,1 bản saoVảy2 bản chính"
    )
    assert groups != "unknown"
    assert [group.heading for group in groups] == ["Giấy tờ phải nộp:", "Giấy tờ phải xuất trình:"]
    assert [[paper.name for paper in group.papers] for group in groups] == [
        ["Đơn nuôi rồng"],
        ["Thẻ rồng", "Vảy"],
    ]
    assert unread == ()


def test_counts_are_read_per_row() -> None:
    assert counts("Đơn1 bản chính,3 bản saoẢnh rồng2 bản chínhVảy0 bản chính,1 bản sao") == [
        (1, 3),
        (2, 0),
        (0, 1),
    ]


@pytest.mark.parametrize(
    ("text", "name", "originals"),
    [
        ("Đơn ngày 01/01/20261 bản chính", "Đơn ngày 01/01/2026", 1),
        ("Phiếu ngày 28/8/20202 bản chính", "Phiếu ngày 28/8/2020", 2),
        ("Đơn theo Mẫu số 051 bản chính", "Đơn theo Mẫu số 05", 1),
        ("Đơn theo Mẫu số 1010 bản chính", "Đơn theo Mẫu số 101", 0),
    ],
)
def test_digits_that_end_the_name_are_no_count(text: str, name: str, originals: int) -> None:
    (paper,) = papers(text)
    assert (paper.name, paper.originals) == (name, originals)


def test_a_count_inside_a_name_ends_no_row() -> None:
    (paper,) = papers("Giấy phép bay: nộp 02 bản chính cho rồng, 01 bản chính (nếu có)1 bản chính")
    assert paper.name.endswith("(nếu có)")


def test_a_row_that_begins_with_a_space_or_a_dot_is_a_row() -> None:
    assert [
        p.name for p in papers("Đơn rồng;1 bản chính Vảy rồng.1 bản chính., Ảnh1 bản chính")
    ] == [
        "Đơn rồng;",
        "Vảy rồng",
        "Ảnh",
    ]


@pytest.mark.parametrize(
    ("text", "name", "files"),
    [
        ("Đơn nuôi rồngMẫu R-05.doc", "Đơn nuôi rồng", ("Mẫu R-05.doc",)),
        ("Đơn theo mẫu1.MuR01.docx", "Đơn theo mẫu", ("1.MuR01.docx",)),
        ("Đơn (của Bộ Rồng)Mẫu R2 Đơn rồng.pdf", "Đơn (của Bộ Rồng)", ("Mẫu R2 Đơn rồng.pdf",)),
        (
            "Đơn theo Nghị định 1/2026/NĐ-CPMau 2.doc",
            "Đơn theo Nghị định 1/2026/NĐ-CP",
            ("Mau 2.doc",),
        ),
        (
            "Đơn theo Mẫu số 11.NT của rồngMẫu 11.docx",
            "Đơn theo Mẫu số 11.NT của rồng",
            ("Mẫu 11.docx",),
        ),
        ("Đơn rồngMau1.docxMau2.docx", "Đơn rồng", ("Mau1.docx", "Mau2.docx")),
    ],
)
def test_form_files_are_parted_from_the_name(text: str, name: str, files: tuple[str, ...]) -> None:
    (paper,) = papers(f"{text}1 bản chính")
    assert (paper.name, tuple(paper.form_files)) == (name, files)


def test_the_forms_code_comes_from_the_name_or_the_file() -> None:
    found = papers("Đơn theo mẫu số 01/R ban hành1 bản chínhPhiếuMẫu R02.doc1 bản chính")
    assert [paper.form_code for paper in found] == ["Mẫu số 01/R", "Mẫu R02"]


def test_a_file_that_cannot_be_parted_is_reported() -> None:
    _, unread = read_documents(f"--{HEADINGS}Đơn rồngrong.doc1 bản chính")
    assert [u.field for u in unread] == ["form"]


def test_text_in_place_of_a_table_is_reported_and_not_stored() -> None:
    groups, unread = read_documents("và nộp cho cơ quan nuôi rồng.\nBước 2. Chờ.")
    assert groups == "unknown"
    assert [u.reason for u in unread] == ["no table found"]


def test_what_stands_behind_the_last_row_is_reported() -> None:
    _, unread = read_documents(f"--{HEADINGS}Đơn1 bản chínhRồng nộp trên mạng thì khai trên mạng")
    assert [u.reason for u in unread] == ["text behind the last row"]


def test_a_row_without_a_name_is_reported_and_left_out() -> None:
    groups, unread = read_documents(f"--{HEADINGS}Đơn1 bản chính-1 bản chính")
    assert groups != "unknown"
    assert [paper.name for paper in groups[0].papers] == ["Đơn"]
    assert [u.reason for u in unread] == ["row without a name"]


@pytest.mark.parametrize("text", ["", "--", "Không có thông tin"])
def test_nothing_is_unknown(text: str) -> None:
    assert read_documents(text) == ("unknown", ())
