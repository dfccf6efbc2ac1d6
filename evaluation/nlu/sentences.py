"""The training sentences, cut into folds, and the test sentences as people may type them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import yaml
from sklearn.model_selection import StratifiedKFold

from bot.understanding.fold import fold
from engine.components.variants import abbreviate, misspell

NLU = Path(__file__).parents[2] / "data" / "nlu"
FOLDS = 5
TYPED: Mapping[str, Callable[[str, Random], str]] = {
    "as written": lambda text, _: text,
    "no accents": lambda text, _: fold(text),
    "shortened": abbreviate,
    "misspelt": misspell,
    "shortened, no accents": lambda text, choose: fold(abbreviate(text, choose)),
}
Example = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Taught:
    """What `data/nlu` holds: sentences with their intents, and the topics they are about."""

    examples: list[Example]
    topics: list[str]


@dataclass(frozen=True, slots=True)
class Fold:
    """What is learnt, and what is asked; no variant of an asked sentence is learnt."""

    learnt: list[Example]
    asked: list[Example]


def taught(folder: Path = NLU) -> Taught:
    """Read every sentence below ``folder``."""
    entries = [e for file in sorted(folder.rglob("*.yml")) for e in _entries(file)]
    examples = [(line, e["intent"]) for e in entries if "intent" in e for line in _lines(e)]
    topics = [line for e in entries if e.get("lookup") == "topic" for line in _lines(e)]
    return Taught(examples, topics)


def folds(examples: Sequence[Example]) -> Iterator[Fold]:
    """Yield the folds: the same for everybody, each with every intent."""
    intents = [intent for _, intent in examples]
    cut = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    for learnt, asked in cut.split(intents, intents):
        yield Fold([examples[n] for n in learnt], [examples[n] for n in asked])


def typed(asked: Sequence[Example], way: str) -> list[Example]:
    """Return the sentences as people type them in one ``way``; each time with the same faults."""
    choose = Random(12345)  # noqa: S311, no secret
    return [(TYPED[way](text, choose), intent) for text, intent in asked]


def _entries(file: Path) -> list[dict[str, str]]:
    return list(yaml.safe_load(file.read_text("utf-8"))["nlu"])


def _lines(entry: Mapping[str, str]) -> list[str]:
    return [line.removeprefix("- ").strip() for line in entry["examples"].splitlines()]
