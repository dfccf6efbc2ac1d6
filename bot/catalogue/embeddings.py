"""A sentence model beside the search: off unless MOTCUA_EMBEDDINGS names a folder with one."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError
from yaml import YAMLError

from bot.catalogue.chances import Model, load_model
from bot.catalogue.evidence import Features
from bot.catalogue.meaning import Encoder
from bot.catalogue.onnx_encoder import OnnxEncoder
from bot.catalogue.remembered import Remembered
from bot.errors import EmbeddingsUnusable

CHANCES = "chances.yml"


@dataclass(frozen=True, slots=True)
class Embeddings:
    """A sentence model, and how its word is weighed with all else.

    Attributes:
        encoder: makes vectors.
        model: the chances of messages with accents; the others are weighed as without embeddings.
    """

    encoder: Encoder
    model: Model


def open_encoder(folder: Path, data_dir: Path) -> Encoder:
    """Load the model of ``folder``; vectors of phrases are kept in ``data_dir``.

    Raises:
        EmbeddingsUnusable: it cannot be loaded.
    """
    return Remembered(OnnxEncoder(folder), data_dir)


def open_embeddings(folder: Path, data_dir: Path) -> Embeddings:
    """Load the model of ``folder`` and the weights that were fitted with it.

    Raises:
        EmbeddingsUnusable: one of them cannot be loaded.
    """
    return Embeddings(open_encoder(folder, data_dir), _weights(folder / CHANCES))


def _weights(file: Path) -> Model:
    try:
        model = load_model(file)
    except (OSError, YAMLError, ValidationError) as error:
        raise _not_fitted(file) from error
    if set(model.weights) != set(Features._fields):
        raise _not_fitted(file)
    return model


def _not_fitted(file: Path) -> EmbeddingsUnusable:
    return EmbeddingsUnusable(
        f"Mô hình ngữ nghĩa chưa có trọng số hợp với bản này ({file}). "
        f"Hãy chạy: python -m evaluation.calibrate --embeddings {file.parent}"
    )
