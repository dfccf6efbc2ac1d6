"""The marks of turns: what became of each, in the words of ``bot/outcomes.yml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parents[1] / "bot/outcomes.yml"
LOOKS = {  # the classes of console.css; the colours of the file would not do in the dark
    "answered": "good",
    "partial": "look",
    "clarify": "ask",
    "unmet": "bad",
    "handoff": "person",
    "refused": "look",
    "error": "bad",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """How an outcome is shown."""

    label: str
    look: str


@cache
def marks() -> Mapping[str, Mark]:
    """Return the mark of every outcome."""
    outcomes = yaml.safe_load(FILE.read_text("utf-8"))
    return {code: Mark(each["label"], LOOKS.get(code, "")) for code, each in outcomes.items()}


def mark_of(outcome: str) -> Mark:
    """Return the mark of ``outcome``; of an unknown one its code.

    >>> mark_of("unmet")
    Mark(label='Chưa đáp ứng', look='bad')
    """
    return marks().get(outcome) or Mark(outcome, "")
