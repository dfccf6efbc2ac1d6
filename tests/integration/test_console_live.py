"""Who has a page open is told of what changes, by any process, and only of what they may see."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.conversation.bell import MESSAGES, Bell
from bot.records.staff.sessions import Session
from bot.records.talks.changes import Changes
from console import live
from console.guard import Office
from tests.integration.console_kit import Console
from tests.integration.records_kit import incoming
from tests.integration.search_kit import Talks

STUCK = 20  # seconds after which a test gives up


@pytest.fixture
def console(database: Engine) -> Console:
    made = Console(database).with_staff("lan", "helpdesk").with_staff("hoa", "officer")
    made.office = replace(made.office, stream_seconds=600)
    return made


@pytest.fixture
def talks(console: Console) -> Talks:
    return Talks(console.database, clock=console.clock)


def session(office: Office, login: str) -> Session:
    staff = office.staff.named(login)
    token = office.sessions.start(staff, "tests", confirmed=True)
    found = office.sessions.find(token)
    assert found
    return found


async def heard(events: AsyncIterator[Any]) -> dict[str, Any]:
    """Return what the next event says."""
    event = await asyncio.wait_for(anext(events), STUCK)
    found: dict[str, Any] = json.loads(event.data)
    return found


async def test_a_message_and_its_answer_by_another_process_are_told(
    console: Console, talks: Talks
) -> None:
    async with aclosing(live.changes(console.office, session(console.office, "lan"))) as events:
        assert await heard(events) == {"conversations": [], "waiting": 0}
        number = talks.inbox.accept(incoming("xin chào", "a"))
        first = await heard(events)
        assert number
        assert len(first["conversations"]) == 1
        talks.say("a")
        assert (await heard(events))["conversations"] == first["conversations"]


async def test_a_message_taken_in_this_process_is_told_at_once(
    console: Console, talks: Talks
) -> None:
    bell = Bell()
    office = replace(console.office, listen=bell.listen, ring=bell.ring)
    async with aclosing(live.changes(office, session(office, "lan"))) as events:
        await heard(events)
        waits = asyncio.create_task(heard(events))
        await asyncio.sleep(0)
        talks.inbox.accept(incoming("xin chào", "a"))
        bell.ring(MESSAGES)
        assert (await waits)["conversations"]


async def test_who_waits_is_counted_and_a_takeover_is_told(console: Console, talks: Talks) -> None:
    talks.say("a")
    async with aclosing(live.changes(console.office, session(console.office, "lan"))) as events:
        assert (await heard(events))["waiting"] == 0
        talks.hand("a")
        assert await heard(events) == {"conversations": [talks.ids["a"]], "waiting": 1}


async def test_nobody_is_told_of_what_they_may_not_see(console: Console, talks: Talks) -> None:
    async with aclosing(live.changes(console.office, session(console.office, "hoa"))) as events:
        await heard(events)
        talks.say("a")
        talks.say("b")
        officer = console.office.staff.named("hoa")
        talks.hand("b", "talking", officer.id)
        assert await heard(events) == {"conversations": [talks.ids["b"]], "waiting": 0}


async def test_the_stream_ends_with_the_session(console: Console) -> None:
    me = session(console.office, "lan")
    async with aclosing(live.changes(console.office, me, check_seconds=0)) as events:
        await heard(events)
        console.office.sessions.end(me.staff, me.id)
        assert [event async for event in events] == []


def test_looking_does_not_keep_a_session_alive(console: Console) -> None:
    office, me = console.office, session(console.office, "lan")
    console.clock.skip(59 * 60)
    assert office.sessions.still(me.id) == me.staff
    console.clock.skip(60)
    assert office.sessions.still(me.id) is None


def test_each_change_is_told_once_to_everybody_who_asks(database: Engine) -> None:
    talks, now = Talks(database), [0.0]
    changes = Changes(database, lambda: now[0])
    start = changes.now()
    talks.say("a")
    assert changes.since(start) == (set(), start)  # somebody has just looked
    now[0] += 1
    told, count = changes.since(start)
    assert told == {talks.ids["a"]}
    assert changes.since(start) == (told, count)
    now[0] += 1
    assert changes.since(count) == (set(), count)
    talks.say("b")
    assert changes.since(count, at_once=True)[0] == {talks.ids["b"]}
