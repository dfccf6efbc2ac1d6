"""Other classifiers for the same place in the pipeline, to compare ours with."""

from __future__ import annotations

from random import Random
from typing import Any

import spacy
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from spacy.language import Language
from spacy.training import Example as Gold

from bot.understanding.abbreviations import read
from engine.components.augmentation import as_typed, swap_topics
from engine.components.intent_classifier import FoldedIntentClassifier, topics_of

CLASSIFIER = DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER
ARCHITECTURE = {"bow": "spacy.TextCatBOW.v3", "ensemble": "spacy.TextCatEnsemble.v2"}


@DefaultV1Recipe.register(CLASSIFIER, is_trainable=True)
class FoldedSoftmaxRegression(FoldedIntentClassifier):
    """Ours, with softmax regression in place of support vectors."""

    def _untrained(self) -> Pipeline:
        pipeline = super()._untrained()
        regression = LogisticRegression(
            C=10.0, max_iter=300, class_weight="balanced", multi_class="multinomial"
        )
        return Pipeline([pipeline.steps[0], ("regression", regression)])


@DefaultV1Recipe.register(CLASSIFIER, is_trainable=True)
class SpacyTextcat(IntentClassifier, GraphComponent):
    """spaCy's text categoriser, on the same readings and the same variants as ours."""

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        language: Language | None = None,
    ) -> None:
        """Keep what training needs."""
        self._config, self._storage, self._resource = config, storage, resource
        self._language = language

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return an architecture, the passes over the data, and whether to learn variants."""
        return {"architecture": "bow", "epochs": 10, "variants": True}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003, the signature is Rasa's
    ) -> SpacyTextcat:
        """Return an untrained classifier."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003
        **kwargs: Any,  # noqa: ARG003
    ) -> SpacyTextcat:
        """Return the classifier as it was trained."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, spacy.load(folder / "textcat"))

    def train(self, training_data: TrainingData) -> Resource:
        """Learn until the epochs are over."""
        examples = [(e.get(TEXT), e.get(INTENT)) for e in training_data.intent_examples]
        if self._config["variants"]:
            swapped = swap_topics(examples, topics_of(training_data), ["ask_", "correct"], 1)
            shares = FoldedIntentClassifier.get_default_config()["shares"]
            examples = list(as_typed(swapped, shares))
        self._language = self._trained([(_both(text), intent) for text, intent in examples])
        with self._storage.write_to(self._resource) as folder:
            self._language.to_disk(folder / "textcat")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent."""
        for message in messages:
            chances = self._language(_both(message.get(TEXT) or "")).cats if self._language else {}
            best = max(chances, key=chances.__getitem__, default=None)
            first = {"name": best, "confidence": chances.get(best, 0.0)}
            message.set("intent", first, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the examples alone."""
        return training_data

    def _trained(self, examples: list[tuple[str, str]]) -> Language:
        spacy.util.fix_random_seed(0)
        language = spacy.blank("xx")
        model: dict[str, Any] = {"@architectures": ARCHITECTURE[self._config["architecture"]]}
        if self._config["architecture"] == "bow":
            model |= {"exclusive_classes": True, "ngram_size": 2, "no_output_layer": False}
        textcat = language.add_pipe("textcat", config={"model": model} if len(model) > 1 else {})
        intents = sorted({intent for _, intent in examples})
        for intent in intents:
            textcat.add_label(intent)
        golds = [
            Gold.from_dict(language.make_doc(text), {"cats": {i: i == intent for i in intents}})
            for text, intent in examples
        ]
        language.initialize(lambda: golds[:64])
        self._learn(language, golds)
        return language

    def _learn(self, language: Language, golds: list[Gold]) -> None:
        optimizer, choose = language.create_optimizer(), Random(0)  # noqa: S311, no secret
        for _ in range(self._config["epochs"]):
            choose.shuffle(golds)
            for start in range(0, len(golds), 128):
                language.update(golds[start : start + 128], sgd=optimizer, drop=0.2)


def _both(text: str) -> str:
    """A message with its accents and once more without: spaCy reads one text."""
    reading = read(text)
    return f"{reading.text} | {reading.folded}"
