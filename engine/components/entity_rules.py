"""Codes, dates, numbers and places, found by rules at the citizen's own character offsets."""

from __future__ import annotations

import re
from typing import Any

import spacy
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.language import Language
from spacy.tokens import Doc

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:19|20)\d\d"

# Earlier patterns win over later ones that overlap them.
_PATTERNS = (
    ("code", re.compile(r"(?<![\w.])\d\.\d{6}(?![\w]|\.\d)")),
    (
        "dossier",
        re.compile(r"(?<![\w.])[A-Z]{1,3}\d{2}(?:\.\d{1,4}){0,4}-\d{6}-\d{3,5}(?!\w)", re.I),
    ),
    ("date", re.compile(rf"(?<![\w/.-]){_DAY}[/.-]{_MONTH}[/.-]{_YEAR}(?![\w/-])")),
    ("date", re.compile(rf"ngày\s+{_DAY}\s+tháng\s+{_MONTH}(?:\s+năm\s+{_YEAR})?(?!\d)", re.I)),
    ("date", re.compile(rf"(?<![\w/.-])(?:{_DAY}/{_MONTH}|{_MONTH}/{_YEAR})(?![\w/-])")),
    ("number", re.compile(r"(?<![\w/.,-])\d{1,3}(?:\.\d{3})+(?![\w/-]|[.,]\d)")),
    ("number", re.compile(r"(?<![\w/.,-])\d+(?:,\d+)?(?![\w/-]|[.,]\d)")),
)

_UNITS = (
    "xã",
    "phường",
    "đặc khu",
    "thị trấn",
    "quận",
    "huyện",
    "thị xã",
    "tỉnh",
    "thành phố",
    "tp",
)
_GAP = {"IS_SPACE": True, "OP": "*"}
_NAMES = {"IS_TITLE": True, "IS_ALPHA": True, "OP": "{1,4}"}
_FEW_DIGITS = {"LIKE_NUM": True, "LENGTH": {"<=": 2}}


def _place(unit: str, name: dict[str, Any]) -> dict[str, Any]:
    words: list[dict[str, Any]] = [{"LOWER": word} for word in unit.split()]
    return {"label": "place", "pattern": [*words, _GAP, name]}


_PLACES = [_place(unit, _NAMES) for unit in _UNITS]
_PLACES += [_place(unit, _FEW_DIGITS) for unit in ("phường", "quận")]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class EntityRules(GraphComponent, EntityExtractorMixin):
    """spaCy's entity ruler for places, plain patterns for everything with digits."""

    def __init__(self, language: Language) -> None:
        self._language = language

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EntityRules:
        """Return the rules, ready to use."""
        language = spacy.blank("xx")
        language.add_pipe("entity_ruler").add_patterns(_PLACES)
        return cls(language)

    @staticmethod
    def required_packages() -> list[str]:
        """Packages that must be installed."""
        return ["spacy"]

    def process(self, messages: list[Message]) -> list[Message]:
        """Add what is found to each message's entities."""
        for message in messages:
            found = self._find(message.get(TEXT) or "")
            known = message.get(ENTITIES) or []
            message.set(ENTITIES, known + self.add_extractor_name(found), add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the examples alone."""
        return training_data

    def _find(self, text: str) -> list[dict[str, Any]]:
        spans = [
            (name, *match.span()) for name, pattern in _PATTERNS for match in pattern.finditer(text)
        ]
        spans = _places(self._language(text)) + spans
        taken: list[tuple[str, int, int]] = []
        for span in spans:
            if all(span[2] <= start or span[1] >= end for _, start, end in taken):
                taken.append(span)
        return [_entity(text, *span) for span in sorted(taken, key=lambda span: span[1])]


def _places(doc: Doc) -> list[tuple[str, int, int]]:
    return [(entity.label_, entity.start_char, entity.end_char) for entity in doc.ents]


def _entity(text: str, name: str, start: int, end: int) -> dict[str, Any]:
    return {"entity": name, "value": text[start:end], "start": start, "end": end}
