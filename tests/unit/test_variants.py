"""What the faults promise that training puts into sentences."""

from random import Random

import pytest

from bot.understanding.fold import fold
from engine.components.variants import Variant, abbreviate, half_stripped, misspell

SENTENCE = "cho em hỏi đăng ký khai sinh cần giấy tờ gì ạ"


@pytest.mark.parametrize("variant", [abbreviate, misspell, half_stripped])
def test_a_fault_changes_the_sentence_and_the_same_dice_the_same_way(variant: Variant) -> None:
    made = [variant(SENTENCE, Random(n)) for n in range(20)]
    assert made == [variant(SENTENCE, Random(n)) for n in range(20)]
    assert sum(text != SENTENCE for text in made) > 15


@pytest.mark.parametrize("text", ["", "1", "ạ", "!!!", "🙂", "a b c", "1.001193", "ở đâu"])
@pytest.mark.parametrize("variant", [abbreviate, misspell, half_stripped])
def test_no_text_is_too_odd(variant: Variant, text: str) -> None:
    for n in range(20):
        assert isinstance(variant(text, Random(n)), str)


def test_abbreviations_are_those_that_the_app_writes_out() -> None:
    made = " ".join(abbreviate("thủ tục giấy tờ không được", Random(n)) for n in range(30))
    assert {"tt", "gt", "ko", "dc"} <= set(made.split())


def test_leaving_out_accents_changes_no_letter() -> None:
    assert fold(half_stripped(SENTENCE, Random(1))) == fold(SENTENCE)


def test_a_misspelt_sentence_keeps_most_of_its_words() -> None:
    for n in range(50):
        kept = set(SENTENCE.split()) & set(misspell(SENTENCE, Random(n)).split())
        assert len(kept) >= len(set(SENTENCE.split())) - 2
