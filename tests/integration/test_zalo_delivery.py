"""What Zalo refuses, loses or puts off: nothing is sent twice, and nothing is given up too soon."""

import asyncio

import pytest
from sqlalchemy import Engine

from tests.fakes_zalo import RENEW, SEND, FakeZalo, Fault, said
from tests.integration.zalo_kit import Channel, connected, talk


@pytest.mark.parametrize("number", [-216, -220, -124])
async def test_a_refused_token_is_renewed_once_and_the_message_goes_out_once(
    channel: Channel, number: int
) -> None:
    channel.zalo.faults.append(Fault(error=number))
    renewals = channel.zalo.count(RENEW)
    assert len(await talk(channel, said("một", "m1"))) == 1
    assert channel.zalo.count(RENEW) == renewals + 1


async def test_while_there_is_no_good_token_replies_wait_however_long(channel: Channel) -> None:
    channel.zalo.access = channel.zalo.refresh = "spent elsewhere"
    await channel.post(said("một", "m1"))
    await channel.answer()
    for _ in range(20):
        await channel.deliver()
        channel.clock.skip(200)
    assert channel.statuses() == ["waiting"]
    channel.tokens.connect("spent elsewhere")
    await channel.deliver()
    assert channel.statuses() == ["sent"]


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=429, retry_after="7"),
        Fault(status=500, body=b"broken"),
        Fault(status=503, body=b"<html>"),
        Fault(error=-32),
        Fault(error=-200),
    ],
)
async def test_what_surely_did_not_leave_is_sent_again_later(
    channel: Channel, fault: Fault
) -> None:
    channel.zalo.faults.append(fault)
    await talk(channel, said("một", "m1"))
    assert channel.statuses() == ["waiting"]
    channel.clock.skip(100)
    await channel.deliver()
    assert channel.statuses() == ["sent"]
    assert len(channel.zalo.texts()) == 1


@pytest.mark.parametrize("error", [-224, -227, -248, -9999])
async def test_an_error_for_good_and_one_we_do_not_know_end_a_reply_with_its_reason(
    channel: Channel, error: int, caplog: pytest.LogCaptureFixture
) -> None:
    channel.zalo.faults.append(Fault(error=error))
    await talk(channel, said("một", "m1"))
    [(status, _, why)] = channel.replies()
    assert (status, str(error) in why) == ("failed", True)
    assert ("not in our table" in caplog.text) == (error == -9999)


@pytest.mark.parametrize(
    "fault", [Fault(silent_after_commit=True), Fault(status=504), Fault(body=b"<html>")]
)
async def test_what_may_have_arrived_is_marked_and_never_repeated(
    zalo: FakeZalo, database: Engine, fault: Fault
) -> None:
    channel = connected(zalo, database, timeout=0.3)
    zalo.faults.append(fault)
    await talk(channel, said("một", "m1"))
    channel.clock.skip(10_000)
    await channel.deliver()
    assert channel.statuses() == ["ambiguous"]
    assert zalo.count(SEND) == 1


async def test_of_a_reply_of_three_messages_only_what_did_not_leave_is_sent_again(
    channel: Channel,
) -> None:
    await channel.post(said("dài", "m1"))
    await channel.answer()
    channel.zalo.faults += [Fault(error=0, body=b'{"error": 0}'), Fault(status=503)]
    await channel.deliver()
    assert (channel.statuses(), channel.zalo.texts()) == (["waiting"], [])
    channel.clock.skip(100)
    await channel.deliver()
    assert channel.statuses() == ["sent"]
    assert len(channel.zalo.texts()) == 2  # the first one was taken, and not kept by the fake


async def test_a_sender_killed_between_two_messages_is_taken_up_where_it_stopped(
    channel: Channel,
) -> None:
    await channel.post(said("dài", "m1"))
    await channel.answer()
    [outgoing] = channel.outbox.claim_outgoing("zalo", 1)
    channel.parts.begin(outgoing, 0)
    channel.parts.sent(outgoing.id, 0, "z1")
    channel.parts.begin(outgoing, 1)  # killed here: nobody knows whether it left
    channel.clock.skip(200)
    await channel.deliver()
    assert channel.statuses() == ["ambiguous"]
    assert len(channel.zalo.texts()) == 1


async def test_the_ninth_message_is_held_and_goes_out_ahead_of_the_next_answer(
    channel: Channel,
) -> None:
    await channel.post(*(said(f"câu {n}", f"m{n}") for n in range(9)))
    await channel.answer()
    await channel.deliver()
    assert channel.statuses() == ["sent"] * 8 + ["held"]
    assert "8 are free" in channel.replies()[-1][2]
    window = channel.parts.window(channel.conversation())
    assert (window.sent, window.left(8)) == (8, 0)
    channel.clock.skip(60)
    texts = await talk(channel, said("câu mới", "m10"))
    assert [text.split("”")[0] for text in texts[8:]] == ["Về “câu 8", "Về “câu mới"]
    assert channel.parts.window(channel.conversation()).sent == 2


async def test_a_reply_that_does_not_fit_whole_into_the_free_ones_is_held_whole(
    channel: Channel,
) -> None:
    await channel.post(*(said("dài", f"m{n}") for n in range(3)))
    await channel.answer()
    await channel.deliver()
    assert channel.statuses() == ["sent", "sent", "held"]
    assert len(channel.zalo.texts()) == 6


async def test_the_bound_can_be_taken_away(zalo: FakeZalo, database: Engine) -> None:
    channel = connected(zalo, database, free=0)
    await channel.post(*(said(f"câu {n}", f"m{n}") for n in range(12)))
    await channel.answer()
    await channel.deliver()
    assert channel.statuses() == ["sent"] * 12


async def test_after_the_free_hours_zalo_itself_decides(channel: Channel) -> None:
    await channel.post(said("một", "m1"))
    await channel.answer()
    channel.clock.skip(3 * 24 * 3600)
    channel.zalo.faults.append(Fault(error=-320))
    await channel.deliver()
    assert channel.statuses() == ["held"]


async def test_after_seven_days_a_reply_is_held_and_goes_out_ahead_of_the_next_answer(
    channel: Channel,
) -> None:
    await channel.post(said("một", "m1"))
    await channel.answer()
    channel.zalo.away.add("7")
    channel.clock.skip(8 * 24 * 3600)
    await channel.deliver()
    [(status, _, why)] = channel.replies()
    assert (status, "-230" in why) == ("held", True)
    channel.zalo.away.clear()
    texts = await talk(channel, said("hai", "m2"))
    assert [text.split("”")[0] for text in texts] == ["Về “một", "Về “hai"]


async def test_one_chat_that_cannot_be_reached_keeps_no_other_waiting(channel: Channel) -> None:
    channel.zalo.away.add("7")
    await talk(channel, said("một", "m1"), said("hai", "m2", chat="8"))
    assert sorted(channel.statuses()) == ["held", "sent"]


async def test_everything_at_once_with_faults_is_answered_once_in_order(
    zalo: FakeZalo, database: Engine
) -> None:
    channel = connected(zalo, database, free=0)
    events = [
        said(f"câu {n}", f"m{chat}-{n}", chat=str(chat)) for n in range(6) for chat in range(5)
    ]
    zalo.faults += [Fault(status=503), Fault(error=-216), Fault(status=429), Fault(error=-32)]
    await asyncio.gather(*(channel.post(*events[n::3]) for n in range(3)))
    await channel.answer()
    for _ in range(5):
        await channel.deliver()
        channel.clock.skip(1_000)
    assert set(channel.statuses()) == {"sent"}
    for chat in range(5):
        texts = zalo.texts(str(chat))
        assert sorted(set(texts)) == sorted(texts)
        assert len(texts) == 6
