"""``python -m evaluation.needs.measure``: how well needs that ask the same find each other.

Every sentence is asked twice: while all others are open, where the need it joins must be of its
group, and while only other groups are open, where to join any need is wrong.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from rich.console import Console
from rich.table import Table

from bot.needs.similar import SAME, OpenNeeds

FILE = Path(__file__).with_name("groups.yml")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one sentence: the best score, whether it was right, what was proposed."""

    score: float
    is_right: bool
    is_proposed: bool


def sentences(file: Path = FILE) -> list[tuple[int, str]]:
    """Return each sentence with the number of its group."""
    groups = [g for part in yaml.safe_load(file.read_text("utf-8")) for g in part["groups"]]
    return [(number, said) for number, group in enumerate(groups) for said in group]


def outcomes(asked: list[tuple[int, str]], *, with_own: bool) -> Iterator[Outcome]:
    """Ask each sentence while all others are open, or only those of other groups."""
    needs = OpenNeeds((number, said) for number, (_, said) in enumerate(asked))
    for number, (group, said) in enumerate(asked):
        own = [n for n, (theirs, _) in enumerate(asked) if theirs == group]
        for other in () if with_own else own:
            needs.drop(other)
        found = needs.like(said, but=number)
        right = [asked[alike.need][0] == group for alike in found]
        yield Outcome(found[0].score if found else 0.0, right[:1] == [True], any(right))
        for other in () if with_own else own:
            needs.add(other, asked[other][1])


def precision(found: list[Outcome], threshold: float) -> tuple[int, int]:
    """Return how many were joined at ``threshold``, and how many of these rightly."""
    joined = [one for one in found if one.score >= threshold]
    return len(joined), sum(one.is_right for one in joined)


def main() -> None:
    """Print what each threshold would do."""
    asked = sentences()
    found = list(outcomes(asked, with_own=True))
    alone = list(outcomes(asked, with_own=False))
    table = Table("joined from", "joined", "rightly", "precision", "recall", "wrong when new")
    for threshold in sorted({0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, SAME}):
        joined, right = precision(found, threshold)
        share = f"{right / joined:.3f}" if joined else "–"
        wrong, _ = precision(alone, threshold)
        row = (f"{threshold:.2f}", joined, right, share, f"{right / len(found):.3f}", wrong)
        table.add_row(*map(str, row))
    Console().print(table)
    proposed = sum(one.is_proposed for one in found)
    print(f"the same need among the proposals: {proposed} of {len(found)}")


if __name__ == "__main__":
    main()
