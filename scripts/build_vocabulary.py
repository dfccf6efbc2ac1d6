"""Count the words and word pairs of this domain into bot/understanding/vocabulary.txt.

Run it again when many phrases have been added:  .venv/bin/python scripts/build_vocabulary.py
Read are the accented texts of procedures/ and data/nlu; nothing that is measured with.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from bot.understanding.fold import fold
from bot.understanding.normalise import normalise
from bot.understanding.syllable import is_syllable

ROOT = Path(__file__).parents[1]
OUT = ROOT / "bot/understanding/vocabulary.txt"
SOURCES = ("procedures/*/*.yml", "data/nlu/**/*.yml")
HEAD = """\
# Made by scripts/build_vocabulary.py from procedures/ and data/nlu. Two columns: a word as written
# and how often it occurs. Three: two neighbours without accents and how often they meet.
"""
LEAST_PAIRS = 2  # of one pair; rarer ones are often accidents
LEAST_OTHERS = 2  # of a word that is no Vietnamese syllable
_GAP = re.compile(r"[^\w\s]+|\b\w*\d\w*\b")
_WORD = re.compile(r"[^\W\d_]+")


def texts(value: Any) -> Iterator[str]:
    """Yield every line of accented text in a parsed YAML file."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str) and not value.isascii() and "http" not in value:
        yield from value.splitlines()


def clauses() -> Iterator[list[str]]:
    """Yield the words between two gaps; a pair does not reach over punctuation or a number."""
    for file in sorted(f for pattern in SOURCES for f in ROOT.glob(pattern)):
        for text in texts(yaml.safe_load(file.read_text("utf-8"))):
            for clause in _GAP.split(normalise(text).lower()):
                yield _WORD.findall(clause)


def main() -> None:
    """Write the file."""
    words: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for clause in clauses():
        words.update(w for w in clause if len(w) > 1 or is_syllable(w))
        pairs.update(pairwise(map(fold, clause)))
    lines = [f"{w} {n}" for w, n in words.items() if is_syllable(w) or n >= LEAST_OTHERS]
    lines += [f"{a} {b} {n}" for (a, b), n in pairs.items() if n >= LEAST_PAIRS]
    OUT.write_text(HEAD + "\n".join(sorted(lines)) + "\n", "utf-8")
    print(f"{OUT.relative_to(ROOT)}: {len(lines)} lines")


if __name__ == "__main__":
    main()
