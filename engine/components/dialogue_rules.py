"""Rasa's rules, made safe: every turn gets a reply and ends."""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_RESTART_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class DialogueRules(RulePolicy):
    """Differs from Rasa's policy in two points.

    ``restart`` is left to our own action: Rasa would wipe the tracker without a word. And where
    no rule says what follows an action, the bot listens: Rasa would repeat the fallback action
    until its circuit breaker trips, and the conversation would hang from then on.
    """

    @staticmethod
    def _find_action_from_default_actions(
        tracker: DialogueStateTracker,
    ) -> tuple[str | None, str | None]:
        action, source = RulePolicy._find_action_from_default_actions(tracker)
        return (None, None) if action == ACTION_RESTART_NAME else (action, source)

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """Predict what the rules say, else the fallback action, and never that one twice."""
        prediction = super().predict_action_probabilities(tracker, domain, rule_only_data, **kwargs)
        no_rule = prediction.probabilities == self._default_predictions(domain)
        if no_rule and tracker.latest_action_name != ACTION_LISTEN_NAME:
            return self._rule_prediction(
                self._prediction_result(ACTION_LISTEN_NAME, tracker, domain), ""
            )
        return prediction
