"""A real sentence model is loaded, asked and weighed; what cannot be used is said in a sentence."""

from pathlib import Path

import numpy as np
import pytest
import yaml

from bot.catalogue.chances import load_model
from bot.catalogue.embeddings import CHANCES, open_embeddings
from bot.catalogue.onnx_encoder import OnnxEncoder
from bot.errors import EmbeddingsUnusable
from bot.settings import load_settings
from bot.wiring import System
from tests.tiny_model import library, write_model

WORDS = {"khai": (3.0, 0.0), "sinh": (1.0, 0.0), "tử": (0.0, 4.0), "hỏi:": (0.0, 4.0)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_model(tmp_path / "model", WORDS, query="hỏi: ")


def write_weights(folder: Path, **changes: float) -> None:
    model = load_model()
    weights = {**model.weights, "meaning": 1.0, **changes}
    dumped = model.model_copy(update={"weights": weights}).model_dump()
    (folder / CHANCES).write_text(yaml.safe_dump(dumped), "utf-8")


def test_a_vector_is_the_mean_of_the_words_whatever_stands_beside_it(folder: Path) -> None:
    encoder = OnnxEncoder(folder)
    texts = ["khai sinh", "tử", "khai tử sinh khai tử sinh", "khai"] * 10
    together = encoder.phrases(texts)
    expected = np.array([[1, 0], [0, 1], [2**-0.5, 2**-0.5], [1, 0]])
    assert np.allclose(together[:4], expected)
    assert np.allclose(together, np.concatenate([encoder.phrases([t]) for t in texts]))


def test_a_message_gets_the_prefix_of_its_model(folder: Path) -> None:
    assert np.allclose(OnnxEncoder(folder).message("khai sinh"), [2**-0.5, 2**-0.5])


def test_words_that_the_model_does_not_know_have_no_direction(folder: Path) -> None:
    assert np.allclose(OnnxEncoder(folder).phrases(["chim bồ câu"]), 0)


def test_a_model_is_told_from_another_by_its_files(folder: Path, tmp_path: Path) -> None:
    same = write_model(tmp_path / "same", WORDS, query="hỏi: ")
    other = write_model(tmp_path / "other", {**WORDS, "khai": (2.0, 0.0)}, query="hỏi: ")
    prefix = write_model(tmp_path / "prefix", WORDS)
    prints = [OnnxEncoder(f).fingerprint for f in (folder, same, other, prefix)]
    assert prints[0] == prints[1]
    assert len(set(prints)) == 3


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "motcua.json"])
def test_a_file_that_cannot_be_read_is_told_in_one_sentence(folder: Path, name: str) -> None:
    (folder / name).write_text("?", "utf-8")
    with pytest.raises(EmbeddingsUnusable, match=r"MOTCUA_EMBEDDINGS"):
        OnnxEncoder(folder)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(EmbeddingsUnusable, match=name):
        OnnxEncoder(folder)


def test_without_weights_of_its_own_a_model_is_not_used(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(EmbeddingsUnusable, match=r"evaluation\.calibrate --embeddings"):
        open_embeddings(folder, tmp_path)
    write_weights(folder, superseded=1.0)
    with pytest.raises(EmbeddingsUnusable, match=r"evaluation\.calibrate --embeddings"):
        open_embeddings(folder, tmp_path)


def test_the_setting_brings_the_model_into_the_search(folder: Path, tmp_path: Path) -> None:
    library("onnxruntime")
    write_weights(folder)
    changes = {"embeddings": str(folder), "data_dir": tmp_path, "database_url": ""}
    system = System(load_settings().model_copy(update=changes))
    found = system.catalogue.find("đăng ký khai sinh cho con")
    assert found.best
    assert found.best.features.meaning > 0.5
    assert [*tmp_path.glob("meaning-*.npz")]
