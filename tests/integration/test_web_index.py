"""The list of procedures and its search, as the web channel serves them."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest

from bot.catalogue.catalogue import Catalogue
from bot.catalogue.record import Procedure
from bot.channels.web import create_web
from bot.channels.web.index import ON_A_PAGE
from bot.channels.web.pace import Pace
from tests.fakes_web import Talks, serving
from tests.national import imported
from tests.pages import Shown
from tests.records import CATALOGUE, DRAGON, UNICORN, record

FIELDS = {**CATALOGUE.fields, "national": "Cổng thử"}
OVER = Procedure.model_validate(
    record(code="1.000003", name="Nuôi khủng long", valid_to="2026-01-01")
)
IMPORTED = [imported(ma_thu_tuc=f"3.{n:06}") for n in range(ON_A_PAGE + 1)]


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    catalogue = Catalogue([DRAGON, UNICORN, OVER, *IMPORTED], FIELDS)
    app = create_web(Talks().desk(catalogue=catalogue))
    with serving(app) as server, httpx.Client(base_url=server.url, timeout=30) as client:
        yield client


def links(client: httpx.Client, path: str) -> list[str]:
    response = client.get(path)
    assert response.status_code == 200
    return Shown(response.text).links


@pytest.mark.parametrize(
    "path", ["/thu-tuc", "/thu-tuc/", "/thu-tuc?linh_vuc=nowhere", "/thu-tuc?q="]
)
def test_every_written_procedure_is_listed_under_its_field(client: httpx.Client, path: str) -> None:
    shown = Shown(client.get(path).text)
    assert {f"/thu-tuc/{DRAGON.code}", f"/thu-tuc/{UNICORN.code}"} <= set(shown.links)
    assert {"Hộ tịch", "Cư trú", "1 thủ tục"} <= set(shown.texts)
    assert "/thu-tuc?linh_vuc=national" in shown.links


def test_what_holds_no_more_is_not_listed(client: httpx.Client) -> None:
    assert f"/thu-tuc/{OVER.code}" not in links(client, "/thu-tuc")


def test_a_large_field_is_turned_over_page_by_page(client: httpx.Client) -> None:
    first = links(client, "/thu-tuc?linh_vuc=national")
    second = links(client, "/thu-tuc?linh_vuc=national&trang=2")
    assert "/thu-tuc?linh_vuc=national&trang=2" in first
    assert "/thu-tuc?linh_vuc=national&trang=1" in second
    codes = {link for link in [*first, *second] if link.startswith("/thu-tuc/3.")}
    assert len(codes) == len(IMPORTED)


@pytest.mark.parametrize("number", ["0", "-1", "x", "²", "99999", "9" * 5_000, "1.5", ""])
def test_a_page_that_is_none_is_the_nearest_there_is(client: httpx.Client, number: str) -> None:
    assert client.get("/thu-tuc", params={"linh_vuc": "national", "trang": number}).is_success


def test_the_search_finds_what_people_say(client: httpx.Client) -> None:
    for query in ("nhà tôi nuôi rồng", "nuoi rong", DRAGON.code):
        found = links(client, f"/thu-tuc?q={quote(query)}")
        assert f"/thu-tuc/{DRAGON.code}" in found[:8]


def test_a_search_is_kept_by_nobody_and_found_by_no_engine(client: httpx.Client) -> None:
    response = client.get("/thu-tuc?q=nuoi+rong")
    assert response.headers["cache-control"] == "no-store"
    assert "etag" not in response.headers
    assert 'name="robots" content="noindex"' in response.text


@pytest.mark.parametrize(
    "query",
    [
        "<script>alert(1)</script>",
        '" onfocus="alert(1)" autofocus="',
        "%00%01%FF",
        "a" * 10_000,
        "{{ 7 * 7 }}",
        "\u202e\u0000\ud7ff",
        "*?[](){}\\'\";--",
        " ",
    ],
)
def test_rubbish_in_the_search_is_shown_as_text(client: httpx.Client, query: str) -> None:
    response = client.get("/thu-tuc", params={"q": query})
    assert response.status_code == 200
    assert "<script>alert" not in response.text
    assert '" onfocus' not in response.text
    shown = re.sub(r"/static/[0-9a-f]+/", "", response.text)  # a hash may hold any digits
    assert "49" not in shown.replace("100", "")
    assert len(response.text) < 60_000


def test_what_is_not_found_says_where_to_go_on(client: httpx.Client) -> None:
    with serving(create_web(Talks().desk(catalogue=Catalogue([])))) as server:
        html = httpx.get(f"{server.url}/thu-tuc?q=x").text
    assert "Chưa tìm thấy thủ tục nào" in html
    assert "hỏi trợ lý" in html


def test_the_list_is_not_sent_again_before_it_changes(client: httpx.Client) -> None:
    tag = client.get("/thu-tuc").headers["etag"]
    assert client.get("/thu-tuc", headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/du-lieu-mo", headers={"If-None-Match": tag}).status_code == 304


def test_who_reads_too_fast_gets_a_page_that_asks_to_wait() -> None:
    desk = Talks().desk(pace=Pace(reads_a_minute=2))
    with serving(create_web(desk)) as server, httpx.Client(base_url=server.url) as client:
        html = {"Accept": "text/html"}
        answers = [client.get("/thu-tuc?q=rong", headers=html) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert answers[-1].headers["retry-after"] == "5"
        assert "chờ vài giây" in Shown(answers[-1].text).texts[5]
        assert client.get("/").status_code == 200


def test_a_browser_that_is_lost_gets_a_page_and_a_program_a_sentence(client: httpx.Client) -> None:
    page = client.get("/nowhere", headers={"Accept": "text/html,*/*"})
    assert page.status_code == 404
    assert "/thu-tuc" in Shown(page.text).links
    assert client.get("/nowhere").json()["error"].endswith("ạ.")
