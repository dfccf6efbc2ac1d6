"""Chooses from which figures on the engine is sure, and writes them into `config.yml`.

``engine/.venv/bin/python -m evaluation.nlu.sureness`` prints what each figure gives, by five-fold
cross-validation, and writes the best:

* ``scale`` makes probabilities of margins: the one with the least log loss.
* ``threshold`` below which a reading is given up: the one whose mistakes cost least.
* ``several``: how probable each part of a message with several questions must be: the least that
  splits no more than one plain sentence in two hundred.
"""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax
from sklearn.metrics import roc_auc_score

from evaluation.interval import Share
from evaluation.nlu.held import HERE, LATER, SEVERAL, Held, held_out, outside, several

CONFIG = HERE.parents[1] / "config.yml"
THRESHOLDS = np.arange(0.0, 0.91, 0.05)
SURELY = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
SPLIT_AT_MOST = 0.005

# What a reading costs that is kept although it is wrong: an answer that nobody asked for is bad,
# a question sent away as chatter or refused is worse.
WRONG_ASPECT, WRONG_ACT, SENT_AWAY = 2.0, 2.0, 3.0
# One that is given up is looked up in the catalogue: its overview is half an answer to a question
# about an aspect, and none to a greeting or a request for a person.
OVERVIEW_INSTEAD, LOOKED_UP_IN_VAIN = 1.0, 2.0


def main() -> None:
    """Measure, report, write."""
    held = list(held_out())
    rights = np.array([intent for fold in held for _, intent in fold.asked])
    classes = np.array(held[0].model.classes_).astype(str)
    margins = np.vstack([fold.margins(_texts(fold)) for fold in held])
    scale = best_scale(margins, np.searchsorted(classes, rights))
    print(f"scale {scale}")
    chances = np.vstack([fold.chances(_texts(fold), scale) for fold in held])
    gots, surest = classes[chances.argmax(axis=1)], chances.max(axis=1)
    print(report_nearness(held, scale, surest, rights == gots))
    threshold = best_threshold(rights, gots, surest)
    write(scale=scale, several=best_several(held, scale), threshold=threshold)


def best_scale(margins: Any, rights: Any) -> float:
    """Return the factor with the least log loss."""
    rows = np.arange(len(rights))
    found = minimize_scalar(
        lambda factor: -log_softmax(factor * margins, axis=1)[rows, rights].mean(),
        bounds=(0.5, 12),
        method="bounded",
    )
    return round(float(found.x), 1)


def best_threshold(rights: Any, gots: Any, chances: Any) -> float:
    """Print what each threshold costs and return the cheapest."""
    kept, given_up = cost_if_kept(rights, gots), cost_if_given_up(rights)
    costs = [float(np.where(chances >= t, kept, given_up).mean()) for t in THRESHOLDS]
    for threshold, cost in zip(THRESHOLDS, costs, strict=True):
        stays = chances >= threshold
        right, wrong = stays[rights == gots].mean(), stays[rights != gots].mean()
        print(f"threshold {threshold:.2f}: cost {cost:.3f}, keeps {right:.3f} of the right readings"
              f" and {wrong:.3f} of the wrong")  # fmt: skip
    return round(float(THRESHOLDS[int(np.argmin(costs))]), 2)


def cost_if_kept(rights: Any, gots: Any) -> Any:
    """Return what each reading costs when it is believed."""
    asks, read_as_ask = _asks(rights), _asks(gots)
    wrong = np.where(asks & ~read_as_ask, SENT_AWAY, np.where(asks, WRONG_ASPECT, WRONG_ACT))
    return np.where(rights == gots, 0.0, wrong)


def cost_if_given_up(rights: Any) -> Any:
    """Return what each reading costs when it is not believed."""
    asks = np.where(_asks(rights), OVERVIEW_INSTEAD, LOOKED_UP_IN_VAIN)
    return np.where(rights == "ask_overview", 0.0, asks)


def best_several(held: Sequence[Held], scale: float) -> float:
    """Print what each probability finds and splits in vain, and return the least that will do."""
    best = SURELY[-1]
    for surely in reversed(SURELY):
        plain = [bool(f.aspects(text, scale, surely)) for f in held for text, _ in f.plain]
        found, later = (found_in(held, scale, surely, file) for file in (SEVERAL, LATER))
        print(f"several {surely}: finds {found} %, of those written later {later} %, "
              f"splits in vain {sum(plain)} of {len(plain)}")  # fmt: skip
        best = surely if sum(plain) <= SPLIT_AT_MOST * len(plain) else best
    return best


def found_in(held: Sequence[Held], scale: float, surely: float, file: str) -> Share:
    """Return how many messages of a file are read with just their aspects, in their order."""
    right = [f.aspects(text, scale, surely) == want for f in held for text, want in several(file)]
    return Share(sum(right), len(right))


def report_nearness(held: Sequence[Held], scale: float, inside: Any, is_right: Any) -> str:
    """Say how well probability, nearness and their product tell what is to be believed."""
    beyond = np.hstack([fold.chances(outside(), scale).max(axis=1) for fold in held])
    near = np.hstack([f.nearness(_texts(f)) for f in held])
    far = np.hstack([f.nearness(outside()) for f in held])
    scores = {
        "probability": (inside, beyond),
        "nearness": (near, far),
        "product": (inside * near, beyond * far),
    }
    return "\n".join(
        f"{name}: AUROC inside/outside {_auroc(np.ones(len(known)), known, unknown):.3f}, "
        f"right/wrong or outside {_auroc(is_right, known, unknown):.3f}"
        for name, (known, unknown) in scores.items()
    )


def write(**figures: float) -> None:
    """Put the figures into the configuration."""
    text = CONFIG.read_text("utf-8")
    for name, figure in figures.items():
        text = re.sub(rf"(?m)^(    {name}:) [\d.]+$", rf"\1 {figure}", text)
    CONFIG.write_text(text, "utf-8")
    print("written:", figures)


def _texts(fold: Held) -> list[str]:
    return [text for text, _ in fold.asked]


def _asks(intents: Any) -> Any:
    return np.char.startswith(intents.astype(str), "ask_")


def _auroc(is_inside: Any, inside: Any, beyond: Any) -> float:
    labels = np.r_[is_inside, np.zeros(len(beyond))]
    return float(roc_auc_score(labels, np.r_[inside, beyond]))


if __name__ == "__main__":
    main()
