"""Do the questions repeat what the bot was taught? Then they would measure its memory.

``python -m evaluation.independence`` lists the questions that do.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from bot.catalogue.load import load
from bot.catalogue.record import Procedure
from bot.settings import ROOT, load_settings
from bot.understanding.fold import fold
from evaluation.questions import OWN, Question, read

NAMES_ARE_NATURAL = "keywords"
LONG_ENOUGH = 4
MOST_ALIKE = 0.9
_MARKED = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")
Words = frozenset[str]


def copies(questions: Iterable[Question], taught: Iterable[str]) -> Iterator[tuple[Question, str]]:
    """Yield each question with a taught phrase that it repeats."""
    known = {tuple(words(phrase)): phrase for phrase in taught}
    sets = [(frozenset(key), phrase) for key, phrase in known.items() if len(key) >= LONG_ENOUGH]
    for question in questions:
        if question.set != NAMES_ARE_NATURAL:
            found = (_copied(words(turn), known, sets) for turn in question.turns)
            yield from ((question, phrase) for phrase in found if phrase)


def words(text: str) -> list[str]:
    """Return the folded words of ``text``."""
    return re.findall(r"\w+", fold(text))


def taught_phrases(procedures: Iterable[Procedure], nlu: Path) -> Iterator[str]:
    """Yield every phrase of the records and every training sentence below ``nlu``."""
    for procedure in procedures:
        yield from (*procedure.aliases, *procedure.life_events, *procedure.questions)
        for situation in procedure.situations:
            for option in situation.options:
                yield from option.phrases
    for file in sorted(nlu.rglob("*.yml")):
        yield from _examples(file)


def _copied(
    said: list[str], known: dict[tuple[str, ...], str], sets: list[tuple[Words, str]]
) -> str | None:
    same = known.get(tuple(said))
    if same or len(said) < LONG_ENOUGH:
        return same
    mine = frozenset(said)
    return next((phrase for theirs, phrase in sets if _alike(mine, theirs) > MOST_ALIKE), None)


def _alike(mine: Words, theirs: Words) -> float:
    """Return the Jaccard index of two sets of words."""
    return len(mine & theirs) / len(mine | theirs)


def _examples(file: Path) -> Iterator[str]:
    content = yaml.safe_load(file.read_text("utf-8")) or {}
    for entry in content.get("nlu", ()):
        for line in str(entry.get("examples", "")).splitlines():
            yield _MARKED.sub(r"\1", line.removeprefix("- "))


def main() -> int:
    """Print what is repeated; 1 if anything is."""
    procedures = [entry.procedure for entry in load(load_settings().catalogue_dir).entries]
    taught = taught_phrases(procedures, ROOT / "data/nlu")
    found = list(copies(read(sorted(OWN.glob("*.jsonl"))), taught))
    for question, phrase in found:
        print(f"{question.id}: “{' / '.join(question.turns)}” = “{phrase}”")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
