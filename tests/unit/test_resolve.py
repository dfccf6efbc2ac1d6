"""Which procedure a message is about, in the middle of a talk and with more than one in it."""

import pytest

from actions.message import Message
from actions.resolve import resolve
from bot.understanding.clauses import clauses
from tests.records import CATALOGUE, DRAGON, UNICORN


@pytest.mark.parametrize("text", ["hết mấy xu vậy chú", "họ thu mấy xu"])
def test_a_question_that_names_no_procedure_is_about_that_of_the_talk(text: str) -> None:
    found = resolve(CATALOGUE, Message(text, "ask_fee", context=DRAGON.code))
    assert (found.procedure, found.inherited) == (DRAGON, True)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("tôi muốn xin trợ cấp cho chim bồ câu", "ask_fee"),
        ("vay tiền mua máy cày trồng lúa", "ask_overview"),
        ("cháu tôi ở quê vừa vay tiền ngân hàng mua máy cày trồng lúa nước", "ask_fee"),
    ],
)
def test_something_of_its_own_that_nobody_knows_is_not_put_down_to_the_talk(
    text: str, intent: str
) -> None:
    found = resolve(CATALOGUE, Message(text, intent, context=DRAGON.code))
    assert found.procedure is None


def test_two_procedures_by_their_names_are_both_offered() -> None:
    found = resolve(CATALOGUE, Message("thẻ kỳ lân và sổ rồng", "ask_documents"))
    assert found.several
    assert {m.procedure.code for m in found.candidates} == {DRAGON.code, UNICORN.code}


@pytest.mark.parametrize(
    "text",
    ["đăng ký tài sản gắn liền với đất", "tai san gan lien voi dat", "lệ phí đối với trẻ em"],
)
def test_a_word_that_belongs_to_the_one_before_it_divides_nothing(text: str) -> None:
    assert clauses(text) == [text]
