"""Chooses from which chance on to answer, to ask and to give up, by what each mistake costs."""

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
from rich.table import Table

from bot.catalogue.chances import Thresholds
from evaluation.logit import Choice

# In questions back. A wrong answer names its procedure and shows what else may be meant: if the
# right one is among that, little is lost; otherwise somebody goes to a desk with the wrong papers.
ASKED, ASKED_IN_VAIN, NOT_SHOWN = 1.0, 1.5, 2.0
WRONG_BUT_SHOWN, WRONG, UNANSWERABLE_ANSWERED = 1.5, 5.0, 4.0
REFUSED = 3.0  # it still says where to turn, and offers to pass the question on
# Of what reaches the search; most of what has no answer is heard as something else before.
UNANSWERABLE = 0.10
SHOWN = 3
# Sets whose questions the dialogue takes for something else before anything is searched.
LIMITS = frozenset(
    {"abroad", "chatter", "disputes", "fines", "foreign", "injections", "news", "status"}
)
STEPS = tuple(round(step, 2) for step in np.arange(0.05, 0.96, 0.05).tolist())
RATIOS = (1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
Asked = tuple[Choice, np.ndarray]


def choose(choices: Sequence[Choice], chances: Sequence[np.ndarray], certain: float) -> Thresholds:
    """Return the cheapest thresholds; ``certain`` is kept."""
    bill = Bill([(c, p) for c, p in _first(choices, chances) if c.kind not in LIMITS])
    tried = (
        Thresholds(answer=answer, ahead=ahead, ask=ask, certain=certain)
        for answer, ahead, ask in product(STEPS, RATIOS, STEPS)
        if ask <= answer
    )
    return min(tried, key=bill.total)


class Bill:
    """What answering, asking or giving up would cost, for each of some questions."""

    def __init__(self, asked: Sequence[Asked]) -> None:
        """Price every question once; the thresholds only choose between the prices."""
        ranked = [np.sort(p[:-1])[::-1] for _, p in asked]
        self._best = np.array([r[0] for r in ranked])
        self._second = np.array([r[1] if len(r) > 1 else 0.0 for r in ranked])
        self._shown = np.array([r[:SHOWN].sum() for r in ranked])
        self._prices = np.array([_prices(c, np.argsort(-p[:-1])[:SHOWN]) for c, p in asked]).T
        unknown = np.array([c.right is None for c, _ in asked])
        shares = np.where(unknown, UNANSWERABLE, 1 - UNANSWERABLE)
        self._weights = 100 * shares / np.where(unknown, unknown.sum(), (~unknown).sum())

    def total(self, thresholds: Thresholds) -> float:
        """Return the cost of 100 questions."""
        sure = self._best >= thresholds.answer
        sure &= self._best >= self._second * thresholds.ahead
        answered, asked, refused = self._prices
        unsure = np.where(self._shown >= thresholds.ask, asked, refused)
        return float(self._weights @ np.where(sure, answered, unsure))


def report(choices: Sequence[Choice], chances: Sequence[np.ndarray], chosen: Thresholds) -> Table:
    """Return what would be done at several thresholds, in percent."""
    table = Table(
        "answer from", "answered rightly", "answered wrongly", "unanswerable answered",
        title=f"held out; chosen: {chosen}",
    )  # fmt: skip
    pairs = [(c, p) for c, p in _first(choices, chances) if c.kind not in LIMITS]
    known = [(c, p) for c, p in pairs if c.right is not None]
    unknown = [p for c, p in pairs if c.right is None]
    for threshold in STEPS[5::2]:
        sure = [(c, p) for c, p in known if p[:-1].max() >= threshold]
        right = sum(int(p[:-1].argmax()) == c.right for c, p in sure)
        wrong, vain = len(sure) - right, sum(p[:-1].max() >= threshold for p in unknown)
        shares = (right / len(known), wrong / len(known), vain / max(len(unknown), 1))
        table.add_row(f"{threshold:.2f}", *(f"{100 * share:.1f}" for share in shares))
    return table


def _first(choices: Sequence[Choice], chances: Sequence[np.ndarray]) -> Iterator[Asked]:
    """Yield what is asked as it stands: with all phrases, in its own context."""
    return ((c, p) for c, p in zip(choices, chances, strict=True) if c.weight == 1)


def _prices(choice: Choice, shown: np.ndarray) -> tuple[float, float, float]:
    """Return what it costs to answer, to ask, and to give up."""
    if choice.right is None:
        return UNANSWERABLE_ANSWERED, ASKED_IN_VAIN, 0.0
    if choice.right == shown[0]:
        return 0.0, ASKED, REFUSED
    if choice.right in shown:
        return WRONG_BUT_SHOWN, ASKED, REFUSED
    return WRONG, NOT_SHOWN, REFUSED
