"""The way to a person and back, as the citizen is told of it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.channels.rendering import as_text
from bot.conversation import handing
from bot.conversation.answer import Answerer
from bot.conversation.buttons import BUTTONS
from bot.conversation.handing import ASKED, CLOSING, HUMAN, LEAVING, WORD
from bot.conversation.ports import Kind, Stored, TurnRecord, Understood, Verdict
from bot.conversation.reception import Reception, leaves
from bot.conversation.safe import SafeReplies, contacts
from bot.reply import Button, Outcome, Reply, TextBlock
from tests.records import PROVINCE

NOW = datetime(2026, 11, 20, 11, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)


class FakeEngine:
    """Says what a test lets it say."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.reply = Reply(outcome="answered", blocks=(TextBlock(text="Dạ, miễn phí ạ"),))

    async def ask(self, conversation: str, text: str, state: Mapping[str, Any]) -> Understood:
        self.asked.append(text)
        return Understood([self.reply], "", 0.9, [], [], {"aspect": conversation and "fee"})


class FakeDesk:
    """``Helpdesk`` of which a test says everything."""

    def __init__(self) -> None:
        self.is_on = True
        self.opens: datetime | None = MONDAY
        self.queue: list[str] = []

    def is_open(self, now: datetime) -> bool:
        return self.is_on and bool(now)

    def opens_next(self, now: datetime) -> datetime | None:
        return self.opens if now else None

    def place(self, conversation: str) -> int | None:
        return self.queue.index(conversation) + 1 if conversation in self.queue else None

    def waiting(self) -> int:
        return len(self.queue)


class Talk:
    """One citizen before the whole answerer; what was offered and asked is remembered."""

    def __init__(self) -> None:
        self.engine, self.desk = FakeEngine(), FakeDesk()
        self.state: Mapping[str, Any] = {}
        self.with_person = False

    async def says(self, text: str, kind: Kind = "text") -> TurnRecord:
        reception = Reception(self.desk, lambda: NOW)
        answerer = Answerer(self.engine, SafeReplies(PROVINCE), reception=reception)
        turn = await answerer.answer(self._stored(text, kind))
        self.state = turn.state
        return turn

    async def presses(self, title: str) -> TurnRecord:
        payloads = dict(self.state[BUTTONS])
        return await self.says(payloads[title], "button")

    async def asks_for_a_person(self) -> TurnRecord:
        blocks = (TextBlock(text="Em là máy."), *contacts(PROVINCE))
        self.engine.reply = Reply(outcome="handoff", blocks=blocks, wants_person=True)
        return await self.says("gặp cán bộ")

    def engine_says(self, outcome: Outcome) -> None:
        self.engine.reply = Reply(outcome=outcome, blocks=(TextBlock(text="Dạ ạ"),))

    def _stored(self, text: str, kind: Kind) -> Stored:
        return Stored(
            id=1,
            conversation="c",
            channel="web",
            chat="k",
            kind=kind,
            text=text,
            label="",
            media="",
            attempts=1,
            state=self.state,
            with_person=self.with_person,
        )


@pytest.fixture
def talk() -> Talk:
    return Talk()


def titles(turn: TurnRecord) -> list[str]:
    return [button.title for button in turn.reply.buttons]


async def test_who_asks_is_put_into_the_queue_and_knows_their_place(talk: Talk) -> None:
    talk.desk.queue = ["x"]
    turn = await talk.asks_for_a_person()
    assert turn.reply.wants_person
    assert "Em đã báo cán bộ trực. Anh/chị đang ở vị trí thứ 2" in as_text(turn.reply)
    assert "vẫn trả lời" in as_text(turn.reply)


async def test_who_asks_again_is_told_where_they_are_now(talk: Talk) -> None:
    talk.desk.queue = ["x", "y", "c"]
    turn = await talk.asks_for_a_person()
    assert not turn.reply.wants_person
    assert "vị trí thứ 3" in as_text(turn.reply)


async def test_while_waiting_the_bot_goes_on_answering(talk: Talk) -> None:
    talk.desk.queue = ["c"]
    assert as_text((await talk.says("lệ phí")).reply) == "Dạ, miễn phí ạ"


async def test_when_nobody_is_on_duty_one_hears_when_and_may_leave_the_question(
    talk: Talk,
) -> None:
    talk.desk.is_on = False
    turn = await talk.asks_for_a_person()
    text = as_text(turn.reply)
    assert "làm việc lại lúc 07:30 thứ Hai, 23/11" in text
    assert PROVINCE.hotline.number in text
    assert not turn.reply.wants_person
    assert "viết câu hỏi" in as_text((await talk.presses("Để lại câu hỏi")).reply)
    left = await talk.says("nuôi chim bồ câu có phải xin phép không")
    assert left.reply.need
    assert left.reply.need.question == "nuôi chim bồ câu có phải xin phép không"
    assert talk.engine.asked == ["gặp cán bộ"]
    await talk.says("lệ phí khai sinh")
    assert talk.engine.asked[-1] == "lệ phí khai sinh"


@pytest.mark.parametrize("text", ["thôi", "không cần ạ", "Thôi em"])
async def test_who_changes_their_mind_leaves_no_question(talk: Talk, text: str) -> None:
    talk.state = LEAVING
    turn = await talk.says(text)
    assert turn.reply.need is None
    assert CLOSING not in turn.state


async def test_a_place_without_a_help_desk_gives_the_hotline_as_before(talk: Talk) -> None:
    talk.desk.is_on, talk.desk.opens = False, None
    turn = await talk.asks_for_a_person()
    assert as_text(turn.reply).startswith("Em là máy.")
    assert PROVINCE.hotline.number in as_text(turn.reply)
    assert not turn.reply.wants_person


async def test_without_an_answer_a_person_is_offered_when_there_is_one(talk: Talk) -> None:
    talk.engine_says("unmet")
    assert titles(await talk.says("nuôi rồng")) == ["Gặp cán bộ"]
    talk.desk.queue = ["c"]
    assert titles(await talk.says("nuôi rồng")) == []
    talk.desk.queue, talk.desk.is_on = [], False
    assert titles(await talk.says("nuôi rồng")) == []


async def test_while_a_person_talks_the_engine_is_not_even_asked(talk: Talk) -> None:
    talk.with_person = True
    turn = await talk.says("lệ phí bao nhiêu")
    assert turn.is_quiet
    assert talk.engine.asked == []


BACK = ["quay lại trợ lý", "Quay lại trợ lý ạ", "gặp lại máy", "cho tôi gặp máy", "quay ve bot"]


@pytest.mark.parametrize("text", BACK)
async def test_the_bot_comes_back_when_the_citizen_says_so(talk: Talk, text: str) -> None:
    talk.with_person = True
    turn = await talk.says(text)
    assert turn.leaves_person
    assert not turn.is_quiet
    assert titles(turn) == ["Rồi", "Chưa"]
    assert "Em là máy" in as_text(turn.reply)


@pytest.mark.parametrize(
    "text", ["quay lại", "máy nào", "tôi ở máy tính", "trợ lý ơi", "gặp cán bộ"]
)
def test_other_words_to_a_person_do_not_call_the_bot_back(talk: Talk, text: str) -> None:
    assert not leaves(talk._stored(text, "text"))


async def test_the_bot_comes_back_at_a_button(talk: Talk) -> None:
    talk.with_person = True
    assert (await talk.says("/back_to_bot", "button")).leaves_person


async def test_who_waits_may_stop_waiting_and_who_does_not_hears_the_bot(talk: Talk) -> None:
    talk.desk.queue = ["c"]
    turn = await talk.says("quay lại trợ lý")
    assert turn.leaves_person
    assert "không cần gặp cán bộ nữa" in as_text(turn.reply)
    talk.desk.queue = []
    assert "em đang nghe đây" in as_text((await talk.says("quay lại trợ lý")).reply)
    assert talk.engine.asked == []


YES = ["Rồi", "rồi ạ", "dạ rồi", "1", "được rồi em", "vâng", "ok"]
NO = ["Chưa", "chưa ạ", "2", "dạ chưa", "vẫn chưa", "không", "chua duoc em a"]


@pytest.mark.parametrize("text", [*YES, *NO])
async def test_the_last_question_is_answered_by_button_number_or_plain_words(
    talk: Talk, text: str
) -> None:
    talk.state = {**ASKED, BUTTONS: [(b.title, b.payload) for b in (handing.YES, handing.NO)]}
    turn = await talk.says(text)
    assert turn.verdict == Verdict(answered=text in YES)
    assert talk.engine.asked == []


async def test_after_yes_a_word_may_follow_and_is_kept(talk: Talk) -> None:
    talk.state = ASKED
    turn = await talk.says("rồi")
    assert "muốn nói thêm gì không ạ?" in as_text(turn.reply)
    talk.engine_says("smalltalk")
    turn = await talk.says("cán bộ nhiệt tình lắm")
    assert turn.verdict == Verdict(word="cán bộ nhiệt tình lắm")
    assert "em cảm ơn anh/chị" in as_text(turn.reply)
    assert (await talk.says("chào em")).verdict is None


async def test_a_question_in_place_of_a_word_is_answered_too(talk: Talk) -> None:
    talk.state = WORD
    turn = await talk.says("lệ phí khai sinh bao nhiêu")
    assert as_text(turn.reply) == "Dạ, miễn phí ạ"
    assert turn.verdict == Verdict(word="lệ phí khai sinh bao nhiêu")


async def test_nothing_more_to_say_is_a_button(talk: Talk) -> None:
    talk.state = ASKED
    await talk.says("rồi")
    turn = await talk.presses("Không, cảm ơn")
    assert turn.verdict is None
    assert CLOSING not in turn.state


@pytest.mark.parametrize(
    ("is_on", "offered"), [(True, ["Gặp cán bộ", "Để lại câu hỏi"]), (False, ["Để lại câu hỏi"])]
)
async def test_after_no_another_person_or_a_need_is_offered(
    talk: Talk, is_on: bool, offered: list[str]
) -> None:
    talk.state, talk.desk.is_on = ASKED, is_on
    turn = await talk.says("chưa")
    assert turn.verdict == Verdict(answered=False)
    assert titles(turn) == offered


async def test_a_question_right_after_the_last_one_is_answered_and_judges_nothing(
    talk: Talk,
) -> None:
    talk.state = ASKED
    turn = await talk.says("chưa biết lệ phí bao nhiêu")
    assert turn.verdict is None
    assert talk.engine.asked


async def test_yes_means_what_it_always_means_when_nothing_was_asked(talk: Talk) -> None:
    assert (await talk.says("rồi")).verdict is None
    assert talk.engine.asked == ["rồi"]


TOLD = [
    handing.queued(2),
    handing.still_queued(1),
    handing.claimed("Lan", "Tỉnh Thử"),
    handing.passed_to("Lan", "Hoa"),
    handing.queued_again("Lan", "Phòng hộ tịch"),
    handing.taken_back("Lan", 1),
    handing.returned("Lan"),
    handing.silent("Lan"),
    handing.left(asks=True),
    handing.left(asks=False),
    handing.not_queued(),
    handing.expired("nuôi chim", MONDAY, NOW),
    handing.expired("nuôi chim", None, NOW),
    handing.asks_for_word(),
    handing.not_answered(is_open=True),
    handing.not_answered(is_open=False),
]


@pytest.mark.parametrize("reply", TOLD)
def test_every_change_is_told_politely_and_says_who_speaks(reply: Reply) -> None:
    text = as_text(reply)
    assert "nh/chị" in text
    assert "ạ" in text
    assert "máy" in text or "là người thật" in text
    assert reply.speaker == "", "it is the bot that tells of the change"


def test_every_button_fits_every_channel() -> None:
    buttons = {button for reply in TOLD for button in reply.buttons} | {HUMAN, handing.LEAVE}
    assert all(len(button.title) <= 20 for button in buttons)
    assert Button(title="Gặp cán bộ", payload="/human") in buttons
