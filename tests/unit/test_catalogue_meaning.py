"""A sentence model helps the search where it is set, and is not missed where it is not."""

import sys
from pathlib import Path

import pytest

from bot.catalogue.chances import load_model
from bot.catalogue.evidence import Features
from bot.catalogue.find import Finder
from bot.catalogue.onnx_encoder import OnnxEncoder
from bot.catalogue.remembered import Remembered
from bot.errors import EmbeddingsUnusable
from tests.fakes_meaning import FakeEncoder, embeddings
from tests.records import DRAGON, UNICORN

PLAIN = Finder([DRAGON, UNICORN])


def test_what_means_the_same_is_found_without_a_shared_word() -> None:
    finder = Finder([DRAGON, UNICORN], embeddings(FakeEncoder()))
    for text, right in (("khủng long con", DRAGON), ("ngựa một sừng con", UNICORN)):
        found = finder.find(text)
        assert found.best
        assert found.best.procedure.code == right.code
        plain = next((m.chance for m in PLAIN.find(text).matches if m.procedure == right), 0)
        assert found.best.chance > plain, text


def test_a_message_without_accents_is_weighed_as_if_there_were_no_model() -> None:
    encoder = FakeEncoder()
    finder = Finder([DRAGON, UNICORN], embeddings(encoder))
    for text in ("nuoi rong can gi", "the ky lan", "khung long con"):
        chances = [[m.chance for m in f.find(text).matches] for f in (finder, PLAIN)]
        assert chances[0] == pytest.approx(chances[1], abs=1e-3)  # the linker is trained twice
    assert encoder.heard == []


def test_the_model_hears_the_subject_and_not_the_asking() -> None:
    encoder = FakeEncoder()
    Finder([DRAGON, UNICORN], embeddings(encoder)).find("nuôi rồng cần giấy tờ gì ạ")
    assert encoder.heard == ["nuôi rồng"]


def test_without_a_model_nothing_has_a_meaning() -> None:
    for text in ("nuôi rồng", "khủng long con", "thẻ kỳ lân ở đâu"):
        assert all(match.features.meaning == 0 for match in PLAIN.find(text).matches)


def test_the_shipped_weights_know_every_feature_or_leave_out_the_meaning() -> None:
    assert set(load_model().weights) | {"meaning"} == set(Features._fields)


def test_a_phrase_is_encoded_once_in_the_life_of_a_model(tmp_path: Path) -> None:
    first, second = FakeEncoder(), FakeEncoder()
    vectors = Remembered(first, tmp_path).phrases(["nuôi rồng", "thẻ kỳ lân", "nuôi rồng"])
    again = Remembered(second, tmp_path).phrases(["thẻ kỳ lân", "trứng rồng"])
    assert first.encoded == ["nuôi rồng", "thẻ kỳ lân"]
    assert second.encoded == ["trứng rồng"]
    assert (vectors[1] == again[0]).all()
    assert (vectors[0] == vectors[2]).all()


def test_another_model_and_a_spoilt_file_start_anew(tmp_path: Path) -> None:
    Remembered(FakeEncoder("one"), tmp_path).phrases(["nuôi rồng"])
    other = FakeEncoder("two")
    Remembered(other, tmp_path).phrases(["nuôi rồng"])
    assert other.encoded == ["nuôi rồng"]
    for content in (b"", b"no zip at all"):
        for file in tmp_path.iterdir():
            file.write_bytes(content)
        anew = FakeEncoder("one")
        Remembered(anew, tmp_path).phrases(["nuôi rồng"])
        assert anew.encoded == ["nuôi rồng"]


def test_what_citizens_say_is_kept_nowhere(tmp_path: Path) -> None:
    Remembered(FakeEncoder(), tmp_path).message("rồng nhà tôi mới nở")
    assert not [*tmp_path.iterdir()]


def test_a_missing_library_is_named_with_the_way_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(EmbeddingsUnusable, match=r"onnxruntime.*motcua\[embeddings\]"):
        OnnxEncoder(tmp_path)
