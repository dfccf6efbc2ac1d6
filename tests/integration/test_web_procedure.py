"""The page of a procedure, as the web channel serves it."""

import re
from collections.abc import Iterator

import httpx
import pytest

from bot.catalogue.catalogue import Catalogue, open_catalogue
from bot.catalogue.freshness import Replaced, Rules
from bot.catalogue.record import Procedure
from bot.settings import ROOT
from tests.fakes_pages import PUBLIC, SITE, site_of
from tests.fakes_web import TODAY
from tests.national import imported
from tests.pages import Shown, not_in_record
from tests.records import CATALOGUE, DRAGON, LINK, UNICORN, record

PAGE = f"/thu-tuc/{DRAGON.code}"
# What the page says by itself: no word of it is a fact about a procedure.
FURNITURE = """
Đến nội dung chính|Một Cửa|Tỉnh Thử|Danh mục thủ tục|Hỏi trợ lý|Mã thủ tục|Tên đầy đủ:|Lưu ý:
Cấp xã|Cấp tỉnh|Cấp bộ|Cơ quan khác|Làm trực tuyến toàn bộ|Làm trực tuyến một phần
Chưa làm trực tuyến được|Làm trực tuyến: chưa có thông tin|chưa có thông tin|In trang này
Quét để hỏi trợ lý về thủ tục này|Nộp trực tuyến|Xem trang chính thức|Nộp trực tiếp
Nộp ở đâu, hết bao nhiêu, bao lâu|Gửi qua bưu điện|Nơi nộp|Thời gian giải quyết|Lệ phí|Khi:|và|hoặc
Cơ quan giải quyết|Hạn phải làm|Dành cho|Giấy tờ cần có|Xem danh sách của tôi|Chưa chọn
Anh/chị chọn trường hợp của mình để có danh sách vừa đủ ạ.|Giấy tờ phải nộp|bản chính|bản sao
Giấy tờ mang theo để xuất trình|số bản chưa có thông tin|Mẫu đơn:|Tải mẫu|Danh sách mang theo, để in
Giấy tờ chung|Các bước làm|Điều kiện|Kết quả nhận được|Căn cứ pháp lý|Thủ tục liên quan
Nguồn:|, quyết định|, kiểm tra ngày|Bản ghi|Cán bộ nơi nộp có thể hỏi thêm giấy tờ.
Đường dây thử:|1900 0000|Cổng Dịch vụ công:|https://dichvucong.gov.vn|Dữ liệu mở
Có phần chưa có thông tin. Anh/chị xem trang chính thức hoặc gọi số dưới đây trước khi đi ạ.
Theo bản đăng trên Cổng Dịch vụ công quốc gia, em chưa viết lại cho dễ đọc ạ.
"""


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with site_of(CATALOGUE) as client:
        yield client


def page_of(procedure: Procedure, *others: Procedure, status: int = 200) -> str:
    with site_of(Catalogue([procedure, *others], CATALOGUE.fields)) as client:
        response = client.get(f"/thu-tuc/{procedure.code}")
    assert response.status_code == status
    return response.text


def changed(**changes: object) -> Procedure:
    return Procedure.model_validate(record(**changes))


def test_it_holds_all_that_is_known(client: httpx.Client) -> None:
    shown = Shown(client.get(PAGE).text)
    for text in (
        "Đăng ký nuôi rồng",
        "Ghi tên rồng vào sổ.",
        "Cấp xã",
        "Làm trực tuyến toàn bộ",
        "Trung tâm Phục vụ hành chính công",
        "3 ngày làm việc",
        "20.000 đồng",
        "Khi: Có cánh",
        "Ủy ban nhân dân cấp xã",
        "Trong 30 ngày từ khi nở",
        "Giấy tờ chung",
        "Giấy phép bay",
        "(1 bản chính, 2 bản sao)",
        "Mẫu đơn: Mẫu R01",
        "Nộp hồ sơ",
        "Sổ rồng",
        "1/2026/NĐ-CP",
        "Nguồn thử",
    ):
        assert text in shown.texts
    foot = " ".join(shown.texts)
    assert "kiểm tra ngày 31/07/2026" in foot
    assert DRAGON.version in foot
    assert "Đường dây thử: 1900 0000" in foot


def test_papers_of_one_case_stand_apart_from_those_of_all(client: httpx.Client) -> None:
    html = client.get(PAGE).text
    common, case, paper = (
        html.index(t) for t in ("Giấy tờ chung", "Khi: Có cánh</h3", "Giấy phép bay")
    )
    assert common < html.index("Thẻ căn cước") < case < paper


def test_what_is_not_known_is_said() -> None:
    texts = Shown(page_of(UNICORN)).texts
    assert texts.count("chưa có thông tin") >= 5
    assert any(text.startswith("Có phần chưa có thông tin.") for text in texts)


def test_where_all_is_known_nothing_is_said_to_be_missing() -> None:
    ways = [{**way, "fees": [{"text": "Miễn phí"}]} for way in record()["submissions"]]
    whole = changed(submissions=ways, conditions=["Có rồng"])
    assert "chưa có thông tin" not in page_of(whole)


def test_it_links_to_the_forms_the_source_and_the_related_pages() -> None:
    form = {"name": "Đơn", "form": "Mẫu R02", "form_url": f"{LINK}/r02.docx"}
    procedure = changed(documents=[form], related=[UNICORN.code, "9.999999"])
    shown = Shown(page_of(procedure, UNICORN))
    assert {f"{LINK}/r02.docx", LINK, f"/thu-tuc/{UNICORN.code}"} <= set(shown.links)
    assert UNICORN.name in shown.texts
    assert not any("9.999999" in link for link in shown.links)


def test_it_and_the_checklist_lead_to_each_other(client: httpx.Client) -> None:
    html = client.get(PAGE).text
    assert f'action="/giay-to/{DRAGON.code}"' in html
    fitted = client.get(f"/giay-to/{DRAGON.code}", params=[("co", "winged"), ("co", "")])
    assert fitted.status_code == 200
    assert PAGE in Shown(fitted.text).links
    assert f"/giay-to/{UNICORN.code}" not in page_of(UNICORN)  # no papers known, so none to list
    plain = changed(situations=[], documents=[{"name": "Đơn"}])
    assert f"/giay-to/{plain.code}" in Shown(page_of(plain)).links


def test_an_imported_record_is_shown_in_full_and_says_what_it_is() -> None:
    long = "Giấy " + "rất dài " * 60
    table = f"Giấy tờ phải nộp:Tên giấy tờMẫu đơn, tờ khaiSố lượng{long}1 bản chính"
    html = page_of(imported(thanh_phan_ho_so=table))
    assert long.strip() in html
    assert "em chưa viết lại cho dễ đọc" in html


def test_an_old_record_says_so_as_the_chat_does() -> None:
    law = Replaced(by="2/2026/NĐ-CP", since=TODAY, source="Điều 1")
    catalogue = Catalogue([DRAGON], rules=Rules(replaced={"1/2026/NĐ-CP": law}))
    with site_of(catalogue) as client:
        assert "đã được thay bằng văn bản khác" in client.get(PAGE).text


def test_of_a_record_that_holds_no_more_nothing_else_is_told() -> None:
    html = page_of(changed(valid_to="2026-08-14"), status=410)
    assert "nay không áp dụng nữa" in html
    assert LINK in html
    assert "20.000 đồng" not in html


def test_markup_in_a_record_is_shown_as_text() -> None:
    nasty = '<script>alert(1)</script>" onload="alert(2)'
    html = page_of(changed(name=nasty, summary=nasty, documents=[{"name": nasty}], steps=[nasty]))
    assert Shown(html).texts.count(nasty) == 4
    assert "<script>alert" not in html
    assert '" onload' not in html


def test_the_chat_offers_questions_about_the_procedure_and_sends_none(client: httpx.Client) -> None:
    html = client.get(f"/?hoi={DRAGON.code}").text
    assert f"hỏi gì về <b>{DRAGON.name}</b>" in html
    payloads = re.findall(r'data-payload="([^"]+)"', html)
    assert payloads[0] == f"/ask_overview{{&#34;code&#34;:&#34;{DRAGON.code}&#34;}}"
    assert len(payloads) == 4


@pytest.mark.parametrize("asked", ["", "9.999999", "<b>", "%00", "x" * 5_000])
def test_a_code_without_a_record_leaves_the_chat_as_it_is(client: httpx.Client, asked: str) -> None:
    response = client.get("/", params={"hoi": asked})
    assert response.status_code == 200
    assert 'id="prepared"' not in response.text


def invented(procedure: Procedure, shown: Shown, catalogue: Catalogue) -> list[str]:
    """What of the page is neither the record's, nor the names of other records, nor its own."""
    others = [other for other in map(catalogue.get, procedure.related) if other]
    field = catalogue.fields[procedure.field]
    names = "|".join([field, *(other.name for other in others)])
    links = {
        *("/", "/thu-tuc", "/du-lieu-mo", "#main", SITE.portal, SITE.hotline_link),
        *(f"/thu-tuc/{other.code}" for other in others),
        *(f"/thu-tuc?linh_vuc={procedure.field}", f"/?hoi={procedure.code}"),
        f"/giay-to/{procedure.code}",
    }
    here = f"Trang này: {PUBLIC}/thu-tuc/{procedure.code}"
    return not_in_record(procedure, shown, f"{FURNITURE}\n{names}\n{here}", links)


def test_what_is_invented_would_be_found() -> None:
    shown = Shown(page_of(changed(authority="Sở Rồng", aliases=[])))
    assert "Sở Rồng" in invented(DRAGON, shown, CATALOGUE)


def test_nothing_is_on_the_page_of_any_record_that_is_not_in_the_record() -> None:
    found = open_catalogue(ROOT / "procedures")
    catalogue = Catalogue(found.all(), found.fields)
    with site_of(catalogue) as client:
        for procedure in catalogue.all():
            response = client.get(f"/thu-tuc/{procedure.code}")
            assert response.status_code == 200
            assert invented(procedure, Shown(response.text), catalogue) == [], procedure.code
