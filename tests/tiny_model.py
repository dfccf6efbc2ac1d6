"""A sentence model of a few words: a table of vectors as ONNX, written without a library for it.

The numbers of the fields are those of `onnx.proto`.
"""

import json
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from tests.needs_thing import missing

FLOAT, INT64 = 1, 7
INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def library(name: str) -> Any:
    """Return a library of the extra `embeddings`, or end the test."""
    try:
        return import_module(name)
    except ImportError:
        missing(f"{name} is not installed")


def write_model(folder: Path, words: Mapping[str, Sequence[float]], **config: object) -> Path:
    """Write a folder whose model gives each word a vector, and one that it does not know zeros."""
    library("onnxruntime")
    folder.mkdir(parents=True, exist_ok=True)
    vectors = np.array([np.zeros(len(next(iter(words.values())))), *words.values()], dtype="<f4")
    (folder / "model.onnx").write_bytes(_model(vectors))
    _tokenizer(["[unk]", *words]).save(str(folder / "tokenizer.json"))
    (folder / "motcua.json").write_text(json.dumps(config), "utf-8")
    return folder


def _tokenizer(words: Sequence[str]) -> Any:
    tokenizers = library("tokenizers")
    vocabulary = {word: number for number, word in enumerate(words)}
    model = tokenizers.models.WordLevel(vocabulary, unk_token="[unk]")
    tokenizer = tokenizers.Tokenizer(model)
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.WhitespaceSplit()
    return tokenizer


def _model(vectors: np.ndarray[Any, Any]) -> bytes:
    dims = b"".join(_field(1, size) for size in vectors.shape)
    table = dims + _field(2, FLOAT) + _field(8, "table") + _field(9, vectors.tobytes())
    gather = (
        _field(1, "table") + _field(1, "input_ids") + _field(2, "last_hidden_state")
    ) + _field(4, "Gather")
    inputs = b"".join(_field(11, _value(name, INT64, "batch", "tokens")) for name in INPUTS)
    output = _field(12, _value("last_hidden_state", FLOAT, "batch", "tokens", "hidden"))
    graph = _field(1, gather) + _field(2, "tiny") + _field(5, table) + inputs + output
    return _field(1, 8) + _field(7, graph) + _field(8, _field(2, 17))


def _value(name: str, kind: int, *axes: str) -> bytes:
    shape = b"".join(_field(1, _field(2, axis)) for axis in axes)
    return _field(1, name) + _field(2, _field(1, _field(1, kind) + _field(2, shape)))


def _field(number: int, value: int | str | bytes) -> bytes:
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    data = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _varint(number: int) -> bytes:
    low, rest = number & 127, number >> 7
    return bytes([low | 128]) + _varint(rest) if rest else bytes([low])
