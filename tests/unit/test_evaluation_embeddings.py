"""The search is compared with and without a sentence model, on the same questions."""

from bot.catalogue.evidence import Features
from evaluation.calibrate import calibrated, collect
from evaluation.embeddings import figures, single, table
from evaluation.questions import Expect, Question
from tests.fakes_meaning import FakeEncoder
from tests.records import DRAGON, UNICORN

PROCEDURES = [DRAGON, UNICORN]
MEANING = Features._fields.index("meaning")


def question(text: str, code: str | None, *before: str) -> Question:
    outcome = "answered" if code else "not_answerable"
    expect = Expect.model_validate({"outcome": outcome, "procedure": code})
    return Question(id=text, turns=(*before, text), expect=expect, set="a")


QUESTIONS = [
    question("khủng long con", DRAGON.code),
    question("ấp trứng khủng long", DRAGON.code),
    question("ngựa một sừng của tôi", UNICORN.code),
    question("thẻ của kỳ lân", UNICORN.code),
    question("nuôi chim bồ câu", None),
    question("so rong", DRAGON.code),
    question("mất rồi thì sao", UNICORN.code, "thẻ kỳ lân"),
]


def test_only_messages_with_accents_have_a_meaning() -> None:
    for choice in collect(PROCEDURES, QUESTIONS, FakeEncoder()):
        assert choice.features[:, MEANING].any() <= choice.accented


def test_only_first_questions_with_accents_and_an_answer_are_compared() -> None:
    assert [q.turns[0] for q in single(QUESTIONS)] == [q.turns[0] for q in QUESTIONS[:4]]


def test_a_model_that_knows_the_words_finds_more() -> None:
    asked = [*single(QUESTIONS)]
    words, meaning = (
        figures([c for c in collect(PROCEDURES, QUESTIONS, e) if c.accented], asked, PROCEDURES)
        for e in (None, FakeEncoder())
    )
    assert meaning[0] == (4, 1.0, 1.0)
    assert table(words, meaning).row_count == 2  # nothing is imported


def test_the_fit_with_a_model_weighs_its_word_and_the_one_without_does_not() -> None:
    for encoder, holds in ((None, False), (FakeEncoder(), True)):
        model, _ = calibrated(QUESTIONS, PROCEDURES, encoder)
        assert (model.weights["meaning"] > 0) == holds
