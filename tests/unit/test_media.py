"""What is no text is answered politely, nothing of it is kept, and words beside it are answered."""

from typing import get_args

import pytest

from bot.channels.media import located
from bot.conversation.media import is_question, refusal, told
from bot.places.names import names
from bot.places.nearby import _centres, nearby
from bot.reply import Outcome
from tests.unit.test_conversation import FakeEngine, stored, turn

KINDS = ["photo", "file", "voice", "sticker", "contact", "location", "joined", "of the future"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_answered_politely_in_words_a_messenger_takes(kind: str) -> None:
    outcome, text = told(kind)
    assert outcome in get_args(Outcome)
    assert "ạ" in text
    assert "anh/chị" in text.lower()
    assert len(text) < 500


def test_a_photo_is_told_why() -> None:
    assert "giấy tờ" in told("photo")[1]
    assert "an toàn" in told("photo")[1]


@pytest.mark.parametrize("kind", ["photo", "file", "voice"])
async def test_words_beside_a_picture_are_answered_and_the_picture_is_refused(kind: str) -> None:
    engine = FakeEngine()
    made = await turn(stored("lệ phí căn cước", "media", media=kind), engine)
    assert engine.asked == ["lệ phí căn cước"]
    assert made.reply.outcome == "answered"
    assert made.reply.blocks[0].model_dump()["text"] == refusal(kind)


async def test_words_beside_a_sticker_are_answered_without_more_ado() -> None:
    made = await turn(stored("lệ phí căn cước", "media", media="sticker"))
    assert [block.kind for block in made.reply.blocks] == ["text"]


@pytest.mark.parametrize("kind", ["location", "contact", "joined"])
async def test_what_carries_no_question_never_reaches_the_engine(kind: str) -> None:
    engine = FakeEngine()
    await turn(stored("phường Gia Sàng", "media", media=kind), engine)
    assert engine.asked == []
    assert not is_question(kind, "lệ phí")


async def test_a_known_place_is_named_as_a_guess_to_be_confirmed() -> None:
    made = await turn(stored("phường Gia Sàng (tỉnh Thái Nguyên)", "media", media="location"))
    text = made.reply.blocks[0].model_dump()["text"]
    assert "gần phường Gia Sàng (tỉnh Thái Nguyên)" in text
    assert "Nếu đúng" in text


def test_every_present_commune_has_a_centre_and_no_other_has() -> None:
    centres = {centre.unit for centre in _centres()}
    present = {u for level, key in names().present for u in names().present[level, key]}
    assert centres == {unit for unit in present if unit.level == "commune"}


def test_the_centre_of_a_commune_is_in_that_commune() -> None:
    wrong = [c for c in _centres()[::20] if nearby(c.latitude, c.longitude)[0] != c.unit]
    assert wrong == []


@pytest.mark.parametrize(
    "point", [(0.0, 0.0), (48.86, 2.35), (1e308, -1e308), (float("nan"), 105.0), (15.0, 110.9)]
)
def test_abroad_and_at_sea_is_nowhere(point: tuple[float, float]) -> None:
    assert nearby(*point) == ()
    assert located(*point) == ""


def test_near_a_border_all_neighbours_are_named() -> None:
    first, second = nearby(21.594, 105.848)
    assert located(21.594, 105.848) == f"{first.short} hoặc {second.short} (tỉnh Thái Nguyên)"
