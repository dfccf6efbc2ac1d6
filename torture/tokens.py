"""Many ask for new Zalo tokens at once: one request is made, and only a whole pair is believed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime, timedelta
from itertools import cycle
from threading import Barrier
from time import perf_counter

from sqlalchemy import Engine

from bot.channels.zalo import OAuth, Tokens
from bot.errors import ZaloNotConnected
from bot.records.messages.inbox import utc_now
from bot.records.zalo_tokens import SqlZaloTokens
from tests.fakes_zalo import APP, FIRST_REFRESH, RENEW, SECRET, FakeZalo, Fault, fake_zalo
from torture.places import Place
from torture.rows import Row
from torture.sizes import Sizes

_KEY = "A" * 43
_PROCESSES = 8  # each with an object and an engine of its own, as processes have
_ERRORS = (  # each with HTTP status 200
    b'{"error": -14020, "error_name": "Invalid refresh token"}',
    b'{"error_name": "Invalid app", "error_description": "x"}',
    b'{"error": -14002, "access_token": "a", "refresh_token": "b", "expires_in": "90000"}',
    b"{}",
    b'{"access_token": "", "refresh_token": "b", "expires_in": "90000"}',
    b'{"access_token": "a", "expires_in": "90000"}',
    b'{"access_token": "a", "refresh_token": "b", "expires_in": "0"}',
    b"<html>",
    b"[]",
)

Clock = Callable[[], datetime]


def run(place: Place, sizes: Sizes) -> Row:
    """Renew once for all, then be told errors."""
    with fake_zalo() as zalo, ExitStack() as stack:
        engines = [stack.enter_context(place.database()) for _ in range(_PROCESSES)]
        return _run(place.kind, sizes.refreshes, zalo, engines)


def _run(kind: str, number: int, zalo: FakeZalo, engines: list[Engine]) -> Row:
    processes = [_tokens(engine, zalo) for engine in engines]
    processes[0].connect(FIRST_REFRESH)
    before, began = zalo.count(RENEW), perf_counter()
    found = _all_at_once(number, processes)
    took, requests = perf_counter() - began, zalo.count(RENEW) - before
    overwritten = sum(_overwrites(engines[0], zalo, body, n) for n, body in enumerate(_ERRORS))
    return Row(
        "Zalo tokens renewed, all at once",
        kind,
        number,
        sum(access != zalo.access for access in found),
        requests - 1,
        None,
        f"{requests} request, {took:.1f} s; {len(_ERRORS)} errors at HTTP 200, "
        f"{overwritten} overwrote the pair",
        ("an error at HTTP 200 overwrote the pair",) * (overwritten > 0),
    )


def _tokens(engine: Engine, zalo: FakeZalo, clock: Clock = utc_now) -> Tokens:
    return Tokens(SqlZaloTokens(engine, APP, _KEY, clock), OAuth(APP, SECRET, zalo.url), clock)


def _all_at_once(number: int, processes: list[Tokens]) -> list[str]:
    old, together = processes[0].current(), Barrier(number)
    asking = cycle(processes)

    def ask(tokens: Tokens) -> str:
        together.wait()
        return tokens.renewed(old).access

    with ThreadPoolExecutor(number) as pool:
        asked = [pool.submit(ask, next(asking)) for _ in range(number)]
        return [each.result() for each in asked]


def _overwrites(engine: Engine, zalo: FakeZalo, body: bytes, number: int) -> bool:
    """Tell whether that answer changed the pair, at a time when the last failure is forgotten."""
    now = utc_now() + timedelta(minutes=10 * (number + 1))
    tokens = _tokens(engine, zalo, lambda: now)
    old = tokens.current()
    zalo.faults.append(Fault(RENEW, body=body))
    try:
        tokens.renewed(old)
    except ZaloNotConnected:
        kept = tokens.current()
        return (kept.access, kept.refresh, kept.generation) != (
            old.access,
            old.refresh,
            old.generation,
        )
    return True
