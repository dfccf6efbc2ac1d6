"""The page of a procedure as a guest of the web: bad addresses, previews, forged hosts, caches."""

from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest

from bot.catalogue.catalogue import Catalogue
from bot.channels.web.guard import SECURITY_HEADERS
from bot.channels.web.qr import qr
from tests.fakes_pages import PUBLIC, site_of
from tests.pages import Shown
from tests.records import CATALOGUE, DRAGON

PAGE = f"/thu-tuc/{DRAGON.code}"


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with site_of(CATALOGUE) as client:
        yield client


@pytest.fixture(scope="module")
def unset() -> Iterator[httpx.Client]:
    """The same site where the operator set no public address."""
    with site_of(CATALOGUE, public="") as client:
        yield client


@pytest.mark.parametrize(
    "code",
    [
        "9.999999",
        "khai-sinh",
        f"{DRAGON.code}/x",
        quote("<script>alert(1)</script>"),
        "%00%FF%F0%9F%90%89",
        "..%2F..%2Fetc%2Fpasswd",
        "1" * 5_000,
        "-" * 5_000,
        "%",
    ],
)
def test_what_is_no_procedure_gets_a_helpful_page(client: httpx.Client, code: str) -> None:
    response = client.get(f"/thu-tuc/{code}")
    assert response.status_code == 404
    assert "Không tìm thấy thủ tục này ạ" in response.text
    assert 'action="/thu-tuc"' in response.text
    assert "alert" not in response.text
    assert response.headers["cache-control"] == "no-store"


def test_who_types_words_for_a_code_is_shown_what_may_be_meant(client: httpx.Client) -> None:
    assert PAGE in Shown(client.get("/thu-tuc/nuoi-rong").text).links


def test_what_is_shared_has_a_title_a_description_and_one_address(client: httpx.Client) -> None:
    html = client.get(PAGE).text
    assert '<html lang="vi">' in html
    assert f'property="og:title" content="{DRAGON.name}"' in html
    assert f'property="og:description" content="{DRAGON.summary}' in html
    assert f'property="og:url" content="{PUBLIC}{PAGE}"' in html
    assert f'rel="canonical" href="{PUBLIC}{PAGE}"' in html


def test_the_code_to_scan_leads_to_the_chat_about_this_procedure(client: httpx.Client) -> None:
    assert qr(f"{PUBLIC}/?hoi={DRAGON.code}") in client.get(PAGE).text


def test_a_forged_host_reaches_no_page_where_the_address_is_set(client: httpx.Client) -> None:
    honest = client.get(PAGE)
    forged = client.get(PAGE, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
    assert forged.text == honest.text
    assert forged.headers["etag"] == honest.headers["etag"]
    assert honest.headers["cache-control"] == "public, max-age=300"


def test_without_a_set_address_the_host_counts_for_its_sender_alone(unset: httpx.Client) -> None:
    """A page that shows it may be kept by no shared cache, and nothing but the code shows it."""
    forged = unset.get(PAGE, headers={"Host": "evil.example"})
    assert forged.headers["cache-control"] == "private, no-cache"
    assert qr(f"http://evil.example/?hoi={DRAGON.code}") in forged.text
    assert "evil.example" not in forged.text
    assert f'rel="canonical" href="{PAGE}"' in forged.text
    assert forged.headers["etag"] != unset.get(PAGE).headers["etag"]


@pytest.mark.parametrize("host", ["a b", "<b>", "a/b", "a@b", "a?b", "-", "x" * 300, "a:1:2", ""])
def test_a_host_that_is_none_is_left_out(unset: httpx.Client, host: str) -> None:
    response = unset.get(PAGE, headers={"Host": host})
    if response.status_code == 200:  # the server itself refuses some of them
        assert "<svg viewBox" not in response.text


def test_what_has_not_changed_is_not_sent_again(client: httpx.Client) -> None:
    tag = client.get(PAGE).headers["etag"]
    again = client.get(PAGE, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["cache-control"] == "public, max-age=300"
    assert client.get(PAGE, headers={"If-None-Match": 'W/"x"'}).status_code == 200
    with site_of(Catalogue([DRAGON])) as other:
        assert other.get(PAGE, headers={"If-None-Match": tag}).status_code == 200


def test_head_is_answered_like_get_without_a_body(client: httpx.Client) -> None:
    head = client.head(PAGE)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == client.get(PAGE).headers["etag"]


@pytest.mark.parametrize(("path", "status"), [(PAGE, 200), ("/thu-tuc/x", 404), ("/thu-tuc", 200)])
def test_it_keeps_the_security_headers_and_sets_no_cookie(
    client: httpx.Client, path: str, status: int
) -> None:
    response = client.get(path)
    assert response.status_code == status
    wanted = {k.lower(): v for k, v in SECURITY_HEADERS.items() if k != "Cache-Control"}
    assert response.headers.items() >= wanted.items()
    assert "set-cookie" not in response.headers
    for inline in ("<style", "style=", "<script>", "onclick", "javascript:"):
        assert inline not in response.text
