"""Which aspect or dialogue act? A linear model over accented and folded TF-IDF.

Support vectors train ten times faster than softmax regression and are as good; the softmax of their
margins, scaled, gives probabilities that hold (see docs/adr/0008).
"""

from __future__ import annotations

from math import sqrt
from typing import Any

import joblib
from engine.components.augmentation import Example, as_typed, swap_topics
from engine.components.readings import columns, rows_of
from engine.components.several_aspects import ASKS, Guess, several_aspects
from engine.components.softmax import Softmax
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import Pipeline
from sklearn.svm import LinearSVC

# skops would do without pickle, but importing it costs a third of the start; we load only models
# that we have trained ourselves.
_FILE = "intents.joblib"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FoldedIntentClassifier(IntentClassifier, GraphComponent):
    """Reads a message with and without its accents, so that neither way of typing loses."""

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        model: Pipeline | None = None,
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model = Softmax(model, config["scale"]) if model is not None else None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return how it learns, and from which figures on it is sure.

        ``C`` is the inverse strength of regularisation, ``scale`` makes margins probabilities, and
        ``several`` is how probable each aspect of a message with several must be.
        ``evaluation.sureness`` measures the last two.
        """
        return {
            "C": 0.2,
            "scale": 4.4,
            "several": 0.6,
            "word_ngrams": [1, 2],
            "char_ngrams": [2, 4],
            "min_df": 2,
            "copies": 4,
            "topic_intents": ["ask_", "correct"],
            "shares": {"shortened": 0.3, "misspelt": 0.3, "both_stripped": 0.2},
            "ranking_length": 5,
        }

    @staticmethod
    def required_packages() -> list[str]:
        """Packages that must be installed."""
        return ["sklearn"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FoldedIntentClassifier:
        """Return an untrained classifier."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FoldedIntentClassifier:
        """Return the classifier as it was trained."""
        with model_storage.read_from(resource) as folder:
            model = joblib.load(folder / _FILE)
        return cls(config, model_storage, resource, model)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from every example as written, and as hurried people would type it."""
        examples = [(e.get(TEXT), e.get(INTENT)) for e in training_data.intent_examples]
        model = self.fitted(examples, topics_of(training_data))
        self._model = Softmax(model, self._config["scale"])
        with self._storage.write_to(self._resource) as folder:
            joblib.dump(model, folder / _FILE)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent and ranking, and the aspects when there are several.

        A text without letters and digits gets no intent. One in words that were never learnt is
        hardly believed: letters alone would make a greeting of gibberish.
        """
        for message in messages:
            text = message.get(TEXT) or ""
            ranking = self._ranking(text)
            aspects = several_aspects(text, self._guess, self._config["several"])
            first = ranking[0] if ranking else {"name": None, "confidence": 0.0}
            message.set("intent", _asked_first(aspects) or first, add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
            found = message.get(ENTITIES) or []
            message.set(ENTITIES, found + aspects, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the examples alone: nothing after this component learns from its guesses."""
        return training_data

    def _ranking(self, text: str) -> list[dict[str, Any]]:
        if self._model is None or not any(map(str.isalnum, text)):
            return []
        readings = columns(text)
        chances = self._model.chances(readings) * sqrt(self._model.known(readings))
        best = chances.argsort()[::-1][: self._config["ranking_length"]]
        names = self._model.classes
        return [{"name": names[i], "confidence": float(chances[i])} for i in best]

    def _guess(self, text: str) -> Guess:
        ranking = self._ranking(text)
        return (ranking[0]["name"], ranking[0]["confidence"]) if ranking else ("", 0.0)

    def fitted(self, examples: list[Example], topics: list[str]) -> Pipeline:
        """Return a model of ``examples`` and their variants."""
        config = self._config
        swapped = swap_topics(examples, topics, config["topic_intents"], config["copies"])
        typed = list(as_typed(swapped, config["shares"]))
        labels = [intent for _, intent in typed]
        return self._untrained().fit(rows_of(text for text, _ in typed), labels)

    def _untrained(self) -> Pipeline:
        features = [
            (f"{kind}_{column}", self._vectoriser(kind), column)
            for column in range(3)
            for kind in ("word", "char_wb")
        ]
        machine = LinearSVC(C=self._config["C"], class_weight="balanced", tol=0.01, random_state=0)
        return Pipeline([("features", ColumnTransformer(features)), ("machine", machine)])

    def _vectoriser(self, kind: str) -> TfidfVectorizer:
        lengths = self._config["word_ngrams" if kind == "word" else "char_ngrams"]
        return TfidfVectorizer(
            analyzer=kind,
            ngram_range=tuple(lengths),
            token_pattern=r"[\w«»§]+" if kind == "word" else None,
            lowercase=False,
            sublinear_tf=True,
            min_df=self._config["min_df"],
        )


def _asked_first(aspects: list[dict[str, Any]]) -> dict[str, Any] | None:
    """With three aspects no intent has half of the probability, yet each part is clear."""
    if not aspects:
        return None
    first = aspects[0]
    return {"name": ASKS + first["value"], "confidence": first["confidence_entity"]}


def topics_of(training_data: TrainingData) -> list[str]:
    """Return the elements of the lookup table ``topic``."""
    tables = [table for table in training_data.lookup_tables if table["name"] == "topic"]
    return [topic for table in tables for topic in table["elements"]]
