"""Telegram posts to us: who knows the secret is stored, and told to come again only if it helps.

``MOTCUA_TORTURE`` multiplies the number of bodies that are made up.
"""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from starlette.types import ASGIApp

from bot.channels.telegram import PATH, Gate, Intake, connect, create_webhook
from bot.channels.telegram.order import Order
from bot.channels.telegram.webhook import LARGEST_BODY, SECRET_HEADER
from bot.conversation.ports import Inbox, Incoming
from bot.errors import DatabaseUnusable
from bot.records.tables import DeadLetter, InboxMessage
from tests.fakes import FakeInbox
from tests.fakes_telegram import TOKEN, fake_telegram, message, pressed, said
from tests.integration.records_kit import inbox_of

SECRET = "an-obviously-invented-secret"
BODIES = 60 * int(os.environ.get("MOTCUA_TORTURE", "1"))
URL = "https://motcua.example/telegram/webhook"


PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]


class Posting:
    """Telegram, as the webhook sees it."""

    def __init__(self, app: ASGIApp) -> None:
        transport = httpx.ASGITransport(app)  # an error that escapes fails the test
        self._client = httpx.AsyncClient(transport=transport, base_url="http://here")

    async def post(
        self, update: Any = None, *, body: bytes | None = None, secret: str | None = SECRET
    ) -> int:
        headers = httpx.Headers(
            [] if secret is None else [(SECRET_HEADER, secret)], encoding="utf-8"
        )
        if body is None:
            answer = await self._client.post(PATH, json=update, headers=headers)
        else:
            answer = await self._client.post(PATH, content=body, headers=headers)
        return answer.status_code


@asynccontextmanager
async def webhook(inbox: Inbox, order: Order | None = None) -> AsyncIterator[Posting]:
    """Serve one whose bot has introduced itself."""
    async with fake_telegram() as telegram:
        bot = connect(TOKEN, telegram.url, read_timeout=1)
        await bot.initialize()
        intake = Intake(bot, inbox, lambda: None)
        try:
            yield Posting(create_webhook(Gate(SECRET, intake, order)))
        finally:
            await intake.close()
            await bot.shutdown()


async def test_an_update_is_stored_when_it_is_answered_and_only_once() -> None:
    inbox = FakeInbox()
    async with webhook(inbox) as telegram:
        assert [await telegram.post(said(1, "một")) for _ in range(3)] == [200, 200, 200]
    assert [i.text for i in inbox.accepted] == ["một"]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET[:-1], "é"])
async def test_without_the_secret_nothing_is_stored(secret: str | None) -> None:
    inbox = FakeInbox()
    async with webhook(inbox) as telegram:
        assert await telegram.post(said(1, "một"), secret=secret) == 401
    assert not inbox.accepted
    assert not inbox.dead


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b"9" * 5_000,
        b"null",
        b'{"update_id": true}',
        b'{"update_id": -1, "message": {}}',
        b'{"update_id": 99999999999999999999999, "message": {}}',
        b'{"update_id": 1, "message": {"date": "never"}}',
        b'{"update_id": 1, "callback_query": 7}',
        b'{"update_id": 1, "message": "\\ud83d"}',
    ],
    ids=range(12),
)
async def test_what_cannot_be_read_is_put_aside_and_not_sent_again(body: bytes) -> None:
    inbox = FakeInbox()
    async with webhook(inbox) as telegram:
        assert await telegram.post(body=body) == 200
    assert len(inbox.dead) == 1


async def test_too_large_a_body_is_put_aside_unread() -> None:
    inbox = FakeInbox()
    async with webhook(inbox) as telegram:
        assert await telegram.post(body=b"x" * (LARGEST_BODY + 1)) == 200
        assert await telegram.post(body=b"x" * (LARGEST_BODY + 1), secret="no") == 401
    [(body, why)] = inbox.dead.values()
    assert (body, why) == ("", f"more than {LARGEST_BODY} bytes")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(), part, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    ["message_id", "date", "chat", "from", "text", "entities", "photo", "contact", "location", "id"]
)
PARTS = st.dictionaries(FIELDS, JSON, max_size=6) | JSON
UPDATES = st.fixed_dictionaries(
    {"update_id": st.integers(0, 9) | JSON},
    optional={
        "message": PARTS,
        "edited_message": PARTS,
        "callback_query": PARTS,
        "my_chat_member": PARTS,
    },
)


@settings(max_examples=BODIES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(bodies=st.lists(UPDATES | JSON, min_size=1, max_size=5), raw=st.binary(max_size=50))
def test_whatever_is_posted_never_fails_and_never_enters_without_the_secret(
    bodies: list[Any], raw: bytes
) -> None:
    async def post_all() -> None:
        inbox = FakeInbox()
        async with webhook(inbox, Order(patience=0)) as telegram:
            assert await telegram.post(body=raw, secret="no") == 401
            assert not inbox.accepted
            assert not inbox.dead
            assert await telegram.post(body=raw) == 200
            for body in bodies:
                sent = json.dumps(body).encode()
                assert await telegram.post(body=sent, secret=None) == 401
                assert await telegram.post(body=sent) == 200

    asyncio.run(post_all())


class DownInbox(FakeInbox):
    """The database is away for the first attempt."""

    attempts = 0

    def accept(self, incoming: Incoming) -> int | None:
        self.attempts += 1
        if self.attempts == 1:
            raise DatabaseUnusable("away")
        return super().accept(incoming)


async def test_while_the_database_is_away_telegram_is_asked_to_come_again() -> None:
    inbox = DownInbox()
    async with webhook(inbox) as telegram:
        assert [await telegram.post(said(1, "một")) for _ in range(2)] == [503, 200]
    assert [i.text for i in inbox.accepted] == ["một"]
    assert not inbox.dead


async def test_an_update_the_inbox_never_takes_blocks_nobody() -> None:
    inbox = FakeInbox()
    inbox.broken = ValueError("cannot be stored")
    async with webhook(inbox) as telegram:
        assert await telegram.post(said(1, "một")) == 200
    assert list(inbox.dead) == [("telegram", "4242:1")]


async def test_before_the_bot_knows_its_name_telegram_is_asked_to_come_again() -> None:
    bot, inbox = connect(TOKEN, "http://127.0.0.1:1"), FakeInbox()
    telegram = Posting(create_webhook(Gate(SECRET, Intake(bot, inbox, lambda: None))))
    assert await telegram.post(said(1, "một")) == 503
    assert await telegram.post(body=b"{") == 503
    assert not inbox.accepted
    assert not inbox.dead


async def test_a_dead_letter_tells_neither_who_nor_where() -> None:
    inbox = FakeInbox()
    inbox.broken = ValueError("cannot be stored")
    async with webhook(inbox) as telegram:
        point = {"longitude": 105.8481, "latitude": 21.5942}
        await telegram.post({"update_id": 1, "message": message(location=point)})
        contact = {"phone_number": "0900000000", "first_name": "Ẩn"}
        await telegram.post({"update_id": 2, "message": message(contact=contact)})
    for body, _ in inbox.dead.values():
        assert not any(part in body for part in ("105.8", "21.59", "0900", "Ẩn", "Người dân"))


async def test_a_press_that_overtakes_waits_for_the_message_before_it() -> None:
    inbox = FakeInbox()
    async with webhook(inbox, Order(patience=60)) as telegram:
        await telegram.post(said(10, "trước"))
        press = asyncio.create_task(telegram.post(pressed(13, "/affirm")))
        await asyncio.sleep(0)
        await telegram.post(said(12, "của người khác", chat=8))
        await telegram.post(said(11, "chậm"))
        assert await press == 200
    assert [i.text for i in inbox.accepted if i.chat == "7"] == ["trước", "chậm", "/affirm"]


async def test_a_number_that_never_comes_holds_a_press_up_only_once() -> None:
    inbox = FakeInbox()
    async with webhook(inbox, Order(patience=0.01)) as telegram:
        for update in (
            said(10, "một"),
            pressed(15, "/affirm"),
            pressed(16, "/deny"),
            said(11, "muộn"),
        ):
            assert await telegram.post(update) == 200
    assert [i.position for i in inbox.accepted] == [10, 15, 16, 11]


async def test_what_is_personal_reaches_no_table(database: Engine) -> None:
    inbox = inbox_of(database)
    point = {"longitude": 105.8481, "latitude": 21.5942}
    contact = {"phone_number": "0900000001", "first_name": "Ẩn", "user_id": 99}
    sent = (
        message(contact=contact),
        message(location=point),
        message(photo=[{"file_id": "secret-file"}], caption="gọi 0900000002 nhé"),
        message(photo=PHOTO, caption="gọi 0900000003 nhé"),
    )
    async with webhook(inbox) as telegram:
        for number, parts in enumerate(sent):
            assert await telegram.post({"update_id": number, "message": parts}) == 200
    with database.connect() as db:
        held = [
            *db.execute(select(InboxMessage.__table__)),
            *db.execute(select(DeadLetter.__table__)),
        ]
    assert len(held) == 4
    for part in ("09000000", "Ẩn", "105.8", "21.59", "Người dân"):
        assert part not in str(held)
