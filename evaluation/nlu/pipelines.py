"""The pipelines that are compared, trained and asked by Rasa itself."""

import asyncio
import json
import multiprocessing
import os
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from rasa.core.agent import Agent, load_agent
from rasa.model_training import train_nlu

from evaluation.nlu.sentences import TYPED, Example, Fold, Taught, folds, taught, typed

OURS = "engine.components.intent_classifier.FoldedIntentClassifier"
MINE = "evaluation.nlu.components"
AS_WRITTEN = {"shortened": 0.0, "misspelt": 0.0, "both_stripped": 0.0}
STOCK: list[dict[str, Any]] = [
    {"name": "WhitespaceTokenizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
]
PIPELINES: Mapping[str, list[dict[str, Any]]] = {
    "Rasa LogisticRegression": [*STOCK, {"name": "LogisticRegressionClassifier"}],
    "Rasa DIET, 20 epochs": [*STOCK, {"name": "DIETClassifier", "epochs": 20}],
    "Rasa DIET, 60 epochs": [*STOCK, {"name": "DIETClassifier", "epochs": 60}],
    "spaCy textcat, bag of words": [{"name": f"{MINE}.SpacyTextcat", "architecture": "bow"}],
    "spaCy textcat, ensemble": [{"name": f"{MINE}.SpacyTextcat", "architecture": "ensemble"}],
    "folded TF-IDF, softmax regression": [{"name": f"{MINE}.FoldedSoftmaxRegression", "scale": 1}],
    "folded TF-IDF, SVM, no faults learnt": [{"name": OURS, "shares": AS_WRITTEN}],
    "folded TF-IDF, SVM (ours)": [{"name": OURS}],
}


@dataclass(frozen=True, slots=True)
class Result:
    """What one pipeline did with one fold."""

    pipeline: str
    train_seconds: float
    megabytes: float
    milliseconds: list[float]
    answers: Mapping[str, list[tuple[str, str | None]]]
    """For each way of typing: the right intent and the one that was read."""


def run(pipeline: str, fold: Fold, topics: list[str]) -> Result:
    """Train on a fold in another process, then load the model here and ask what was held back."""
    spawn = multiprocessing.get_context("spawn")
    with TemporaryDirectory() as folder, ProcessPoolExecutor(1, spawn) as other:
        trained = other.submit(_train, pipeline, fold.learnt, topics, Path(folder))
        model, seconds = trained.result()
        return asyncio.run(_asked(pipeline, fold, model, seconds))


async def _asked(pipeline: str, fold: Fold, model: str, seconds: float) -> Result:
    before = _megabytes()
    agent = await load_agent(model_path=model)
    await _intent(agent, "xin chào")
    grown = _megabytes() - before
    times: list[float] = []
    answers: dict[str, list[tuple[str, str | None]]] = {}
    for way in TYPED:
        for text, intent in typed(fold.asked, way):
            start = time.process_time()
            read = await _intent(agent, text)
            times.append(1000 * (time.process_time() - start))
            answers.setdefault(way, []).append((intent, read))
    return Result(pipeline, seconds, grown, times, answers)


async def _intent(agent: Agent, text: str) -> str | None:
    name: str | None = (await agent.parse_message(text))["intent"]["name"]
    return name


def _train(
    pipeline: str, learnt: list[Example], topics: list[str], folder: Path
) -> tuple[str, float]:
    start = time.process_time()
    config = {"recipe": "default.v1", "language": "vi", "assistant_id": "compared"}
    config_file, data = folder / "config.yml", folder / "nlu.yml"
    config_file.write_text(yaml.safe_dump({**config, "pipeline": PIPELINES[pipeline]}), "utf-8")
    data.write_text(yaml.safe_dump(_nlu(learnt, topics), allow_unicode=True), "utf-8")
    path = train_nlu(str(config_file), str(data), str(folder / "models"), fixed_model_name="one")
    return str(path), time.process_time() - start


def _nlu(learnt: list[Example], topics: list[str]) -> dict[str, Any]:
    by_intent: dict[str, list[str]] = {}
    for text, intent in learnt:
        by_intent.setdefault(intent, []).append(text)
    entries = [{"intent": i, "examples": _list(texts)} for i, texts in by_intent.items()]
    return {"version": "3.1", "nlu": [*entries, {"lookup": "topic", "examples": _list(topics)}]}


def _list(texts: list[str]) -> str:
    return "".join(f"- {text}\n" for text in texts)


def _megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> None:
    """Run one pipeline on one fold and write the result as a line of JSON."""
    pipeline, number = sys.argv[1], int(sys.argv[2])
    known: Taught = taught()
    fold = list(folds(known.examples))[number]
    print(json.dumps(asdict(run(pipeline, fold, known.topics)), ensure_ascii=False))


if __name__ == "__main__":
    main()
