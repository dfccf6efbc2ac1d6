"""What the training sentences, and what is made of them, promise."""

import re
from collections import Counter

import yaml

from bot.settings import ROOT
from bot.understanding.fold import fold
from bot.understanding.short_forms import EXPANSIONS
from engine.components.augmentation import as_typed, swap_topics
from evaluation.nlu.sentences import TYPED, folds, taught, typed

KNOWN = taught()
EVERY_FAULT = {"shortened": 1.0, "misspelt": 1.0, "both_stripped": 1.0}
SOUTHERN = {"hông", "hổng"}  # dialect, not chat speak
NOT_LEARNT = {"nlu_fallback"}


def in_english(text: str) -> bool:
    """Attempts on the bot come in English too; elsewhere a few words are."""
    return text.isascii()


def test_there_are_thirty_intents_with_thirty_sentences_each() -> None:
    count = Counter(intent for _, intent in KNOWN.examples)
    assert len(count) >= 30
    assert min(count.values()) >= 30
    assert all(n >= 40 for intent, n in count.items() if intent.startswith("ask_"))


def test_the_domain_has_the_intents_that_are_taught_and_no_others() -> None:
    domain = yaml.safe_load((ROOT / "domain/understanding.yml").read_text("utf-8"))
    assert set(domain["intents"]) - NOT_LEARNT == {intent for _, intent in KNOWN.examples}


def test_no_sentence_is_taught_twice() -> None:
    count = Counter(text.lower() for text, _ in KNOWN.examples)
    assert [text for text, times in count.items() if times > 1] == []


def test_no_sentence_is_shortened() -> None:
    short = set(EXPANSIONS) - SOUTHERN
    written = [text for text, _ in KNOWN.examples if not in_english(text)]
    assert [t for t in written if short & set(re.findall(r"\w+", t.lower()))] == []


def test_no_sentence_is_written_without_accents() -> None:
    stripped = [
        text
        for text, intent in KNOWN.examples
        if fold(text) == text and len(text.split()) > 2 and intent != "prompt_attack"
    ]
    assert stripped == []


def test_no_variant_of_a_sentence_that_is_asked_is_learnt() -> None:
    for fold_ in folds(KNOWN.examples):
        assert not {text for text, _ in fold_.learnt} & {text for text, _ in fold_.asked}


def test_each_way_of_typing_keeps_the_intents_and_is_the_same_every_time() -> None:
    asked = KNOWN.examples[::50]
    for way in TYPED:
        assert typed(asked, way) == typed(asked, way)
        assert [intent for _, intent in typed(asked, way)] == [intent for _, intent in asked]


def test_every_sentence_is_learnt_as_written_and_without_accents() -> None:
    asked = KNOWN.examples[::50]
    made = set(as_typed(asked, EVERY_FAULT))
    assert made >= set(asked)
    assert made >= {(fold(text), intent) for text, intent in asked}


def test_training_makes_the_same_variants_every_time() -> None:
    asked = KNOWN.examples[::50]
    assert list(as_typed(asked, EVERY_FAULT)) == list(as_typed(asked, EVERY_FAULT))


def test_a_question_is_learnt_about_other_topics_too() -> None:
    examples = [("khai sinh hết bao nhiêu", "ask_fee"), ("ở đâu", "ask_place"), ("chào", "greet")]
    made = list(swap_topics(examples, ["khai sinh", "hộ chiếu"], ["ask_"], copies=2))
    assert ("hộ chiếu hết bao nhiêu", "ask_fee") in made
    assert any("hộ chiếu" in text and "ở đâu" in text for text, _ in made)
    assert [text for text, intent in made if intent == "greet"] == ["chào"]
