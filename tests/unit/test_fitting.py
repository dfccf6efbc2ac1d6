"""The weights and thresholds of the search are fitted, not typed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue.chances import Thresholds, load_model
from bot.catalogue.evidence import Features
from bot.cli.hearing import Heard, cheapest, price
from evaluation.logit import Choice, fit
from evaluation.thresholds import Bill, choose


def choice(near: float, far: float, right: int | None, name: str = "q") -> Choice:
    """Two candidates that differ in how near they are."""
    return Choice(name, "situational", np.array([[near], [far]]), right)


NEAR_IS_RIGHT = [choice(0.9, 0.2, 0, str(n)) for n in range(20)]
FAR_IS_NONE = [choice(0.1, 0.05, None, str(n)) for n in range(20)]


def test_the_fit_learns_that_what_is_near_is_meant_and_what_is_far_is_none() -> None:
    weights, none = fit([*NEAR_IS_RIGHT, *FAR_IS_NONE])
    first, second, nothing = NEAR_IS_RIGHT[0].chances(weights, none)
    assert first > 0.8 > second + nothing
    assert FAR_IS_NONE[0].chances(weights, none)[-1] > 0.8


def test_the_chances_of_the_candidates_and_of_none_sum_to_one() -> None:
    weights, none = fit(NEAR_IS_RIGHT)
    assert NEAR_IS_RIGHT[0].chances(weights, none).sum() == pytest.approx(1.0)


@given(st.lists(st.floats(-1, 1), min_size=12, max_size=12), st.integers(1, 8))
def test_the_shipped_model_gives_probabilities_whatever_the_features(
    row: list[float], candidates: int
) -> None:
    features = np.array([row[: len(Features._fields)]] * candidates)
    chances = load_model().chances(features)
    assert len(chances) == candidates + 1
    assert chances.sum() == pytest.approx(1.0)
    assert (chances >= 0).all()


def test_an_unsure_best_candidate_is_asked_back_and_a_sure_one_is_answered() -> None:
    choices = [choice(1, 0, 0, "sure"), choice(1, 0, 1, "unsure")]
    chances = [np.array([0.95, 0.03, 0.02]), np.array([0.45, 0.40, 0.15])]
    chosen = choose(choices, chances, 0.4)
    assert chosen.answers(0.95, 0.03)
    assert not chosen.answers(0.45, 0.40)
    assert chosen.certain == 0.4


def test_a_wrong_answer_costs_more_than_a_question_back() -> None:
    asked = [(choice(1, 0, 1), np.array([0.6, 0.3, 0.1]))]
    bold = Thresholds(answer=0.5, ahead=1, ask=0.1, certain=1)
    timid = Thresholds(answer=0.9, ahead=1, ask=0.1, certain=1)
    assert Bill(asked).total(bold) > Bill(asked).total(timid)


def test_the_surer_the_engine_the_surer_the_search_must_be() -> None:
    assert Heard(0.2, 0.8, right=True).is_a_question(0.5)
    assert not Heard(0.9, 0.8, right=True).is_a_question(0.5)


def test_of_thresholds_that_cost_the_same_the_most_cautious_is_taken() -> None:
    heard = [Heard(0.5, 1.0, right=True), Heard(1.0, 0.9, right=None)]
    assert price(heard, 0.1) == price(heard, 0.9) == 0
    assert cheapest(heard) == 0.95
