"""Invented posts to the webhooks: nothing breaks them, and nothing gets in that may not."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import perf_counter, time

from starlette.types import ASGIApp

from bot.channels import zalo
from bot.channels.telegram import webhook
from bot.channels.zalo.signature import signed_at
from bot.channels.zalo.webhook import PATH as ZALO_PATH
from bot.needs.work import WorkingTime
from bot.province import load_province
from bot.province.calendar import Calendar
from bot.records.messages.inbox import SqlInbox
from bot.records.needs.opening import Rules
from tests.fakes_zalo import APP, OA_SECRET, SECRET, signed
from tests.unit.test_zalo_signature import APP as GOLDEN_APP
from tests.unit.test_zalo_signature import SECRET as GOLDEN_SECRET
from tests.unit.test_zalo_signature import VECTORS
from torture.asgi import Headers, post
from torture.door import telegram_door
from torture.inventing import TELEGRAM, ZALO, Inventor
from torture.outside import outside
from torture.places import Place
from torture.rows import Row
from torture.sizes import Sizes

_SECRET = "an-obviously-invented-secret"
_SHARE = 0.2  # of the posts may come in; each of them costs a transaction
_FORBIDDEN = "khongduocphep"  # in every post that may not
_AT_ONCE = 8
_LATE_MS = 2 * 24 * 3_600 * 1_000


@dataclass(frozen=True, slots=True)
class _Post:
    app: ASGIApp
    path: str
    body: bytes
    headers: Headers
    may_enter: bool
    must_enter: bool


@dataclass
class _Seen:
    posts: int = 0
    lost: int = 0
    entered: int = 0
    statuses: Counter[int] = field(default_factory=Counter)

    def note(self, each: _Post, status: int) -> None:
        self.posts += 1
        self.statuses[status] += 1
        self.lost += each.must_enter and status != 200
        self.entered += not each.may_enter and status < 400


def run(place: Place, sizes: Sizes) -> Row:
    """Post all bodies, and look what got in."""
    began = perf_counter()
    seen = asyncio.run(_post_all(place, sizes.bodies))
    took = perf_counter() - began
    stored = _stored(place)
    broken = {
        "a server error": any(status >= 500 for status in seen.statuses),
        f"{seen.entered} accepted without secret or signature": seen.entered > 0,
        f"{stored} stored without secret or signature": stored > 0,
        "a golden signature does not hold": not _golden(),
    }
    told = ", ".join(f"{count:,} × {status}" for status, count in sorted(seen.statuses.items()))
    return Row(
        "invented posts to the webhooks",
        place.kind,
        seen.posts,
        seen.lost,
        0,
        None,
        f"{told}; {took:.0f} s; {len(VECTORS)} golden signatures",
        tuple(fault for fault, is_so in broken.items() if is_so),
    )


async def _post_all(place: Place, number: int) -> _Seen:
    seen = _Seen()
    async with _doors(place) as (telegram, official_account):
        posts = _posts(number, telegram, official_account)

        async def take() -> None:
            for each in posts:
                seen.note(each, await post(each.app, each.path, each.body, each.headers))

        await asyncio.gather(*(take() for _ in range(_AT_ONCE)))
    return seen


@asynccontextmanager
async def _doors(place: Place) -> AsyncIterator[tuple[ASGIApp, ASGIApp]]:
    with outside() as world, place.database() as engine:
        inbox = SqlInbox(engine, Rules(load_province("toan-quoc"), WorkingTime(Calendar())))
        account = zalo.create_webhook(zalo.Gate(APP, OA_SECRET, inbox, lambda: None))
        async with telegram_door(inbox, _SECRET, world.telegram_url) as telegram:
            yield telegram, account


def _posts(number: int, telegram: ASGIApp, account: ASGIApp) -> Iterator[_Post]:
    inventor = Inventor(number)
    for count in range(number):
        may_enter = inventor.random.random() < _SHARE
        text = f"xin hỏi câu {count} ạ" if may_enter else f"{_FORBIDDEN} {count}"
        if count % 2:
            body, _ = inventor.body(TELEGRAM, count, text)
            headers = _with_secret(inventor, may_enter)
            yield _Post(telegram, webhook.PATH, body, headers, may_enter, may_enter)
        else:
            body, is_whole = inventor.body(ZALO, count, text)
            headers = _with_signature(inventor, body, is_right=may_enter)
            must = may_enter and is_whole
            yield _Post(account, ZALO_PATH, body, headers, may_enter, must)


def _with_secret(inventor: Inventor, is_right: bool) -> Headers:
    near = ("", "x", _SECRET[:-1], _SECRET + "x", _SECRET.upper(), f" {_SECRET} x", "é", "\0")
    secret = _SECRET if is_right else inventor.random.choice((*near, None))
    if secret is None:
        return []
    return [(webhook.SECRET_HEADER.encode(), secret.encode())]


def _with_signature(inventor: Inventor, body: bytes, *, is_right: bool) -> Headers:
    """Sign as Zalo would; or with another secret, over other bytes, or for another time."""
    now = _timestamp(body)
    if is_right:
        return _header(signed(body, now))
    wrong: tuple[dict[str, str], ...] = (
        {},
        signed(body, now, SECRET),
        signed(body + b" ", now),
        signed(body, str(int(now) - _LATE_MS)),
        {zalo.facts.SIGNATURE_HEADER: "mac="},
        {zalo.facts.SIGNATURE_HEADER: "mac=" + "0" * 64},
        {zalo.facts.SIGNATURE_HEADER: "é"},
    )
    return _header(inventor.random.choice(wrong))


def _header(headers: dict[str, str]) -> Headers:
    return [(name.encode(), value.encode()) for name, value in headers.items()]


def _timestamp(body: bytes) -> str:
    """The time that the body names, or now if it names none that can be found so simply."""
    _, _, rest = body.partition(b'"timestamp": "')
    found = rest.partition(b'"')[0].decode(errors="replace")
    is_time = found.isascii() and found.isdigit() and len(found) < 17
    return found if is_time else str(int(time() * 1_000))


def _stored(place: Place) -> int:
    forbidden = f"LIKE '%{_FORBIDDEN}%'"
    return place.count(f"inbox WHERE text {forbidden}") + place.count(
        f"dead_letters WHERE body {forbidden}"
    )


def _golden() -> bool:
    """Signatures made with another program hold, and not for one byte more."""
    bodies = [(body.encode(), digits) for body, digits in VECTORS]
    right = all(signed_at(d, b, GOLDEN_APP, GOLDEN_SECRET) == 1717061839659 for b, d in bodies)
    return right and not any(signed_at(d, b + b" ", GOLDEN_APP, GOLDEN_SECRET) for b, d in bodies)
