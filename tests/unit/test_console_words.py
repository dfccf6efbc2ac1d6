"""Whoever reads the console in English finds English, on every page."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir

from console.words import _, english, speak

CONSOLE = Path(__file__).parents[2] / "console"
HOW = [("**.py", "python"), ("**.html", "jinja2")]


def sentences() -> Iterator[tuple[str, str]]:
    """Yield each sentence that a page says, with where."""
    for file, line, said, *_rest in extract_from_dir(CONSOLE, HOW, keywords={"_": None}):
        yield str(said), f"{file}:{line}"


def test_every_sentence_has_its_english() -> None:
    missing = {said: where for said, where in sentences() if said not in english()}
    assert missing == {}


def test_english_and_vietnamese_fill_in_the_same() -> None:
    for vietnamese, translated in english().items():
        assert vietnamese.count("{") == translated.count("{"), vietnamese


def test_an_unknown_language_is_vietnamese() -> None:
    try:
        speak("en")
        assert _("Hội thoại") == "Conversations"
        speak("xx")
        assert _("Hội thoại") == "Hội thoại"
    finally:
        speak("vi")
