"""Zalo's events are let in signed, stored once, and acknowledged only then."""

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from bot.channels.zalo import Gate, create_webhook, facts
from bot.errors import DatabaseUnusable
from bot.records.tables import DeadLetter, InboxMessage
from tests.fakes import FakeInbox
from tests.fakes_zalo import APP, OA_SECRET, event, said, signed
from tests.integration.records_kit import inbox_of, rows

# How many invented bodies; a torture run asks for many more.
BODIES = int(os.environ.get("MOTCUA_TEST_ZALO_BODIES", "60"))


@asynccontextmanager
async def webhook(gate: Gate) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_webhook(gate), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://motcua") as client:
        yield client


def gate_of(inbox: FakeInbox) -> Gate:
    return Gate(APP, OA_SECRET, inbox, lambda: None)


async def posted(inbox: FakeInbox, body: bytes, headers: dict[str, str]) -> int:
    async with webhook(gate_of(inbox)) as client:
        return (await client.post("/webhook", content=body, headers=headers)).status_code


async def test_a_signed_message_is_stored_before_it_is_acknowledged() -> None:
    inbox, woken = FakeInbox(), []
    gate = Gate(APP, OA_SECRET, inbox, lambda: woken.append(len(inbox.accepted)))
    body = json.dumps(said("làm khai sinh")).encode()
    async with webhook(gate) as client:
        answer = await client.post("/webhook", content=body, headers=signed(body))
    assert answer.status_code == 200
    [incoming] = inbox.accepted
    assert (incoming.channel, incoming.chat, incoming.external_id) == ("zalo", "7", "m1")
    assert (incoming.kind, incoming.text) == ("text", "làm khai sinh")
    assert woken == [1]


@pytest.mark.parametrize("headers", [{}, {facts.SIGNATURE_HEADER: "mac=" + "0" * 64}])
async def test_what_is_not_signed_is_refused_and_nothing_of_it_is_kept(
    headers: dict[str, str],
) -> None:
    inbox = FakeInbox()
    for body in (json.dumps(said("chào")).encode(), b"", b"rac"):
        assert await posted(inbox, body, headers) == 401
    assert not inbox.accepted
    assert not inbox.dead


async def test_what_is_signed_with_the_secret_of_the_app_is_refused() -> None:
    body = json.dumps(said("chào")).encode()
    assert await posted(FakeInbox(), body, signed(body, secret="an-invented-app-secret")) == 401


@pytest.mark.parametrize("age", [timedelta(days=2), timedelta(hours=-1)])
async def test_an_event_that_is_not_of_our_time_is_refused(age: timedelta) -> None:
    inbox, sent = FakeInbox(), datetime.now(UTC) - age
    body = json.dumps(said("chào", timestamp=str(int(sent.timestamp() * 1000)))).encode()
    assert await posted(inbox, body, signed(body)) == 403
    assert not inbox.accepted


async def test_the_same_message_twice_is_stored_once_and_acknowledged_twice(
    database: Engine,
) -> None:
    body = json.dumps(said("chào")).encode()
    async with webhook(Gate(APP, OA_SECRET, inbox_of(database), lambda: None)) as client:
        for _ in range(3):
            answer = await client.post("/webhook", content=body, headers=signed(body))
            assert answer.status_code == 200
    assert rows(database, InboxMessage) == 1


async def test_what_cannot_be_read_is_kept_without_names_and_numbers(database: Engine) -> None:
    strange = {"msg_id": ["?"], "text": "gọi 0900000001", "display_name": "Người Dân"}
    body = json.dumps(event("user_send_text", strange), ensure_ascii=False).encode()
    async with webhook(Gate(APP, OA_SECRET, inbox_of(database), lambda: None)) as client:
        for _ in range(2):
            answer = await client.post("/webhook", content=body, headers=signed(body))
            assert answer.status_code == 200
    assert rows(database, DeadLetter) == 1
    with database.begin() as db:
        letter = db.execute(DeadLetter.__table__.select()).one()
    assert "msg_id" in letter.why
    assert "[số điện thoại]" in letter.body
    assert "0900000001" not in letter.body
    assert "Người Dân" not in letter.body


async def test_signed_garbage_is_kept_and_acknowledged() -> None:
    inbox, body = FakeInbox(), b'{"timestamp": "%d", rac' % (datetime.now(UTC).timestamp() * 1000)
    stamp = body.split(b'"')[3].decode()
    assert await posted(inbox, body, signed(body, stamp)) == 200
    assert len(inbox.dead) == 1


@pytest.mark.parametrize("name", ["unfollow", "user_submit_info", "oa_send_text", "moi_la"])
async def test_what_needs_no_answer_is_acknowledged_and_not_kept(name: str) -> None:
    inbox = FakeInbox()
    body = json.dumps(event(name, info={"phone": "0900000001"})).encode()
    assert await posted(inbox, body, signed(body)) == 200
    assert not inbox.accepted
    assert not inbox.dead


async def test_while_the_database_is_away_an_event_has_to_come_again() -> None:
    inbox, body = FakeInbox(), json.dumps(said("chào")).encode()
    inbox.broken = DatabaseUnusable("đầy")
    assert await posted(inbox, body, signed(body)) == 503
    inbox.broken = None
    assert await posted(inbox, body, signed(body)) == 200
    assert len(inbox.accepted) == 1


async def test_an_event_that_the_inbox_never_takes_is_put_aside() -> None:
    inbox, body = FakeInbox(), json.dumps(said("chào")).encode()
    inbox.broken = ValueError("hỏng")
    assert await posted(inbox, body, signed(body)) == 200
    assert [why for _, why in inbox.dead.values()] == ["ValueError while storing"]


async def test_a_body_over_a_mebibyte_is_refused_before_it_is_read_whole() -> None:
    read = []

    async def endless() -> AsyncIterator[bytes]:
        for number in range(64):
            read.append(number)
            yield b"x" * 2**18

    async with webhook(gate_of(FakeInbox())) as client:
        answer = await client.post("/webhook", content=endless())
    assert answer.status_code == 413
    assert len(read) <= 6


async def test_the_console_finds_the_address() -> None:
    async with webhook(gate_of(FakeInbox())) as client:
        assert (await client.get("/webhook")).status_code == 200


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4)
    ),
    max_leaves=12,
)
NAMES = st.sampled_from([*facts.TEXT_EVENTS, *facts.MEDIA_EVENTS, "follow", "unfollow"])
FIELDS = {"event_name": NAMES | JSON, "sender": JSON, "follower": JSON, "message": JSON}
ODD = st.fixed_dictionaries({}, optional=FIELDS)
GOOD = st.builds(
    lambda name, text, number: event(name, {"text": text, "msg_id": number}),
    NAMES,
    st.text(),
    st.text(min_size=1, max_size=64),
)
EVENTS = st.one_of(ODD, GOOD, JSON).map(lambda told: json.dumps(told).encode())
STAMP = str(int(datetime.now(UTC).timestamp() * 1000))


@settings(max_examples=BODIES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(EVENTS, st.binary(max_size=200)), st.booleans(), st.text(max_size=70))
async def test_no_body_breaks_it_and_none_gets_in_without_a_signature(
    body: bytes, is_signed: bool, header: str
) -> None:
    inbox = FakeInbox()
    stamped = body + b'\n"timestamp":"%b"' % STAMP.encode()
    false = {facts.SIGNATURE_HEADER: header.encode("ascii", "ignore").decode().strip()}
    headers = signed(stamped, STAMP) if is_signed else {}
    status = await posted(inbox, stamped, headers or _printable(false))
    assert status == (200 if is_signed else 401)
    assert is_signed or not (inbox.accepted or inbox.dead)


@settings(max_examples=BODIES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(ODD, GOOD))
async def test_every_signed_event_is_acknowledged_and_stored_put_aside_or_of_no_interest(
    told: dict[str, object],
) -> None:
    inbox = FakeInbox()
    body = json.dumps({**told, "timestamp": STAMP}).encode()
    assert await posted(inbox, body, signed(body, STAMP)) == 200
    assert len(inbox.accepted) + len(inbox.dead) <= 1


def _printable(headers: dict[str, str]) -> dict[str, str]:
    return {name: "".join(c for c in value if c.isprintable()) for name, value in headers.items()}
