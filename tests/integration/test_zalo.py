"""From a signed event to the reply on Zalo: in order, once, and what becomes of the rest."""

from time import time

import pytest
from sqlalchemy import Engine, insert

from bot.channels.zalo import ZaloClient
from bot.records.tables import OutboxReply
from bot.reply import Reply, TextBlock
from tests.fakes_zalo import ACCOUNT, SEND, event, said
from tests.integration.zalo_kit import Channel, talk


async def test_a_message_comes_in_and_its_reply_goes_out_tied_to_it(channel: Channel) -> None:
    [text] = await talk(channel, said("làm khai sinh", "m1"))
    assert text.startswith("Về “làm khai sinh” ạ.")
    assert "[1] Lệ phí" in text
    [sent] = channel.zalo.sent
    assert sent.quoted == "m1"
    assert [b["title"] for b in sent.buttons] == ["Lệ phí"]
    assert channel.statuses() == ["sent"]


@pytest.mark.parametrize("typed", ["Lệ phí", "1", "lệ phí"])
async def test_a_pressed_button_and_its_number_mean_the_same(channel: Channel, typed: str) -> None:
    await talk(channel, said("làm khai sinh", "m1"))
    await talk(channel, said(typed, "m2"))
    assert channel.engine.asked == ["làm khai sinh", "/ask_fee"]


async def test_events_twice_and_out_of_order_are_answered_once_each_as_they_were_written(
    channel: Channel,
) -> None:
    first, second = said("một", "m1", timestamp=_at(0)), said("hai", "m2", timestamp=_at(1))
    texts = await talk(channel, second, first, second, first, said("ba", "m3", chat="8"))
    assert [text.split("”")[0] for text in texts] == ["Về “một", "Về “hai"]
    assert len(channel.zalo.texts("8")) == 1


async def test_who_follows_is_greeted_and_a_photo_is_refused_politely(channel: Channel) -> None:
    follow = {**event("follow"), "follower": {"id": "7"}}
    photo = event("user_send_image", {"msg_id": "m1"})
    texts = await talk(channel, follow, photo)
    assert channel.engine.asked == ["/greet"]
    assert "không nhận ảnh" in texts[1]
    assert channel.zalo.sent[0].quoted == ""
    assert channel.zalo.count(SEND) == 2


async def test_who_does_not_follow_is_answered_in_their_own_talk(channel: Channel) -> None:
    asked = {"msg_id": "m1", "text": "chào", "conversation_id": "t"}
    await talk(channel, event("anonymous_send_text", asked))
    assert len(channel.zalo.texts("anonymous:7:t")) == 1


async def test_a_long_answer_goes_out_in_order_and_only_its_first_message_quotes(
    channel: Channel,
) -> None:
    texts = await talk(channel, said("dài", "m1"))
    assert len(texts) == 3
    assert [bool(s.quoted) for s in channel.zalo.sent] == [True, False, False]
    assert [bool(s.buttons) for s in channel.zalo.sent] == [False, False, True]


@pytest.mark.parametrize("extra", ["quote_message_id", "attachment"])
async def test_what_zalo_does_not_take_with_a_message_is_left_out_of_it(
    channel: Channel, extra: str
) -> None:
    channel.zalo.refused_fields.add(extra)
    assert len(await talk(channel, said("một", "m1"))) == 1
    assert channel.statuses() == ["sent"]


async def test_the_account_tells_its_name(channel: Channel) -> None:
    client = ZaloClient(channel.tokens, channel.zalo.url)
    assert await client.account() == "Xã Thử (777)"
    await client.close()
    assert channel.zalo.count(ACCOUNT) == 1


async def test_a_reply_that_answers_no_message_quotes_none(
    channel: Channel, database: Engine
) -> None:
    await talk(channel, said("một", "m1"))
    _store_notice(channel, database)
    await channel.deliver()
    assert [s.quoted for s in channel.zalo.sent] == ["m1", ""]


def _store_notice(channel: Channel, database: Engine) -> None:
    reply = Reply(outcome="answered", blocks=(TextBlock(text="Cán bộ trả lời ạ."),))
    row = insert(OutboxReply).values(
        conversation_id=channel.conversation(),
        channel="zalo",
        reply=reply.model_dump(mode="json"),
        status="waiting",
        attempts=0,
        due_at=channel.clock(),
        error="",
        created_at=channel.clock(),
    )
    with database.begin() as db:
        db.execute(row)


def _at(seconds: int) -> str:
    return str(int((time() + seconds) * 1000))
