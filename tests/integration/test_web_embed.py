"""The chat in a frame, over HTTP: who may show it, and who is who without a cookie."""

from collections.abc import Iterator
from secrets import token_urlsafe
from typing import Any
from uuid import uuid4

import httpx
import pytest
from pydantic import ValidationError

from bot.channels.web import create_web
from bot.settings import Settings
from tests.fakes_web import Talks, said, serving
from tests.records import DRAGON

HOSTS = ("https://tinh.example", "https://*.tinh.example")


@pytest.fixture
def talks() -> Talks:
    return Talks()


@pytest.fixture
def client(talks: Talks) -> Iterator[httpx.Client]:
    with (
        serving(create_web(talks.desk(embed_hosts=HOSTS))) as server,
        httpx.Client(base_url=server.url, timeout=30) as client,
    ):
        yield client


def token() -> dict[str, str]:
    return {"X-Motcua-Chat": token_urlsafe(32)}


def message() -> dict[str, Any]:
    return {"id": str(uuid4()), "text": "khai sinh"}


def framers(response: httpx.Response) -> str:
    return response.headers["content-security-policy"].partition("frame-ancestors ")[2]


def test_only_the_hosts_on_the_list_may_frame_the_chat(client: httpx.Client) -> None:
    response = client.get("/khung-chat")
    assert framers(response) == " ".join(HOSTS)
    assert "x-frame-options" not in response.headers
    assert "script-src 'self'" in response.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path", ["/", "/thu-tuc", f"/giay-to/{DRAGON.code}", "/nowhere", "/widget.js", "/khung-chat/"]
)
def test_nothing_else_may_be_framed_by_anybody(client: httpx.Client, path: str) -> None:
    response = client.get(path)
    assert framers(response) == "'none'"
    assert response.headers["x-frame-options"] == "DENY"


def test_without_a_list_nobody_may_frame_the_chat(talks: Talks) -> None:
    with serving(create_web(talks.desk())) as server:
        response = httpx.get(f"{server.url}/khung-chat")
    assert framers(response) == "'none'"
    assert response.headers["x-frame-options"] == "DENY"


def test_the_page_in_the_frame_sets_no_cookie(client: httpx.Client) -> None:
    assert "set-cookie" not in client.get("/khung-chat").headers


def test_other_sites_may_load_the_script_and_ask_for_it_again_cheaply(
    client: httpx.Client,
) -> None:
    response = client.get("/widget.js")
    assert response.headers["content-type"].startswith("text/javascript")
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert response.headers["cache-control"] == "public, max-age=3600"
    again = client.get("/widget.js", headers={"If-None-Match": response.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_who_shows_a_token_has_a_talk_and_nobody_else_reads_it(
    client: httpx.Client, talks: Talks
) -> None:
    one, other = token(), token()
    assert client.post("/chat/messages", json=message(), headers=one).status_code == 202
    talks.answer(said("vâng ạ"))
    turns = [client.get("/chat/messages", headers=who).json()["turns"] for who in (one, other)]
    assert [len(some) for some in turns] == [1, 0]
    assert one["X-Motcua-Chat"] not in repr(talks.accepted)


def test_the_token_of_a_frame_goes_before_the_cookie_of_our_own_page(
    client: httpx.Client, talks: Talks
) -> None:
    client.get("/")
    client.post("/chat/messages", json=message())
    client.post("/chat/messages", json=message(), headers=token())
    assert len({accepted.chat for accepted in talks.accepted}) == 2


@pytest.mark.parametrize("made_up", ["", "short", "a" * 44, "a" * 42 + "'"])
def test_what_is_no_token_opens_no_talk(client: httpx.Client, made_up: str) -> None:
    assert client.get("/chat/messages", headers={"X-Motcua-Chat": made_up}).status_code == 401


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_token_does_not_let_another_site_change_anything(
    client: httpx.Client, talks: Talks, site: str
) -> None:
    headers = {**token(), "Sec-Fetch-Site": site}
    assert client.post("/chat/messages", json=message(), headers=headers).status_code == 403
    assert talks.accepted == []


def test_no_other_site_gets_leave_to_send_the_token(client: httpx.Client) -> None:
    asked = {
        "Origin": HOSTS[0],
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "x-motcua-chat",
    }
    response = client.options("/chat/messages", headers=asked)
    assert response.status_code == 405
    assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize(
    "hosts", ["", "tinh.example", "https://*.tinh.example  http://localhost:8000", "*.gov.example"]
)
def test_hosts_are_written_as_frame_ancestors_has_them(hosts: str) -> None:
    assert Settings(embed_hosts=hosts, _env_file=None).embed_hosts == hosts


@pytest.mark.parametrize(
    "hosts", ["*", "https:", "a.example; script-src *", "'self'", "https://a.example/path", "a,b"]
)
def test_what_is_no_host_is_refused_at_the_start(hosts: str) -> None:
    with pytest.raises(ValidationError):
        Settings(embed_hosts=hosts, _env_file=None)
