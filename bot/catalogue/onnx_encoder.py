"""A sentence model from a folder: `model.onnx`, `tokenizer.json` and, if it needs any, settings.

The forms in which sentence-transformers models are published. ONNX Runtime and tokenizers are
imported only here and only when a model is asked for: `pip install "motcua[embeddings]"`.
"""

import hashlib
from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from bot.catalogue.index import Scores
from bot.catalogue.meaning import Vectors, of_length_one
from bot.errors import EmbeddingsUnusable

MODEL, TOKENIZER, CONFIG = "model.onnx", "tokenizer.json", "motcua.json"
AT_ONCE = 16  # texts; more of them only wait for the longest


class EncoderConfig(BaseModel):
    """What stands before a text; some models were trained so, e5 with “query: ” and “passage: ”."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    query: str = ""
    passage: str = ""
    max_tokens: int = Field(128, ge=8, le=512)


class OnnxEncoder:
    """Runs the model on one core, so that other messages have theirs."""

    def __init__(self, folder: Path) -> None:
        """Load the model of ``folder`` and try it.

        Raises:
            EmbeddingsUnusable: a library, a file or what it should hold is missing.
        """
        runtime, tokenizers = _library("onnxruntime"), _library("tokenizers")
        self._folder = folder
        for name in (MODEL, TOKENIZER):
            if not (folder / name).is_file():
                raise EmbeddingsUnusable(f"{_unusable(folder)}: thiếu tệp {name}.")
        try:
            self._load(runtime, tokenizers)
            self.message("giấy khai sinh")
        except Exception as error:  # each of the libraries has kinds of its own
            raise EmbeddingsUnusable(f"{_unusable(folder)}: {error}") from error

    @cached_property
    def fingerprint(self) -> str:
        files = [*sorted(self._folder.glob(f"{MODEL}*")), *map(self._folder.joinpath, (TOKENIZER,))]
        digest = hashlib.sha256(self._config.model_dump_json().encode())
        for file in files:
            with file.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
        return digest.hexdigest()

    def phrases(self, texts: Sequence[str]) -> Vectors:
        """Return a vector for each of a record's phrases."""
        said = [self._config.passage + text for text in texts]
        by_length = sorted(range(len(said)), key=lambda n: len(said[n]))
        vectors = np.concatenate([*self._batches([said[n] for n in by_length])])
        return np.asarray(vectors[np.argsort(by_length)])

    def message(self, text: str) -> Scores:
        """Return the vector of what a citizen says."""
        return np.asarray(self._vectors([self._config.query + text])[0])

    def _load(self, runtime: Any, tokenizers: Any) -> None:
        config = self._folder / CONFIG
        text = config.read_text("utf-8") if config.is_file() else "{}"
        self._config = EncoderConfig.model_validate_json(text)
        self._tokenizer = tokenizers.Tokenizer.from_file(str(self._folder / TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(self._config.max_tokens)
        options = runtime.SessionOptions()
        options.intra_op_num_threads, options.log_severity_level = 1, 3
        self._session = runtime.InferenceSession(
            str(self._folder / MODEL), options, providers=["CPUExecutionProvider"]
        )
        self._inputs = {given.name for given in self._session.get_inputs()}

    def _batches(self, texts: Sequence[str]) -> Iterator[Vectors]:
        return (self._vectors(texts[n : n + AT_ONCE]) for n in range(0, len(texts), AT_ONCE))

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        """Return the mean of each text's token vectors, of length 1."""
        ids = [self._tokenizer.encode(text).ids for text in texts]
        mask = np.zeros((len(ids), max(map(len, ids))), dtype=np.int64)
        tokens = mask.copy()
        for row, known in enumerate(ids):
            tokens[row, : len(known)], mask[row, : len(known)] = known, 1
        given = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": mask * 0}
        hidden = self._session.run(None, {n: v for n, v in given.items() if n in self._inputs})[0]
        total = np.einsum("nth,nt->nh", hidden, mask.astype(hidden.dtype))
        return np.asarray(of_length_one(total), dtype=np.float32)


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise EmbeddingsUnusable(
            f"MOTCUA_EMBEDDINGS cần thư viện {name}. "
            'Hãy chạy: pip install "motcua[embeddings]", hoặc để trống biến này.'
        ) from error


def _unusable(folder: Path) -> str:
    return f"Không dùng được mô hình ngữ nghĩa trong {folder} (MOTCUA_EMBEDDINGS)"
