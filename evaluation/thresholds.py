"""Chooses from which chance on to answer, to ask and to give up, by what each mistake costs."""

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
from rich.table import Table

from bot.catalogue.chances import Thresholds
from evaluation.logit import Choice

# In questions back. A wrong answer names its procedure and shows what else may be meant: if the
# right one is among that, little is lost; otherwise somebody goes to a desk with the wrong papers.
ASKED, ASKED_IN_VAIN, NOT_SHOWN = 1.0, 0.7, 2.0
WRONG_BUT_SHOWN, WRONG, UNANSWERABLE_ANSWERED = 1.5, 5.0, 4.0
REFUSED = 4.0
MISHEARD = 0.1  # the part of real questions in which the dialogue hears something else
SHOWN = 3
# Sets whose questions the dialogue takes for something else before anything is searched.
LIMITS = frozenset(
    {"abroad", "chatter", "disputes", "fines", "injections", "news", "status", "vague", "generic"}
)
STEPS = tuple(round(step, 2) for step in np.arange(0.05, 0.96, 0.05).tolist())
RATIOS = (1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
Asked = tuple[Choice, np.ndarray]


def choose(choices: Sequence[Choice], chances: Sequence[np.ndarray]) -> Thresholds:
    """Return the cheapest thresholds."""
    first = list(_first(choices, chances))
    searched = [(c, p) for c, p in first if c.kind not in LIMITS]
    tried = (
        Thresholds(answer=answer, ahead=ahead, ask=ask, certain=1)
        for answer, ahead, ask in product(STEPS, RATIOS, STEPS)
        if ask <= answer
    )
    best = min(tried, key=lambda thresholds: cost(searched, thresholds))
    return best.model_copy(update={"certain": _certain(first)})


def cost(searched: Sequence[Asked], thresholds: Thresholds) -> float:
    """Return what the mistakes at these thresholds cost together."""
    return sum(_cost(choice, p, thresholds) for choice, p in searched)


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


def _cost(choice: Choice, chances: np.ndarray, thresholds: Thresholds) -> float:
    named = np.sort(chances[:-1])[::-1]
    shown = np.argsort(-chances[:-1], kind="stable")[:SHOWN]
    if thresholds.answers(*named[:2]):
        return _cost_of_answer(choice, shown)
    if named[:SHOWN].sum() < thresholds.ask:
        return 0.0 if choice.right is None else REFUSED
    if choice.right is None:
        return ASKED_IN_VAIN
    return ASKED if choice.right in shown else NOT_SHOWN


def _cost_of_answer(choice: Choice, shown: np.ndarray) -> float:
    if choice.right is None:
        return UNANSWERABLE_ANSWERED
    if choice.right == shown[0]:
        return 0.0
    return WRONG_BUT_SHOWN if choice.right in shown else WRONG


def _certain(pairs: Sequence[Asked]) -> float:
    """Where the dialogue hears something else, a procedure must be as sure as this."""

    def price(threshold: float) -> float:
        heard = sum(p[:-1].max() >= threshold for c, p in pairs if c.kind in LIMITS)
        known = (p for c, p in pairs if c.kind not in LIMITS and c.right is not None)
        unheard = sum(p[:-1].max() < threshold for p in known)
        return float(UNANSWERABLE_ANSWERED * heard + MISHEARD * unheard)

    return float(min(STEPS, key=price))
