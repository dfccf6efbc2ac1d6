"""What somebody may ask who comes from the page of a procedure, or scanned its code.

Nothing is sent before they press: a link shall not speak in anybody's name.
"""

from dataclasses import dataclass
from datetime import date

from bot.catalogue.answer import NEXT_BY_DEFAULT, payload
from bot.catalogue.freshness import is_over
from bot.catalogue.record import Procedure
from bot.catalogue.short import short
from bot.catalogue.wording import ASPECT_LABELS

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Question:
    """A button: what it shows, what is then seen in the chat, and what the engine gets."""

    title: str
    label: str
    payload: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """The questions about one procedure."""

    code: str
    name: str
    questions: tuple[Question, ...]


def prepared(procedure: Procedure | None, today: date) -> Prepared | None:
    """Return the questions that are near at hand, if there is something to ask about."""
    if procedure is None or is_over(procedure, today):
        return None
    name = short(procedure.name, LONGEST_NAME).partition("…")[0]
    titles = {aspect: ASPECT_LABELS[aspect] for aspect in ("overview", *NEXT_BY_DEFAULT)}
    questions = (
        Question(title, f"{title}: {name}", payload(f"ask_{aspect}", procedure))
        for aspect, title in titles.items()
    )
    return Prepared(procedure.code, name, tuple(questions))
