"""Open data as a guest of the web: errors, caches, other sites, and those who ask too often."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from bot.api import PATH
from bot.api.faults import MEDIA_TYPE
from bot.catalogue.catalogue import Catalogue
from bot.catalogue.record import Procedure
from bot.channels.web.pace import Pace
from tests.fakes_api import FIELDS, GRIFFIN, assert_fits, open_data
from tests.records import DRAGON, UNICORN, record

ONE = f"/procedures/{DRAGON.code}"
EVERYTHING = [
    "/",
    "/openapi.json",
    "/procedures",
    "/procedures?q=rong",
    ONE,
    "/fields",
    "/needs.json",
]
TABLE = "/procedures.csv"


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with open_data() as client:
        yield client


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("page=0", "page"),
        ("page=x", "page"),
        ("page=1.5", "page"),
        ("page=" + "9" * 5_000, "page"),
        ("page_size=201", "page_size"),
        ("page_size=-1", "page_size"),
        ("field=nowhere", "field"),
        ("field=" + "a" * 5_000, "field"),
        ("field=<b>", "field"),
        ("level=commune,province", "level"),
        ("online=yes", "online"),
        ("origin=mine", "origin"),
        ("q=" + "a" * 301, "q"),
        ("pagesize=10", "pagesize"),
        ("<script>=1", "<script>"),
    ],
)
def test_a_wrong_parameter_is_named_in_a_sentence(
    client: httpx.Client, query: str, parameter: str
) -> None:
    response = client.get(f"/procedures?{query}")
    assert response.status_code == 422
    assert_fits(client, "/procedures", response)
    problem = response.json()
    assert response.headers["content-type"] == MEDIA_TYPE
    assert problem["status"] == 422
    assert problem["detail"].endswith("ạ.")
    assert [error["parameter"] for error in problem["errors"]] == [parameter]
    assert "không dùng được" not in problem["detail"]


def test_several_wrong_parameters_are_all_named(client: httpx.Client) -> None:
    problem = client.get("/procedures?page=0&level=x&y=1").json()
    assert {error["parameter"] for error in problem["errors"]} == {"page", "level", "y"}


@pytest.mark.parametrize("code", ["9.999999", "x", "%3Cb%3E", "%00%FF", "1" * 5_000])
def test_a_code_without_a_record_is_a_problem(client: httpx.Client, code: str) -> None:
    response = client.get(f"/procedures/{code}")
    assert response.status_code == 404
    assert_fits(client, "/procedures/{code}", response)
    assert response.json()["detail"].startswith("Không có thủ tục mã")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/procedures/1/2", 404),
        ("GET", "/procedures/%0a", 404),
        ("POST", "/procedures", 405),
        ("DELETE", ONE, 405),
    ],
)
def test_any_other_error_is_a_problem_too(
    client: httpx.Client, method: str, path: str, status: int
) -> None:
    response = client.request(method, path)
    assert response.status_code == status
    assert response.headers["content-type"] == MEDIA_TYPE
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.json()["detail"].endswith("ạ.")
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", [*EVERYTHING, TABLE])
def test_what_has_not_changed_is_not_sent_again(client: httpx.Client, path: str) -> None:
    first = client.get(path)
    assert first.status_code == 200
    assert first.headers["cache-control"] == "public, max-age=300"
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


def test_a_changed_record_is_sent_again(client: httpx.Client) -> None:
    tag = client.get(ONE).headers["etag"]
    changed = Procedure.model_validate(record(summary="Khác."))
    with open_data(Catalogue([changed, UNICORN, GRIFFIN], FIELDS)) as other:
        assert other.get(ONE, headers={"If-None-Match": tag}).status_code == 200


def test_a_known_tag_does_not_hide_an_error(client: httpx.Client) -> None:
    known = {"If-None-Match": "*"}
    assert client.get("/procedures/9.999999", headers=known).status_code == 404
    assert client.get("/procedures?page=0", headers=known).status_code == 422
    assert client.get("/procedures?field=x", headers=known).status_code == 422


@pytest.mark.parametrize("path", [*EVERYTHING, TABLE])
def test_head_is_answered_like_get_without_a_body(client: httpx.Client, path: str) -> None:
    head, get = client.head(path), client.get(path)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("etag", "content-type", "cache-control"):
        assert head.headers[name] == get.headers[name]


@pytest.mark.parametrize("path", [*EVERYTHING, TABLE, "/nowhere", "/procedures?page=0"])
def test_every_site_may_read_every_answer(client: httpx.Client, path: str) -> None:
    for headers in ({}, {"Origin": "https://portal.example"}):
        response = client.get(path, headers=headers)
        assert response.headers.get_list("access-control-allow-origin") == ["*"]
        assert response.headers["cross-origin-resource-policy"] == "cross-origin"
        assert "set-cookie" not in response.headers


def test_a_script_elsewhere_may_ask_whether_something_changed(client: httpx.Client) -> None:
    asked = {"Origin": "https://portal.example", "Access-Control-Request-Method": "GET"}
    may = client.options(ONE, headers={**asked, "Access-Control-Request-Headers": "if-none-match"})
    assert may.status_code == 200
    assert "GET" in may.headers["access-control-allow-methods"]
    asked["Access-Control-Request-Method"] = "POST"
    assert client.options(ONE, headers=asked).status_code == 400


def test_the_pages_beside_it_are_open_to_no_other_site(client: httpx.Client) -> None:
    beside = str(client.base_url).removesuffix("/").removesuffix(PATH)
    for path in ("/", "/thu-tuc", "/healthz"):
        response = httpx.get(beside + path, headers={"Origin": "https://portal.example"})
        assert "access-control-allow-origin" not in response.headers


def test_a_forged_host_reaches_no_answer() -> None:
    evil = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    with open_data(public="") as client:
        for path in EVERYTHING:
            response = client.get(path, headers=evil)
            assert response.status_code == 200
            assert "evil.example" not in response.text
        assert client.get(ONE).json()["links"]["page"] == f"/thu-tuc/{DRAGON.code}"


def test_who_reads_too_fast_is_asked_to_wait(client: httpx.Client) -> None:
    with open_data(pace=Pace(reads_a_minute=2)) as bounded:
        answers = [bounded.get("/procedures") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1].headers["retry-after"] == "5"
    assert_fits(client, "/procedures", answers[-1])


class Broken(Catalogue):
    """A catalogue that fails while it is read."""

    def all(self) -> list[Procedure]:
        raise OSError("the disk is gone")


def test_a_fault_of_ours_is_a_problem_that_tells_nothing_of_it() -> None:
    with open_data(Broken([DRAGON])) as client:
        response = client.get("/procedures")
    problem: dict[str, Any] = response.json()
    assert response.status_code == problem["status"] == 503
    assert "disk" not in response.text
    assert response.headers["retry-after"] == "5"
    assert response.headers["access-control-allow-origin"] == "*"
