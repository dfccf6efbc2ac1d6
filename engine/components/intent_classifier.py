"""Which aspect or dialogue act? Softmax regression over accented and folded TF-IDF."""

from __future__ import annotations

from typing import Any

import joblib
import numpy as np
from bot.understanding.abbreviations import Reading, read
from engine.components.augmentation import Example, swap_topics
from engine.components.softmax import Softmax
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

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
        self._model = Softmax(model) if model is not None else None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """C is the inverse strength of regularisation; the rest are n-gram lengths and limits."""
        return {
            "C": 10.0,
            "word_ngrams": [1, 2],
            "char_ngrams": [1, 4],
            "min_df": 2,
            "copies": 3,
            "topic_intents": ["ask_", "correct"],
            "max_iter": 300,
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
        """Learn from every example as written and once more without its accents."""
        examples = [(e.get(TEXT), e.get(INTENT)) for e in training_data.intent_examples]
        model = self._fitted(examples, _topics(training_data))
        self._model = Softmax(model)
        with self._storage.write_to(self._resource) as folder:
            joblib.dump(model, folder / _FILE)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent and ranking; a text without letters and digits gets none."""
        for message in messages:
            ranking = self._ranking(read(message.get(TEXT) or ""))
            first = ranking[0] if ranking else {"name": None, "confidence": 0.0}
            message.set("intent", first, add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the examples alone: nothing after this component learns from its guesses."""
        return training_data

    def _ranking(self, reading: Reading) -> list[dict[str, Any]]:
        if self._model is None or not any(map(str.isalnum, reading.folded)):
            return []
        chances = self._model.chances((reading.text, reading.folded))
        best = chances.argsort()[::-1][: self._config["ranking_length"]]
        names = self._model.classes
        return [{"name": names[i], "confidence": float(chances[i])} for i in best]

    def _fitted(self, examples: list[Example], topics: list[str]) -> Pipeline:
        swapped = list(
            swap_topics(examples, topics, self._config["topic_intents"], self._config["copies"])
        )
        readings = [read(text) for text, _ in swapped]
        bare = [Reading(reading.folded, reading.folded) for reading in readings]
        labels = [intent for _, intent in swapped]
        return self._untrained().fit(_rows(readings + bare), labels + labels)

    def _untrained(self) -> Pipeline:
        columns = [
            (f"{kind}_{column}", self._vectoriser(kind), column)
            for column in (0, 1)
            for kind in ("word", "char_wb")
        ]
        regression = LogisticRegression(
            C=self._config["C"],
            max_iter=self._config["max_iter"],
            class_weight="balanced",
            multi_class="multinomial",
        )
        return Pipeline([("features", ColumnTransformer(columns)), ("regression", regression)])

    def _vectoriser(self, kind: str) -> TfidfVectorizer:
        lengths = self._config["word_ngrams" if kind == "word" else "char_ngrams"]
        return TfidfVectorizer(
            analyzer=kind,
            ngram_range=tuple(lengths),
            token_pattern=r"\w+" if kind == "word" else None,
            lowercase=False,
            sublinear_tf=True,
            min_df=self._config["min_df"],
        )


def _rows(readings: list[Reading]) -> Any:
    """The column transformer wants an array: one column as written, one folded."""
    return np.array([(reading.text, reading.folded) for reading in readings], dtype=object)


def _topics(training_data: TrainingData) -> list[str]:
    """Return the elements of the lookup table ``topic``."""
    tables = [table for table in training_data.lookup_tables if table["name"] == "topic"]
    return [topic for table in tables for topic in table["elements"]]
