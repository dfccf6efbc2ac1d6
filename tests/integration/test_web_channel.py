"""The routes of the web chat, over real HTTP, before a fake desk."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from bot.channels.web import Site, create_web
from bot.channels.web.guard import SECURITY_HEADERS
from bot.channels.web.message import LIMIT
from bot.channels.web.pace import Pace
from tests.fakes_web import LiveServer, Talks, full_reply, said, serving

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def talks() -> Talks:
    return Talks()


@pytest.fixture
def server(talks: Talks) -> Iterator[LiveServer]:
    with serving(create_web(talks.desk())) as server:
        yield server


@pytest.fixture
def citizen(server: LiveServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=30) as client:
        client.get("/")
        yield client


def message(text: str = "Xin chào", **more: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "kind": "text", "text": text, **more}


def turns(client: httpx.Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/chat/messages").json()["turns"]
    return found


def events(client: httpx.Client, count: int, **more: Any) -> list[dict[str, Any]]:
    """Return the first ``count`` turns of the stream."""
    found: list[dict[str, Any]] = []
    with client.stream("GET", "/chat/events", **more) as response:
        for line in response.iter_lines():
            if line.startswith("data: {"):
                found.append(json.loads(line.removeprefix("data: ")))
            if len(found) == count:
                break
    return found


def test_a_message_is_stored_before_it_is_acknowledged(citizen: httpx.Client, talks: Talks) -> None:
    response = citizen.post("/chat/messages", json=message("vk e mới đẻ"))
    assert response.status_code == 202
    [incoming] = talks.accepted
    assert (incoming.channel, incoming.kind, incoming.text) == ("web", "text", "vk e mới đẻ")
    assert talks.woken == 1


def test_the_same_id_twice_is_one_message(citizen: httpx.Client, talks: Talks) -> None:
    once = message()
    answers = [citizen.post("/chat/messages", json=once) for _ in range(2)]
    assert [(answer.status_code, answer.json()["new"]) for answer in answers] == [
        (202, True),
        (202, False),
    ]
    assert len(talks.accepted) == 1


def test_nobody_can_use_up_the_message_ids_of_others(
    citizen: httpx.Client, server: LiveServer, talks: Talks
) -> None:
    once = message()
    with httpx.Client(base_url=server.url) as other:
        other.get("/")
        other.post("/chat/messages", json=once)
    assert citizen.post("/chat/messages", json=once).json()["new"]


def test_history_shows_what_a_citizen_may_see_and_no_more(
    citizen: httpx.Client, talks: Talks
) -> None:
    sent = message()
    citizen.post("/chat/messages", json=sent)
    talks.answer(full_reply())
    [turn] = turns(citizen)
    assert turn["id"] == sent["id"]
    assert set(turn["reply"]) == {"id", "outcome", "blocks", "buttons", "sources", "speaker"}


def test_nobody_reads_the_chat_of_someone_else(citizen: httpx.Client, server: LiveServer) -> None:
    citizen.post("/chat/messages", json=message())
    with httpx.Client(base_url=server.url) as other:
        other.get("/")
        assert turns(other) == []


def test_the_cookie_is_hidden_from_scripts_and_never_stored(
    server: LiveServer, talks: Talks
) -> None:
    with httpx.Client(base_url=server.url) as client:
        cookie = client.get("/").headers["set-cookie"]
        client.post("/chat/messages", json=message())
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    token = cookie.partition("=")[2].partition(";")[0]
    assert len(token) == 43
    assert token not in repr(talks.accepted)


def test_behind_https_the_cookie_is_secure(server: LiveServer) -> None:
    response = httpx.get(server.url, headers={"X-Forwarded-Proto": "https"})
    assert "Secure" in response.headers["set-cookie"]


def test_a_reload_keeps_the_conversation(citizen: httpx.Client) -> None:
    citizen.post("/chat/messages", json=message())
    citizen.get("/")
    assert len(turns(citizen)) == 1


def test_a_new_conversation_knows_nothing_of_the_old(citizen: httpx.Client) -> None:
    citizen.post("/chat/messages", json=message())
    assert citizen.post("/chat/new", json={}).status_code == 201
    assert turns(citizen) == []


@pytest.mark.parametrize("path", ["/chat/messages", "/chat/events"])
def test_without_a_session_there_is_nothing_to_read(server: LiveServer, path: str) -> None:
    response = httpx.get(server.url + path, cookies={"motcua_chat": "made up"})
    assert response.status_code == 401
    assert "tải lại trang" in response.json()["error"]


@pytest.mark.parametrize(
    ("status", "body", "headers"),
    [
        (400, b"{", JSON),
        (400, b"[" * 60_000, JSON),
        (422, b"[]", JSON),
        (422, b'{"text": "no id"}', JSON),
        (422, json.dumps(message(id="7")).encode(), JSON),
        (422, json.dumps(message(kind="shout")).encode(), JSON),
        (422, json.dumps(message(kind="media", media="bomb")).encode(), JSON),
        (422, json.dumps(message(extra=1)).encode(), JSON),
        (422, json.dumps({**message(), "text": 7}).encode(), JSON),
        (422, json.dumps(message("/x" * 40, kind="button")).encode(), JSON),
        (422, json.dumps(message("not a payload", kind="button")).encode(), JSON),
        (413, json.dumps(message("a" * LIMIT)).encode(), JSON),
        (415, json.dumps(message()).encode(), {"Content-Type": "text/plain"}),
    ],
)
def test_a_bad_body_gets_a_sentence_and_is_not_stored(
    citizen: httpx.Client, talks: Talks, status: int, body: bytes, headers: dict[str, str]
) -> None:
    response = citizen.post("/chat/messages", content=body, headers=headers)
    assert response.status_code == status
    assert response.json()["error"].endswith("ạ.")
    assert talks.accepted == []


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb'{"id": "%s", "text": "a\ud83d b"}', "a� b"),
        (b'{"id": "%s", "text": "a\xff b"}', "a� b"),
        (rb'{"id": "%s", "text": "<script>\u0007"}', "<script>\a"),
    ],
    ids=["half an emoji", "not UTF-8", "markup and control characters"],
)
def test_broken_unicode_is_mended_not_refused(
    citizen: httpx.Client, talks: Talks, body: bytes, text: str
) -> None:
    content = body.replace(b"%s", str(uuid4()).encode())
    assert citizen.post("/chat/messages", content=content, headers=JSON).status_code == 202
    assert talks.accepted[0].text == text


def test_a_very_long_text_is_accepted(citizen: httpx.Client, talks: Talks) -> None:
    assert citizen.post("/chat/messages", json=message("ạ" * 10_001)).status_code == 202
    assert len(talks.accepted[0].text) == 10_001


def test_a_button_and_a_media_message_arrive_as_such(citizen: httpx.Client, talks: Talks) -> None:
    payload = '/ask_fee{"code":"1.001193"}'
    citizen.post("/chat/messages", json=message(payload, kind="button", label="Lệ phí?"))
    citizen.post("/chat/messages", json=message("", kind="media", media="photo"))
    pressed, photo = talks.accepted
    assert (pressed.kind, pressed.text, pressed.label) == ("button", payload, "Lệ phí?")
    assert (photo.kind, photo.media) == ("media", "photo")


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
@pytest.mark.parametrize("path", ["/chat/messages", "/chat/new"])
def test_other_sites_can_change_nothing(
    citizen: httpx.Client, talks: Talks, path: str, headers: dict[str, str]
) -> None:
    response = citizen.post(path, json=message(), headers=headers)
    assert response.status_code == 403
    assert "set-cookie" not in response.headers
    assert talks.accepted == []


def test_our_own_page_is_let_through(citizen: httpx.Client, server: LiveServer) -> None:
    for headers in ({"Origin": server.url}, {"Sec-Fetch-Site": "same-origin"}):
        assert citizen.post("/chat/messages", json=message(), headers=headers).status_code == 202


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/healthz", 200),
        ("GET", "/chat/messages", 200),
        ("GET", "/nowhere", 404),
        ("DELETE", "/chat/messages", 405),
        ("GET", "/chat/events?after=x", 422),
        ("POST", "/chat/messages", 415),
    ],
)
def test_every_response_carries_the_security_headers(
    citizen: httpx.Client, method: str, path: str, status: int
) -> None:
    response = citizen.request(method, path)
    assert response.status_code == status
    assert response.headers.items() >= {k.lower(): v for k, v in SECURITY_HEADERS.items()}.items()


def test_when_storing_fails_the_page_is_told_to_try_again(
    citizen: httpx.Client, talks: Talks
) -> None:
    talks.broken = True
    response = citizen.post("/chat/messages", json=message())
    assert response.status_code == 503
    assert response.headers["retry-after"] == "5"
    assert response.headers["content-security-policy"]
    assert response.json()["error"].endswith("ạ.")


def test_who_writes_too_fast_is_asked_to_wait(talks: Talks) -> None:
    with (
        serving(create_web(talks.desk(pace=Pace(chat_a_minute=2)))) as server,
        httpx.Client(base_url=server.url) as client,
    ):
        client.get("/")
        answers = [client.post("/chat/messages", json=message()) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [202, 202, 429]
    assert answers[-1].headers["retry-after"] == "5"


def test_dropping_the_cookie_does_not_escape_the_limit(talks: Talks) -> None:
    pace = Pace(address_a_minute=2)
    with serving(create_web(talks.desk(pace=pace))) as server:
        answers = []
        for _ in range(3):
            with httpx.Client(base_url=server.url) as client:
                client.get("/")
                answers.append(client.post("/chat/messages", json=message()).status_code)
    assert answers == [202, 202, 429]


def test_the_stream_brings_each_reply_once_and_in_order(
    citizen: httpx.Client, talks: Talks
) -> None:
    for text in ("một", "hai"):
        citizen.post("/chat/messages", json=message(text))
        talks.answer(said(f"{text} ạ"))
    found = events(citizen, 2)
    assert [turn["reply"]["id"] for turn in found] == [1, 2]
    assert [turn["text"] for turn in found] == ["một", "hai"]


def test_the_stream_resumes_after_the_last_reply_the_browser_saw(
    citizen: httpx.Client, talks: Talks
) -> None:
    for text in ("một", "hai", "ba"):
        citizen.post("/chat/messages", json=message(text))
        talks.answer(said(text))
    [third] = events(citizen, 1, params={"after": 0}, headers={"Last-Event-ID": "2"})
    assert third["text"] == "ba"
    [second] = events(citizen, 1, params={"after": 1}, headers={"Last-Event-ID": "broken"})
    assert second["text"] == "hai"


@pytest.mark.parametrize("ring", [True, False], ids=["this process", "another process"])
def test_a_reply_stored_while_the_stream_is_open_arrives(
    citizen: httpx.Client, talks: Talks, ring: bool
) -> None:
    citizen.post("/chat/messages", json=message())
    with citizen.stream("GET", "/chat/events") as response:
        lines = response.iter_lines()
        assert next(line for line in lines if line.startswith("event:")) == "event: beat"
        talks.answer(said("xong"), ring=ring)
        data = next(line for line in lines if line.startswith("data: {"))
    assert json.loads(data.removeprefix("data: "))["reply"]["id"] == 1


def test_the_stream_shows_that_it_is_alive(citizen: httpx.Client) -> None:
    with citizen.stream("GET", "/chat/events") as response:
        beats = (line for line in response.iter_lines() if line == "event: beat")
        assert [next(beats) for _ in range(3)]


def test_the_page_escapes_what_the_operator_configured(talks: Talks) -> None:
    site = Site(province="<b>Tỉnh</b>", notice="Tạm nghỉ & bảo trì", hotline="1900 0000")
    with serving(create_web(talks.desk(site=site))) as server:
        html = httpx.get(server.url).text
    assert "&lt;b&gt;Tỉnh" in html
    assert "Tạm nghỉ &amp; bảo trì" in html
    assert 'href="tel:19000000"' in html


def test_without_script_the_page_says_where_else_to_go(citizen: httpx.Client) -> None:
    html = citizen.get("/").text
    inside = html.partition("<noscript>")[2].partition("</noscript>")[0]
    assert "JavaScript" in inside
    assert "https://dichvucong.gov.vn" in inside
    assert "0000 0000" in inside


def test_the_page_has_no_inline_script_or_style(citizen: httpx.Client) -> None:
    html = citizen.get("/").text
    assert "<style" not in html
    assert "style=" not in html
    assert "<script>" not in html
    assert " on" not in html.partition("<body>")[2].replace(" online", "")


def test_assets_may_be_kept_because_their_address_changes_with_them(
    citizen: httpx.Client,
) -> None:
    html = citizen.get("/").text
    path = html.partition('stylesheet" href="')[2].partition('"')[0]
    response = citizen.get(path)
    assert response.status_code == 200
    assert "immutable" in response.headers["cache-control"]
    assert citizen.get(path.replace("theme.css", "../app.py")).status_code == 404
