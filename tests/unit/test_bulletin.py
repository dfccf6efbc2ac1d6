"""While the bot is off citizens are told so, and everybody is told an emergency once."""

from typing import Any

import pytest

from bot.channels.rendering import as_text
from bot.channels.telegram.rendering import render
from bot.conversation.answer import Answerer
from bot.conversation.bulletin import Bulletin
from bot.conversation.buttons import BUTTONS
from bot.conversation.ports import TurnRecord
from bot.conversation.safe import SafeReplies
from tests.records import PROVINCE
from tests.unit.test_conversation import FakeEngine, stored

FLOOD = Bulletin(notice="Lũ về, trung tâm nghỉ <hôm nay>.", number=3)


async def told(bulletin: Bulletin, engine: FakeEngine, **more: Any) -> TurnRecord:
    answerer = Answerer(engine, SafeReplies(PROVINCE), lambda: bulletin)
    return await answerer.answer(stored("lệ phí khai sinh", **more))


@pytest.mark.parametrize("off", ["bot", "web"])
async def test_off_means_a_polite_sentence_with_hotline_and_link_and_no_engine(off: str) -> None:
    engine = FakeEngine()
    turn = await told(Bulletin({off: ""}), engine)
    text = as_text(turn.reply)
    assert engine.asked == []
    assert turn.by_notice
    assert turn.fault == ""
    assert "tạm nghỉ" in text
    assert "ạ" in text
    assert PROVINCE.hotline.number in text
    assert PROVINCE.portal in text


async def test_another_channel_goes_on() -> None:
    engine = FakeEngine()
    turn = await told(Bulletin({"telegram": ""}), engine)
    assert (turn.reply.outcome, turn.by_notice) == ("answered", False)


async def test_the_operator_s_own_words_are_said_with_hotline_and_link() -> None:
    text = as_text((await told(Bulletin({"web": "Nghỉ Tết ạ."}), FakeEngine())).reply)
    assert text.startswith("Nghỉ Tết ạ.")
    assert PROVINCE.hotline.number in text


async def test_what_the_whole_bot_says_comes_before_what_a_channel_says() -> None:
    turn = await told(Bulletin({"web": "kênh", "bot": "tất cả"}), FakeEngine())
    assert as_text(turn.reply).startswith("tất cả")


async def test_what_the_talk_was_about_is_kept_over_the_pause() -> None:
    state = {"aspect": "fee", BUTTONS: [["Lệ phí", "/ask_fee"]]}
    turn = await told(Bulletin({"bot": ""}), FakeEngine(), state=state)
    assert turn.state == state


async def test_a_notice_stands_on_top_of_a_conversation_once() -> None:
    first = await told(FLOOD, FakeEngine())
    assert as_text(first.reply).startswith(f"Lưu ý: {FLOOD.notice}")
    again = await told(FLOOD, FakeEngine(), state=first.state)
    assert FLOOD.notice not in as_text(again.reply)
    later = await told(FLOOD, FakeEngine(), state=again.state)
    assert FLOOD.notice not in as_text(later.reply), "it is still known two turns later"


async def test_a_new_notice_is_told_again() -> None:
    first = await told(FLOOD, FakeEngine())
    other = Bulletin(notice="Nước rút rồi.", number=4)
    assert "Nước rút" in as_text((await told(other, FakeEngine(), state=first.state)).reply)


async def test_a_notice_is_never_markup_on_telegram() -> None:
    [message, *_] = render((await told(FLOOD, FakeEngine())).reply)
    assert "&lt;hôm nay&gt;" in message.html
