"""Zalo's tokens are renewed once however many ask, never lost, and never stored in the clear."""

from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import Engine, select

from bot.channels.zalo import OAuth, Tokens
from bot.channels.zalo.keeping import look
from bot.errors import ZaloNotConnected
from bot.records.tables import ZaloTokens
from bot.records.zalo_tokens import SqlZaloTokens, TokenPair
from tests.fakes_zalo import APP, FIRST_REFRESH, RENEW, SECRET, FakeZalo, Fault
from tests.integration.records_kit import Clock, in_threads

KEY = "A" * 43
PROCESSES, THREADS = 8, 125


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tokens(database: Engine, zalo: FakeZalo, clock: Clock) -> Tokens:
    tokens = tokens_of(database, zalo, clock)
    tokens.connect(FIRST_REFRESH)
    return tokens


def tokens_of(database: Engine, zalo: FakeZalo, clock: Clock, key: str = KEY) -> Tokens:
    return Tokens(SqlZaloTokens(database, APP, key, clock), OAuth(APP, SECRET, zalo.url), clock)


def test_the_first_refresh_token_becomes_a_pair(tokens: Tokens, zalo: FakeZalo) -> None:
    stored = tokens.current()
    assert (
        (stored.access, stored.refresh) == (zalo.access, zalo.refresh) == ("access-1", "refresh-1")
    )
    assert stored.expires_at - stored.refreshed_at == timedelta(hours=25)


def test_before_it_is_connected_it_says_what_to_do(
    database: Engine, zalo: FakeZalo, clock: Clock
) -> None:
    unconnected = tokens_of(database, zalo, clock)
    with pytest.raises(ZaloNotConnected, match="motcua zalo connect"):
        unconnected.current()
    assert unconnected.health().state == "missing"


def test_no_token_stands_in_the_database_as_it_is(tokens: Tokens, database: Engine) -> None:
    tokens.renewed(tokens.current())
    with database.begin() as db:
        row = db.execute(select(ZaloTokens.__table__)).one()
    assert not any("access-" in str(value) or "refresh-" in str(value) for value in row)


def test_the_pair_before_is_kept(tokens: Tokens, database: Engine) -> None:
    with database.begin() as db:
        old = db.execute(select(ZaloTokens.refresh_token)).scalar_one()
    tokens.renewed(tokens.current())
    with database.begin() as db:
        assert db.execute(select(ZaloTokens.previous_refresh_token)).scalar_one() == old


def test_with_another_key_it_says_what_to_do(
    tokens: Tokens, database: Engine, zalo: FakeZalo, clock: Clock
) -> None:
    with pytest.raises(ZaloNotConnected, match=r"zalo\.secret"):
        tokens_of(database, zalo, clock, "B" * 43).current()


def test_a_thousand_that_ask_at_once_make_one_request(
    tokens: Tokens, database: Engine, zalo: FakeZalo, clock: Clock
) -> None:
    old = tokens.current()
    asked_before = zalo.count(RENEW)
    processes = [tokens_of(database, zalo, clock) for _ in range(PROCESSES)]
    waiting = iter(processes * THREADS)
    found = in_threads(PROCESSES * THREADS, lambda: next(waiting).renewed(old).access)
    assert set(found) == {"access-2"}
    assert zalo.count(RENEW) == asked_before + 1


def test_a_thousand_that_ask_while_zalo_refuses_make_one_request_too(
    tokens: Tokens, database: Engine, zalo: FakeZalo, clock: Clock
) -> None:
    zalo.refresh = "spent elsewhere"
    old = tokens.current()
    asked_before = zalo.count(RENEW)
    processes = [tokens_of(database, zalo, clock) for _ in range(PROCESSES)]
    waiting = iter(processes * THREADS)

    def ask() -> str:
        with pytest.raises(ZaloNotConnected) as told:
            next(waiting).renewed(old)
        return str(told.value)

    assert all("motcua zalo connect" in why for why in in_threads(PROCESSES * THREADS, ask))
    assert zalo.count(RENEW) == asked_before + 1


@pytest.mark.parametrize(
    "fault",
    [
        Fault(RENEW, error=-14020),
        Fault(RENEW, error=-14002),
        Fault(RENEW, body=b'{"error_name": "Invalid app", "error_description": "x"}'),
        Fault(RENEW, body=b"{}"),
        Fault(RENEW, body=b'{"access_token": "", "refresh_token": "b", "expires_in": "90000"}'),
        Fault(RENEW, body=b'{"access_token": "a", "expires_in": "90000"}'),
        Fault(RENEW, body=b'{"access_token": "a", "refresh_token": "b", "expires_in": "0"}'),
        Fault(RENEW, body=b"<html>"),
        Fault(RENEW, body=b"[]"),
        Fault(RENEW, status=503, body=b"away"),
    ],
)
def test_an_answer_that_is_no_pair_overwrites_nothing_and_says_why(
    tokens: Tokens, zalo: FakeZalo, clock: Clock, fault: Fault
) -> None:
    old = tokens.current()
    zalo.faults.append(fault)
    with pytest.raises(ZaloNotConnected):
        tokens.renewed(old)
    kept = tokens.current()
    assert (kept.access, kept.refresh, kept.generation) == (old.access, old.refresh, old.generation)
    assert tokens.health().trouble
    clock.skip(100)
    assert tokens.renewed(old).access == zalo.access
    assert not tokens.health().trouble


def test_when_the_answer_is_lost_on_the_way_the_old_pair_is_kept_and_the_next_try_says_why(
    database: Engine, tokens: Tokens, zalo: FakeZalo, clock: Clock
) -> None:
    old = tokens.current()
    impatient = OAuth(APP, SECRET, zalo.url, timeout=0.3)
    hurried = Tokens(SqlZaloTokens(database, APP, KEY, clock), impatient, clock)
    zalo.faults.append(Fault(RENEW, silent_after_commit=True))
    with pytest.raises(ZaloNotConnected, match="ReadTimeout"):
        hurried.renewed(old)
    assert tokens.current().access == old.access
    clock.skip(100)
    with pytest.raises(ZaloNotConnected, match="motcua zalo connect"):
        hurried.renewed(old)


def test_after_a_failure_nobody_asks_again_at_once(
    tokens: Tokens, zalo: FakeZalo, clock: Clock
) -> None:
    old, asked_before = tokens.current(), zalo.count(RENEW)
    zalo.faults.append(Fault(RENEW, error=-1))
    for _ in range(3):
        with pytest.raises(ZaloNotConnected):
            tokens.renewed(old)
    assert zalo.count(RENEW) == asked_before + 1


def test_what_a_killed_process_began_another_one_does_when_its_time_is_over(
    tokens: Tokens, database: Engine, clock: Clock
) -> None:
    old = tokens.current()
    assert SqlZaloTokens(database, APP, KEY, clock).lease("dead", old.generation, 90)
    found: list[str] = []
    other = Thread(target=lambda: found.append(tokens.renewed(old).access))
    other.start()
    clock.skip(100)
    other.join()
    assert found == ["access-2"]


def test_a_pair_is_stored_although_the_time_to_get_it_ran_out(
    database: Engine, tokens: Tokens, clock: Clock
) -> None:
    store, old = SqlZaloTokens(database, APP, KEY, clock), tokens.current()
    assert store.lease("slow", old.generation, 90)
    clock.skip(1_000)
    store.renew(old, TokenPair("access-late", "refresh-late", 90_000))
    assert tokens.current().refresh == "refresh-late"


def test_twice_a_day_the_pair_is_renewed(tokens: Tokens, zalo: FakeZalo, clock: Clock) -> None:
    for _ in range(3 * 24):
        look(tokens)
        clock.skip(3600)
    assert zalo.count(RENEW) == 1 + 5
    assert tokens.health().state == "ok"


def test_six_hours_before_the_end_it_is_said_aloud(
    tokens: Tokens, zalo: FakeZalo, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    zalo.refresh = "spent elsewhere"
    states = []
    for _ in range(26):
        look(tokens)
        states.append(tokens.health().state)
        clock.skip(3600)
    assert states == ["ok"] * 19 + ["expiring"] * 6 + ["expired"]
    alarms = [r.getMessage() for r in caplog.records if r.levelname == "ERROR"]
    assert len(alarms) == 7
    assert "motcua zalo connect" in alarms[0]
    assert "access-" not in caplog.text
