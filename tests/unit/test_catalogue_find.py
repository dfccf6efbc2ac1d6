"""Finding a procedure by what people call it."""

from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue.find import Finder, Found
from bot.understanding.aspect_words import subject
from bot.understanding.fold import fold
from tests.records import DRAGON, UNICORN

FINDER = Finder([DRAGON, UNICORN])


def best(text: str) -> str | None:
    found = FINDER.find(text)
    return found.best.procedure.code if found.best else None


def test_a_procedure_is_found_by_alias_life_event_and_typing_errors() -> None:
    for text in ("sổ rồng", "rồng nhà em mới nở ạ", "nuoi rong can gi", "nuôi rồnng"):
        assert best(text) == DRAGON.code, text
    for text in ("làm thẻ kỳ lân ở đâu", "ky lan may tuoi lam the", "KỲ LÂN đủ tuổi rồi"):
        assert best(text) == UNICORN.code, text


def test_accents_or_not_find_the_same_procedure() -> None:
    for phrase in (*DRAGON.life_events, *UNICORN.questions, *UNICORN.aliases):
        assert best(phrase) == best(fold(phrase))


def test_a_known_phrase_scores_one_and_unknown_words_draw_the_score_down() -> None:
    known, unknown = FINDER.find("nuôi rồng"), FINDER.find("nuôi chim bồ câu trên mái nhà")
    assert known.near(DRAGON.code) > 0.99
    assert unknown.near(DRAGON.code) < 0.5


def test_words_that_only_ask_have_no_subject() -> None:
    for text in ("cần giấy tờ gì", "thế có mất tiền không", "làm online được ko", "nộp ở đâu ạ"):
        assert subject(text).folded == "", text
        assert FINDER.find(text) == Found()


def test_words_with_a_second_meaning_stay_in_the_subject() -> None:
    assert subject("ba tôi mới mất thì sao").written == "ba mới mất"
    assert subject("mất thẻ căn cước").written == "mất thẻ căn cước"
    assert subject("khai tử cần gì").written == "khai tử"


@given(st.text(max_size=300))
def test_any_text_is_searched_without_failing(text: str) -> None:
    found = FINDER.find(text)
    assert sum(match.chance for match in found.matches) + found.none <= 1 + 1e-9
    assert all(0 <= match.chance <= 1 and 0 < match.nearness <= 1 for match in found.matches)


@given(st.text(max_size=200))
def test_a_subject_has_the_same_words_in_both_forms(text: str) -> None:
    found = subject(text)
    assert len(found.written.split()) == len(found.folded.split())
