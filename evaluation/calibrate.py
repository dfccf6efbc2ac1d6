"""Fits the weights of `bot/catalogue/confidence.yml` on the project's own questions.

`python -m evaluation.calibrate` prints what each threshold would give, by cross-validation, and
writes the weights. The same questions are never training phrases of the search.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import yaml
from rich.console import Console
from rich.table import Table
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from bot.catalogue.catalogue import Catalogue, open_catalogue
from bot.catalogue.confidence import Weights
from bot.settings import ROOT
from evaluation.questions import OWN, Question, read

WEIGHTS = ROOT / "bot" / "catalogue" / "confidence.yml"
NAMES = ("score", "nearness", "vote", "score_gap", "nearness_gap", "words")
HEAD = "# Fitted by `python -m evaluation.calibrate`; do not edit by hand.\n"
Example = tuple[tuple[float, ...], bool, bool]


def main() -> None:
    """Fit, report, write."""
    questions = read(sorted(OWN.glob("*.jsonl")))
    examples = list(collect(open_catalogue(ROOT / "procedures"), questions))
    weights, chances = fit(examples)
    Console().print(report(examples, chances))
    WEIGHTS.write_text(HEAD + yaml.safe_dump(weights.model_dump(), sort_keys=False), "utf-8")


def collect(catalogue: Catalogue, questions: Iterable[Question]) -> Iterable[Example]:
    """Yield features of the best match, whether it is right, and whether there is a right one."""
    for question in questions:
        found = catalogue.find(question.turns[0], 1) if len(question.turns) == 1 else ()
        for match in found:
            wanted = question.expect.procedure
            yield match.features, match.procedure.code == wanted, wanted is not None


def fit(examples: list[Example]) -> tuple[Weights, Any]:
    """Return the weights, and each example's probability when it was held out."""
    x = np.array([features for features, _, _ in examples])
    y = np.array([right for _, right, _ in examples])
    model = LogisticRegression(C=10)
    folds = StratifiedKFold(10, shuffle=True, random_state=0)
    chances = cross_val_predict(model, x, y, cv=folds, method="predict_proba")[:, 1]
    model.fit(x, y)
    fitted = dict(zip(NAMES, (round(float(w), 3) for w in model.coef_[0]), strict=True))
    bias = round(float(model.intercept_[0]), 3)
    return Weights(questions=len(examples), bias=bias, **fitted), chances


def report(examples: list[Example], chances: Any) -> Table:
    """Return what would be answered at several thresholds, in percent."""
    right = np.array([r for _, r, _ in examples])
    known = np.array([k for _, _, k in examples])
    table = Table("threshold", "answered rightly", "answered wrongly", "unanswerable answered")
    for threshold in (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9):
        sure = chances >= threshold
        shares = ((sure & right)[known], (sure & ~right)[known], sure[~known])
        table.add_row(f"{threshold:.2f}", *(f"{100 * s.mean():.1f}" for s in shares))
    return table


if __name__ == "__main__":
    main()
