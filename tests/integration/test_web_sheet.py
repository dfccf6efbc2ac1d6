"""The page to print, as the web channel serves it."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from urllib.parse import quote

import httpx
import pytest

from bot.catalogue.catalogue import Catalogue, open_catalogue
from bot.catalogue.checklist import checklist_of
from bot.catalogue.record import Procedure
from bot.channels.web import Site, create_web
from bot.channels.web.guard import SECURITY_HEADERS
from bot.clock import today
from bot.settings import ROOT
from tests.fakes_web import Talks, serving
from tests.national import imported
from tests.pages import Shown, not_in_record
from tests.records import CATALOGUE, DRAGON, LINK, UNICORN, record

SITE = Site("Tỉnh Thử", "1900 0000", hotline_title="Đường dây thử")
PAGE = f"/giay-to/{DRAGON.code}"
# What the page says by itself: no word of it is a fact about a procedure.
FURNITURE = """
Một Cửa · Tỉnh Thử|In trang này|Hỏi trợ lý|Danh sách mang theo · Mã thủ tục|Trường hợp của anh/chị
Xem đầy đủ thủ tục này|Chưa chọn:
Giấy tờ nào chỉ cần trong một trường hợp thì có ghi “khi”.|Khi:|và|hoặc|Lưu ý:
Giấy tờ phải nộp|Giấy tờ mang theo để xuất trình|Giấy tờ cần có|bản chính|bản sao|số bản|Mẫu đơn:
Tải mẫu:|chưa có thông tin|Nộp ở đâu, hết bao nhiêu, bao lâu|Lệ phí|Nơi nộp|Cơ quan giải quyết
Thời gian giải quyết|Hạn phải làm|Nộp trực tuyến|Trang chính thức|Nộp trực tiếp|nộp trực tiếp
nộp trực tuyến|Gửi qua bưu điện|gửi qua bưu điện|Đường dây thử:|1900 0000|Cổng Dịch vụ công:
https://dichvucong.gov.vn|Nguồn:|, kiểm tra ngày|Bản ghi|In ngày 15/08/2026.
Có phần chưa có thông tin. Anh/chị hỏi nơi nộp hoặc gọi số dưới đây trước khi đi ạ.
Danh sách do máy lập; cán bộ nơi nộp có thể hỏi thêm.
Theo bản đăng trên Cổng Dịch vụ công quốc gia, em chưa viết lại cho dễ đọc ạ.
"""


@contextmanager
def desk_of(catalogue: Catalogue) -> Iterator[httpx.Client]:
    app = create_web(Talks().desk(site=SITE, catalogue=catalogue))
    with serving(app) as server, httpx.Client(base_url=server.url, timeout=30) as client:
        yield client


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with desk_of(CATALOGUE) as client:
        yield client


def page(client: httpx.Client, path: str, status: int = 200) -> str:
    response = client.get(path, follow_redirects=True)
    assert response.status_code == status
    return response.text


def page_of(procedure: Procedure) -> str:
    with desk_of(Catalogue([procedure])) as client:
        return page(client, f"/giay-to/{procedure.code}")


def test_it_holds_what_one_takes_along_in_the_case(client: httpx.Client) -> None:
    shown = Shown(page(client, f"{PAGE}?co=winged,cold"))
    for text in (
        "Đăng ký nuôi rồng",
        "Rồng có cánh không ạ?",
        "Có cánh",
        "Giấy phép bay",
        "(1 bản chính, 2 bản sao)",
        "Mẫu đơn: Mẫu R01",
        "Nộp trực tiếp: 20.000 đồng",
        "Nộp trực tuyến: chưa có thông tin",
        "Trong 30 ngày từ khi nở",
        LINK,
    ):
        assert text in shown.texts
    foot = " ".join(shown.texts)
    for text in ("Nguồn thử , kiểm tra ngày 31/07/2026", DRAGON.version, "In ngày 15/08/2026"):
        assert text in foot
    assert "Đường dây thử: 1900 0000" in foot
    assert "Chưa chọn" not in foot


def test_each_paper_has_a_box_to_tick(client: httpx.Client) -> None:
    html = page(client, f"{PAGE}?co=wingless,cold")
    assert html.count('type="checkbox"') == 2
    assert "Giấy phép bay" not in html
    assert "Rồng đi bộ thôi." in html


def test_without_a_case_every_paper_says_when_it_is_needed(client: httpx.Client) -> None:
    texts = Shown(page(client, PAGE)).texts
    assert "Khi: Có cánh" in texts
    assert "Rồng có cánh không ạ?" in texts


def test_what_is_not_known_is_said(client: httpx.Client) -> None:
    texts = Shown(page(client, f"/giay-to/{UNICORN.code}")).texts
    assert texts.count("chưa có thông tin") >= 4
    assert any(text.startswith("Có phần chưa có thông tin.") for text in texts)


def test_the_link_of_a_form_is_printed_as_text() -> None:
    form = {"name": "Đơn", "form": "Mẫu R02", "form_url": f"{LINK}/r02.docx"}
    procedure = Procedure.model_validate(record(documents=[form]))
    shown = Shown(page_of(procedure))
    assert f"{LINK}/r02.docx" in shown.texts
    assert f"{LINK}/r02.docx" in shown.links


def test_an_imported_record_is_shown_in_full_and_says_what_it_is() -> None:
    long = "Giấy " + "rất dài " * 60
    table = f"Giấy tờ phải nộp:Tên giấy tờMẫu đơn, tờ khaiSố lượng{long}1 bản chính"
    html = page_of(imported(thanh_phan_ho_so=table))
    assert long.strip() in html
    assert "em chưa viết lại cho dễ đọc" in html


@pytest.mark.parametrize(
    "path",
    [
        "/giay-to",
        "/giay-to/",
        "/giay-to/9.999999",
        "/giay-to/khai-sinh",
        f"/giay-to/{DRAGON.code}/x",
        f"/giay-to/{quote('<script>alert(1)</script>')}",
        "/giay-to/%00%FF%F0%9F%90%89",
        "/giay-to/" + "1" * 5_000,
        f"{PAGE}?co=nobody",
        f"{PAGE}?co=winged,wingless",
        f"{PAGE}?co=winged&co=wingless",
        f"{PAGE}?co=winged%20",
        f"{PAGE}?co=%00%FF",
        f"{PAGE}?co={quote('<b>')}",
        f"{PAGE}?co=" + "a," * 5_000,
    ],
)
def test_what_is_no_list_gets_a_polite_page(client: httpx.Client, path: str) -> None:
    html = page(client, path, 404)
    assert "Không tìm thấy danh sách này ạ" in html
    assert "1900 0000" in html
    assert "alert" not in html
    assert "DOCTYPE" in html.upper()


@pytest.mark.parametrize("query", ["", "?co=", "?co=,,", "?co=winged,winged&co=winged", "?x=1"])
def test_what_means_a_list_is_one(client: httpx.Client, query: str) -> None:
    page(client, PAGE + query)


@pytest.mark.parametrize(("path", "status"), [(PAGE, 200), ("/giay-to/x", 404)])
def test_it_keeps_the_security_headers_and_sets_no_cookie(
    client: httpx.Client, path: str, status: int
) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert response.headers.items() >= {k.lower(): v for k, v in SECURITY_HEADERS.items()}.items()
    assert "set-cookie" not in response.headers
    for inline in ("<style", "style=", "<script>", "onclick", "javascript:"):
        assert inline not in response.text


def test_other_sites_may_link_to_it(client: httpx.Client) -> None:
    assert client.get(PAGE, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_nothing_else_may_be_done_with_it(client: httpx.Client) -> None:
    assert client.post(PAGE).status_code == 405


def test_markup_in_a_record_is_shown_as_text() -> None:
    nasty = "<script>alert(1)</script>"
    procedure = Procedure.model_validate(record(name=nasty, documents=[{"name": nasty}]))
    shown = Shown(page_of(procedure))
    assert shown.texts.count(nasty) == 2


def test_the_day_is_that_of_vietnam() -> None:
    assert today().year >= 2026


def cases(procedure: Procedure) -> Iterator[tuple[str, ...]]:
    """No answer, and every full case."""
    yield ()
    yield from product(*([o.id for o in s.options] for s in procedure.situations))


def invented(procedure: Procedure, shown: Shown) -> list[str]:
    """The words and links of the page that are neither the record's nor the page's own."""
    links = {"/", f"/thu-tuc/{procedure.code}", SITE.portal, SITE.hotline_link}
    return not_in_record(procedure, shown, FURNITURE, links)


def test_what_is_invented_would_be_found() -> None:
    shown = Shown(page_of(Procedure.model_validate(record(authority="Sở Rồng", aliases=[]))))
    assert invented(UNICORN, shown)
    assert "Sở Rồng" in invented(DRAGON, shown)


def test_nothing_is_on_the_page_of_any_record_that_is_not_in_the_record() -> None:
    catalogue = open_catalogue(ROOT / "procedures")
    with desk_of(catalogue) as client:
        for procedure in catalogue.all():
            for options in cases(procedure):
                shown = Shown(page(client, checklist_of(procedure, options).path))
                assert invented(procedure, shown) == [], (procedure.code, options)
