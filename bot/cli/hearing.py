"""Chooses when a message is a question after all, although the engine hears something else.

`python -m bot.cli.hearing` asks the project's own questions through the engine and writes
`certain` into `bot/catalogue/chances.yml`: from ``certain + (1 - certain) × confidence`` on, the
search outweighs the engine.
"""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import yaml
from rich.console import Console
from rich.progress import track
from rich.table import Table

from actions.talking import FIRM, LIMITS
from bot.catalogue.chances import FILE, load_model
from bot.catalogue.find import Match
from bot.cli.engine import with_engine
from bot.settings import load_settings
from evaluation.calibrate import HEAD
from evaluation.questions import OWN, Question, read
from evaluation.thresholds import REFUSED, STEPS, WRONG

LIMIT_ANSWERED = 6.0  # in questions back: a dispute or a fine is no paperwork


class Heard(NamedTuple):
    """One question that the engine took for something else."""

    confidence: float
    chance: float
    """Of the best procedure."""
    right: bool | None
    """Whether that procedure is the right one; None when there is none."""

    def is_a_question(self, certain: float) -> bool:
        """Whether the search outweighs the engine."""
        return self.chance >= certain + (1 - certain) * self.confidence


def main() -> None:
    """Ask, choose, write."""
    heard = asyncio.run(_ask(read(sorted(OWN.glob("*.jsonl")))))
    certain = cheapest(heard)
    Console().print(table(heard, certain))
    model = load_model()
    chosen = model.thresholds.model_copy(update={"certain": certain})
    content = model.model_copy(update={"thresholds": chosen}).model_dump()
    FILE.write_text(HEAD + yaml.safe_dump(content, sort_keys=False), "utf-8")


def cheapest(heard: Sequence[Heard]) -> float:
    """Return the cheapest step; of those that cost the same, the highest."""
    step: float = min(reversed(STEPS), key=lambda tried: price(heard, tried))
    return step


def price(heard: Sequence[Heard], certain: float) -> float:
    """Return what the mistakes at ``certain`` cost together."""
    return sum(_price(one, answered=one.is_a_question(certain)) for one in heard)


def table(heard: Sequence[Heard], chosen: float) -> Table:
    """Return how many questions would be taken how."""
    shown = Table("certain", "right", "wrong", "refused", "unanswerable answered")
    shown.title = f"{len(heard)} heard as something else; chosen: {chosen}"
    for step in STEPS[1::2]:
        taken = [one.right for one in heard if one.is_a_question(step)]
        left = [one.right for one in heard if not one.is_a_question(step)]
        refused = sum(right is not None for right in left)
        counts = (taken.count(True), taken.count(False), refused, taken.count(None))
        shown.add_row(f"{step:.2f}", *map(str, counts))
    return shown


def _price(one: Heard, *, answered: bool) -> float:
    if one.right is None:
        return LIMIT_ANSWERED if answered else 0.0
    if not answered:
        return REFUSED
    return 0.0 if one.right else WRONG


async def _ask(questions: Iterable[Question]) -> list[Heard]:
    asked = [form for q in questions if len(q.turns) == 1 for form in (q, q.stripped)]
    console = Console(stderr=True)
    heard: list[Heard] = []
    async with with_engine(load_settings(), console) as system:
        for number, question in enumerate(track(asked, "Đang hỏi", console=console)):
            (text,) = question.turns
            understood = await system.engine.ask(f"hearing-{number}", text, {})
            if understood.intent in LIMITS.keys() - FIRM:
                best = system.catalogue.find(text).best
                heard += _heard(question, understood.confidence, best)
    return heard


def _heard(question: Question, confidence: float, best: Match | None) -> Iterator[Heard]:
    """Yield nothing for a question about a record that is not there."""
    chance, code = (best.chance, best.procedure.code) if best else (0.0, None)
    expect = question.expect
    if expect.outcome == "not_answerable":
        yield Heard(confidence, chance, None)
    elif question.set != "national":
        yield Heard(confidence, chance, code == expect.procedure)


if __name__ == "__main__":
    main()
