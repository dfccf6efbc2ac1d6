"""From a stored message to a turn: every turn ends in a reply and an outcome."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.rendering import as_text
from bot.conversation.answer import MAX_ATTEMPTS, Answerer, spoken
from bot.conversation.bell import Bell
from bot.conversation.buttons import BUTTONS
from bot.conversation.dispatch import LEASE_MARGIN_SECONDS, Dispatcher
from bot.conversation.ports import Incoming, Kind, Stored, TurnRecord, Understood
from bot.conversation.safe import SafeReplies
from bot.errors import EngineUnavailable
from bot.reply import Button, Reply, TextBlock
from tests.fakes import FakeInbox
from tests.records import PROVINCE

ENGINE_TIMEOUT = 5.0


class FakeEngine:
    """Repeats what it is asked; raises ``broken`` instead while that is set."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.broken: BaseException | None = None
        self.silent = False

    async def ask(self, conversation: str, text: str, state: Mapping[str, Any]) -> Understood:
        self.asked.append(text)
        if self.broken:
            raise self.broken
        button = Button(title="Lệ phí", payload="/ask_fee")
        reply = Reply(outcome="answered", blocks=(TextBlock(text=text),), buttons=(button,))
        return Understood([] if self.silent else [reply], "ask_fee", 0.9, [], [], {"aspect": "fee"})


def stored(text: str, kind: Kind = "text", **more: Any) -> Stored:
    values = {"media": "", "attempts": 1, "state": {}, **more}
    return Stored(
        id=1, conversation="c", channel="web", chat="k", kind=kind, text=text, label="", **values
    )


def a_dispatcher(inbox: FakeInbox, answerer: Answerer, bell: Bell) -> Dispatcher:
    return Dispatcher(inbox, answerer, bell, worker="w", at_once=4, engine_timeout=ENGINE_TIMEOUT)


async def turn(message: Stored, engine: FakeEngine | None = None) -> TurnRecord:
    return await Answerer(engine or FakeEngine(), SafeReplies(PROVINCE)).answer(message)


async def test_a_message_is_answered_with_what_the_engine_made_of_it() -> None:
    made = await turn(stored("lệ phí khai sinh"))
    assert made.reply.outcome == "answered"
    assert (made.intent, made.confidence, made.fault) == ("ask_fee", 0.9, "")
    assert made.state["aspect"] == "fee"
    assert made.latency_ms > 0


@pytest.mark.parametrize("error", [EngineUnavailable("gone"), ValueError("broken"), KeyError("x")])
async def test_whatever_fails_ends_in_a_safe_reply_with_link_hotline_and_reference(
    error: Exception,
) -> None:
    engine = FakeEngine()
    engine.broken = error
    made = await turn(stored("khai sinh", state={"aspect": "time"}), engine)
    text = as_text(made.reply)
    assert made.reply.outcome == "error"
    assert PROVINCE.portal in text
    assert PROVINCE.hotline.number in text
    assert made.fault.split()[0] in text
    assert made.state["aspect"] == "time", "what the talk was about is kept"


async def test_an_engine_that_says_nothing_is_an_error_and_not_silence() -> None:
    engine = FakeEngine()
    engine.silent = True
    assert (await turn(stored("khai sinh"), engine)).reply.outcome == "error"


async def test_a_message_that_failed_too_often_is_answered_without_the_engine() -> None:
    engine = FakeEngine()
    made = await turn(stored("khai sinh", attempts=MAX_ATTEMPTS + 1), engine)
    assert made.reply.outcome == "error"
    assert engine.asked == []


@pytest.mark.parametrize("text", ["", "   ", "😀😀", "!!!…", "\u200b", "---", "1", "0912"])
async def test_a_message_without_a_word_is_asked_for_words(text: str) -> None:
    engine = FakeEngine()
    assert (await turn(stored(text), engine)).reply.outcome == "clarify"
    assert engine.asked == []


FOREIGN = ["how can I get a passport", "我想登记结婚", "Как получить паспорт?"]


@pytest.mark.parametrize("text", FOREIGN)
async def test_another_language_is_told_so_in_both(text: str) -> None:
    made = await turn(stored(text))
    assert made.reply.outcome == "clarify"
    assert "Vietnamese only" in as_text(made.reply)


@pytest.mark.parametrize("text", ["passport", "e-visa", "lam passport", "check in", "1.001193"])
async def test_foreign_words_in_a_question_and_bare_codes_are_read(text: str) -> None:
    assert (await turn(stored(text))).reply.outcome == "answered"


@pytest.mark.parametrize("media", ["photo", "voice", "file", "location", "video"])
async def test_media_are_refused_politely(media: str) -> None:
    made = await turn(stored("", "media", media=media))
    assert made.reply.outcome == "refused"
    assert "ạ" in as_text(made.reply)


async def test_a_very_long_message_is_read_in_part_and_that_is_said() -> None:
    engine = FakeEngine()
    made = await turn(stored("khai sinh " * 1000), engine)
    assert len(engine.asked[0]) <= 1000
    assert "phần đầu" in as_text(made.reply)


@given(st.text(max_size=60))
def test_typed_text_is_never_taken_for_a_payload(text: str) -> None:
    assert not spoken(stored("/" + text)).startswith("/")


def test_a_pressed_button_is_passed_on_only_in_the_form_of_a_payload() -> None:
    assert spoken(stored('/ask_fee{"code":"1.001193"}', "button")) == '/ask_fee{"code":"1.001193"}'
    assert spoken(stored("/ask_fee; rm -rf", "button")) == "ask_fee; rm -rf"


def test_every_button_has_a_text_equivalent() -> None:
    state = {BUTTONS: [["Giấy tờ cần có", "/ask_documents"], ["Lệ phí", "/ask_fee"]]}
    for text in ("2", "2.", "le phi", "LỆ PHÍ", " lệ phí "):
        assert spoken(stored(text, state=state)) == "/ask_fee"
    assert spoken(stored("3", state=state)) == "3"


async def test_what_was_offered_is_kept_for_the_next_message() -> None:
    made = await turn(stored("khai sinh"))
    assert made.state[BUTTONS] == [("Lệ phí", "/ask_fee")]


async def test_waiting_messages_are_answered_each_once_and_in_order() -> None:
    inbox, engine = FakeInbox(), FakeEngine()
    answerer = Answerer(engine, SafeReplies(PROVINCE))
    dispatcher = a_dispatcher(inbox, answerer, Bell())
    for n in range(20):
        inbox.accept(Incoming("web", f"chat{n % 3}", str(n), "text", f"tin {n}"))
    running = asyncio.create_task(dispatcher.run())
    await inbox.changes.until(lambda: len(inbox.turns) == 20)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    for chat in range(3):
        said = [t.message.text for t in inbox.turns if t.message.chat == f"chat{chat}"]
        assert said == [f"tin {n}" for n in range(20) if n % 3 == chat]


async def test_a_stored_reply_rings_for_its_chat_and_its_channel() -> None:
    inbox, bell = FakeInbox(), Bell()
    answerer = Answerer(FakeEngine(), SafeReplies(PROVINCE))
    dispatcher = a_dispatcher(inbox, answerer, bell)
    inbox.accept(Incoming("telegram", "42", "1", "text", "chào"))
    with bell.listen("42") as chat, bell.listen("telegram") as channel:
        assert await dispatcher.answer_waiting() == 1
        await asyncio.gather(chat.wait(), channel.wait())


async def test_what_a_killed_worker_held_is_answered_soon_after_the_engine_s_time_is_over() -> None:
    inbox, engine = FakeInbox(), FakeEngine()
    dispatcher = a_dispatcher(inbox, Answerer(engine, SafeReplies(PROVINCE)), Bell())
    inbox.accept(Incoming("web", "chat", "1", "text", "tin"))
    engine.broken = asyncio.CancelledError()
    with pytest.raises(asyncio.CancelledError):
        await dispatcher.answer_waiting()
    engine.broken = None
    inbox.now = ENGINE_TIMEOUT
    assert await dispatcher.answer_waiting() == 0
    inbox.now += LEASE_MARGIN_SECONDS
    assert await dispatcher.answer_waiting() == 1
