"""The open data, over real HTTP."""

from collections.abc import Iterator

import httpx
import pytest
from jsonschema import Draft202012Validator

from bot.api import PATH
from bot.catalogue.catalogue import Catalogue
from bot.catalogue.record import Procedure
from bot.settings import ROOT
from tests.fakes_api import FIELDS, GRIFFIN, assert_fits, open_data
from tests.fakes_pages import PUBLIC
from tests.records import DRAGON, UNICORN, record

ONE = f"/procedures/{DRAGON.code}"
EVERYTHING = ["/", "/openapi.json", "/procedures", "/procedures?q=rong", ONE, "/fields"]
TABLE = "/procedures.csv"


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with open_data() as client:
        yield client


def codes(response: httpx.Response) -> list[str]:
    assert response.status_code == 200, response.text
    return [item["code"] for item in response.json()["items"]]


def test_the_list_holds_every_record_in_the_order_of_the_pages(client: httpx.Client) -> None:
    response = client.get("/procedures")
    assert_fits(client, "/procedures", response)
    assert codes(response) == [DRAGON.code, UNICORN.code, GRIFFIN.code]
    body = response.json()
    assert (body["total"], body["page"]) == (3, 1)
    assert body["links"] == {"previous": None, "next": None}
    assert "Apache-2.0" in body["licence"]
    first = body["items"][0]
    assert first["version"] == DRAGON.version
    assert first["chance"] is None
    assert first["field"] == {"id": "ho_tich", "name": "Hộ tịch"}
    assert first["checked"] == "2026-07-31"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("field=cu_tru", [UNICORN]),
        ("field=national", [GRIFFIN]),
        ("level=province", [GRIFFIN]),
        ("level=ministry", []),
        ("online=full", [DRAGON]),
        ("origin=national", [GRIFFIN]),
        ("origin=curated&online=none", [UNICORN]),
        ("q=nuoi+rong&field=ho_tich", [DRAGON]),
        (f"q={UNICORN.code}", [UNICORN]),
        (f"q={UNICORN.code}&field=ho_tich", []),
    ],
)
def test_filters_narrow_lists_and_searches(
    client: httpx.Client, query: str, expected: list[Procedure]
) -> None:
    assert codes(client.get(f"/procedures?{query}")) == [p.code for p in expected]


def test_a_search_says_how_probable_each_record_is(client: httpx.Client) -> None:
    response = client.get("/procedures", params={"q": "nhà tôi nuôi rồng"})
    assert_fits(client, "/procedures", response)
    items = response.json()["items"]
    assert items[0]["code"] == DRAGON.code
    chances = [item["chance"] for item in items]
    assert chances == sorted(chances, reverse=True)
    assert 0 < sum(chances) <= 1.001


def test_following_the_links_brings_every_record_once(client: httpx.Client) -> None:
    at: str | None = "/procedures?page_size=1&origin=curated"
    seen: list[str] = []
    while at:
        response = client.get(at)
        seen += codes(response)
        at = response.json()["links"]["next"]
        assert at is None or at.startswith(f"{PUBLIC}{PATH}/procedures?")
        at = at and at.removeprefix(PUBLIC + PATH)
    assert seen == [DRAGON.code, UNICORN.code]
    assert "page=1" in response.json()["links"]["previous"]


def test_a_page_past_the_end_is_empty(client: httpx.Client) -> None:
    body = client.get("/procedures?page=9").json()
    assert (body["items"], body["total"], body["links"]["next"]) == ([], 3, None)


def test_a_record_is_whole_with_sources_and_links(client: httpx.Client) -> None:
    response = client.get(ONE)
    assert_fits(client, "/procedures/{code}", response)
    body = response.json()
    assert body["version"] == DRAGON.version
    assert body["sources"][0]["checked"] == "2026-07-31"
    assert body["conditions"] == "unknown"
    assert body["documents"][1]["when"] == ["winged"]
    assert body["submissions"][0]["fees"][1]["amount"] == 20000
    assert body["links"] == {
        "record": f"{PUBLIC}{PATH}/procedures/{DRAGON.code}",
        "page": f"{PUBLIC}/thu-tuc/{DRAGON.code}",
        "checklist": f"{PUBLIC}/giay-to/{DRAGON.code}",
        "chat": f"{PUBLIC}/?hoi={DRAGON.code}",
        "official": body["online"]["url"],
    }


def test_every_fact_of_a_record_is_in_its_open_data(client: httpx.Client) -> None:
    body = client.get(ONE).json()
    stored = DRAGON.model_dump(mode="json")
    left_out = {"differences", "learnt", "life_events", "questions"}  # for officers and search
    for name in stored.keys() - left_out - {"field"}:
        assert body[name] == stored[name], name
    assert not left_out & body.keys()


def test_a_record_that_does_not_hold_says_so() -> None:
    over = Procedure.model_validate(record(valid_to="2026-08-01"))
    early = Procedure.model_validate(record(code="1.000005", valid_from="2027-01-01"))
    with open_data(Catalogue([over, early], FIELDS)) as client:
        assert [item["in_force"] for item in client.get("/procedures").json()["items"]] == [
            False
        ] * 2
        [notice] = client.get(f"/procedures/{over.code}").json()["notices"]
    assert "nay không áp dụng nữa" in notice


def test_fields_are_counted_and_lead_to_their_lists(client: httpx.Client) -> None:
    response = client.get("/fields")
    assert_fits(client, "/fields", response)
    items = response.json()["items"]
    assert [(f["id"], f["procedures"]) for f in items] == [
        ("ho_tich", 1),
        ("cu_tru", 1),
        ("national", 1),
    ]
    assert codes(client.get(items[1]["link"].removeprefix(PUBLIC + PATH))) == [UNICORN.code]


def test_the_contents_name_what_there_is(client: httpx.Client) -> None:
    response = client.get("/")
    assert_fits(client, "/", response)
    assert response.json()["count"] == 3


def test_the_description_is_valid_and_names_every_address(client: httpx.Client) -> None:
    described = client.get("/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert described["servers"] == [{"url": PUBLIC + PATH}]
    assert set(described["paths"]) == {
        *("/", "/procedures", "/procedures/{code}", "/procedures.csv", "/fields"),
        *("/needs.json", "/needs.csv"),
    }
    for schema in described["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    page = (ROOT / "bot/channels/web/templates/opendata.html").read_text("utf-8")
    guide = (ROOT / "docs/guide/open-data.md").read_text("utf-8")
    for path in described["paths"]:
        assert PATH + path in page
        assert PATH + path in guide
