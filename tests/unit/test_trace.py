"""One number follows a message from its arrival to its reply."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.answer import Answerer
from bot.conversation.masking import mask
from bot.conversation.ports import Incoming
from bot.conversation.safe import SafeReplies
from bot.trace import Subject, about, new_trace, subject
from tests.records import PROVINCE
from tests.unit.test_conversation import FakeEngine, stored


@given(st.sampled_from(["{}", "Mã sự cố: {}.", "số tài khoản {}", "cmnd {}", "{} đồng", "stk {}"]))
def test_no_mask_takes_a_trace_for_personal_data(around: str) -> None:
    said = around.format(new_trace())
    assert mask(said) == said


def test_every_update_has_a_number_of_its_own_and_is_still_the_same_update() -> None:
    one, two = (Incoming("web", "a", "1", "text", "x") for _ in range(2))
    assert one.trace != two.trace
    assert one == two


async def test_threads_and_tasks_know_what_they_work_on() -> None:
    with about("k7m4", "c1"):
        task = asyncio.create_task(asyncio.to_thread(subject))
    assert await task == Subject("k7m4", "c1")
    assert subject() == Subject()


async def test_the_reference_number_in_a_safe_reply_is_the_trace() -> None:
    engine = FakeEngine()
    engine.broken = ValueError("hỏng")
    trace = new_trace()
    made = await Answerer(engine, SafeReplies(PROVINCE)).answer(stored("khai sinh", trace=trace))
    assert f"Mã sự cố: {trace}." in made.reply.model_dump_json()
    assert made.fault == f"{trace} ValueError"
