"""What the console says: written in Vietnamese, with English beside it for who chooses that."""

from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent / "english"
LANGUAGES: Mapping[str, str] = {"vi": "Tiếng Việt", "en": "English"}
_language: ContextVar[str] = ContextVar("language", default="vi")


def speak(language: str) -> None:
    """Use ``language`` for the request at hand; an unknown one is Vietnamese."""
    _language.set(language if language in LANGUAGES else "vi")


def language() -> str:
    """Return the language of the request at hand."""
    return _language.get()


def _(sentence: str, **filled: object) -> str:
    """Return ``sentence`` in the language of the request, its ``{places}`` filled in.

    >>> _("Đã mời {name}", name="Lan")
    'Đã mời Lan'
    """
    said = english().get(sentence, sentence) if language() == "en" else sentence
    return said.format(**filled) if filled else said


@cache
def english() -> Mapping[str, str]:
    """Return the English of every sentence that has one, from all files together."""
    said: dict[str, str] = {}
    for file in sorted(FOLDER.glob("*.po")):
        with file.open("rb") as opened:
            found = read_po(opened)
        said |= {str(m.id): str(m.string) for m in found if m.id and m.string}
    return said
