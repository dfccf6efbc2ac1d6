"""Training: which model belongs to the inputs, whole models only, and plain failures."""

import os
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.cli.engine import trained
from bot.errors import TrainingFailed
from bot.settings import Settings
from tests.fakes_engine import write_model, write_rasa
from training.fingerprint import fingerprint, model_file
from training.train import KEPT, STEP, is_sound, prune, train

FIND_OUT = """
given = dict(zip(sys.argv[2::2], sys.argv[3::2]))
out = os.path.join(given["--out"], given["--fixed-model-name"] + ".tar.gz")
"""
INPUTS = (
    "config.yml",
    "domain/intents.yml",
    "data/nlu/fee.yml",
    "engine/components/channel.py",
    "engine/requirements.lock",
    "bot/understanding/fold.py",
)
OTHERS = (
    "README.md",
    "domain/notes.md",
    "engine/components/__pycache__/channel.pyc",
    "bot/reply.py",
    "procedures/ho_tich/a.yml",
    "endpoints.yml",
)


def project(folder: Path) -> Path:
    for name in (*INPUTS, *OTHERS):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("pipeline: []", "utf-8")
    return folder


def trains(root: Path) -> Path:
    """A ``rasa`` that writes a sound model, and says on the way what Rasa says."""
    made = write_model(root / "made.tar.gz")
    write_rasa(root, f"{FIND_OUT}print({STEP!r})\nprint({STEP!r})\nshutil.copy({str(made)!r}, out)")
    return root


@pytest.mark.parametrize("name", INPUTS)
def test_the_fingerprint_changes_with_every_training_input(tmp_path: Path, name: str) -> None:
    before = fingerprint(project(tmp_path))
    (tmp_path / name).write_text("pipeline: [{}]", "utf-8")
    changed = fingerprint(tmp_path)
    (tmp_path / name).unlink()
    assert len({before, changed, fingerprint(tmp_path)}) == 3


def test_a_renamed_input_changes_the_fingerprint(tmp_path: Path) -> None:
    before = fingerprint(project(tmp_path))
    (tmp_path / "data/nlu/fee.yml").rename(tmp_path / "data/nlu/cost.yml")
    assert fingerprint(tmp_path) != before


@pytest.mark.parametrize("name", OTHERS)
def test_the_fingerprint_does_not_change_with_other_files(tmp_path: Path, name: str) -> None:
    before = fingerprint(project(tmp_path))
    (tmp_path / name).write_text("changed", "utf-8")
    assert fingerprint(tmp_path) == before


def test_a_model_is_named_by_the_fingerprint(tmp_path: Path) -> None:
    name = model_file(project(tmp_path), tmp_path / "models").name
    assert name == f"motcua-{fingerprint(tmp_path)}.tar.gz"


def _cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _without_end(content: bytes) -> bytes:
    return content[:-4]


def _one_bit_wrong(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def _garbage(content: bytes) -> bytes:
    return bytes(number % 256 for number in range(len(content)))


def _empty(_content: bytes) -> bytes:
    return b""


DAMAGE = [_cut, _without_end, _one_bit_wrong, _garbage, _empty]


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_model_is_found_out(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    model = write_model(tmp_path / "model.tar.gz")
    assert is_sound(model)
    model.write_bytes(damage(model.read_bytes()))
    assert not is_sound(model)


def test_a_model_that_is_not_there_is_not_sound(tmp_path: Path) -> None:
    assert not is_sound(tmp_path / "model.tar.gz")
    assert not is_sound(tmp_path)


def test_training_leaves_the_whole_model_under_its_name_and_a_log(tmp_path: Path) -> None:
    model, log = tmp_path / "models/motcua-1.tar.gz", tmp_path / "logs/train.log"
    train(trains(tmp_path), model, log)
    assert is_sound(model)
    assert list(model.parent.iterdir()) == [model]
    assert log.read_text("utf-8").count(STEP) == 2


def test_progress_grows_up_to_one(tmp_path: Path) -> None:
    told: list[float] = []
    train(trains(tmp_path), tmp_path / "model.tar.gz", tmp_path / "log", told.append)
    assert told == sorted(told)
    assert told[0] < told[-2] < told[-1] == 1.0


@pytest.mark.parametrize(
    "end",
    [
        "sys.exit(0)",
        "sys.exit('no such policy')",
        "open(out, 'wb').write(b'half a mod'); os.kill(os.getpid(), signal.SIGKILL)",
        "shutil.copy('made.tar.gz', out); sys.exit(1)",
        "open(out, 'wb').write(b'half a mod')",
    ],
    ids=["no model", "error", "killed half-way", "model but error", "half a model"],
)
def test_training_that_fails_leaves_no_model_and_says_where_to_look(
    tmp_path: Path, end: str
) -> None:
    write_model(tmp_path / "made.tar.gz")
    write_rasa(tmp_path, f"{FIND_OUT}print('reading', flush=True)\n{end}")
    model, log = tmp_path / "models/motcua-1.tar.gz", tmp_path / "train.log"
    with pytest.raises(TrainingFailed) as caught:
        train(tmp_path, model, log)
    assert str(log) in str(caught.value)
    assert "reading" in str(caught.value)
    assert list(model.parent.iterdir()) == []


def test_training_that_is_broken_off_ends_rasa_and_leaves_no_model(tmp_path: Path) -> None:
    write_rasa(tmp_path, f"print({STEP!r}, flush=True)\nsignal.pause()")
    model = tmp_path / "models/motcua-1.tar.gz"

    def stop(_done: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(tmp_path, model, tmp_path / "train.log", stop)
    assert list(model.parent.iterdir()) == []


def settings(folder: Path) -> Settings:
    return Settings(data_dir=folder / "var", models_dir=folder / "models")


def test_a_sound_model_of_the_present_inputs_is_used_as_it_is(tmp_path: Path) -> None:
    write_rasa(tmp_path, "sys.exit('must not be asked')")
    model = write_model(model_file(tmp_path, tmp_path / "models"))
    assert trained(settings(tmp_path), Console(file=StringIO()), root=tmp_path) == model


def test_only_the_newest_models_are_kept(tmp_path: Path) -> None:
    for n in range(KEPT + 3):
        model = tmp_path / f"motcua-{n}.tar.gz"
        model.touch()
        os.utime(model, (n, n))
    (tmp_path / "mine.tar.gz").touch()
    prune(tmp_path)
    left = {f.name for f in tmp_path.iterdir()}
    assert left == {"mine.tar.gz", *(f"motcua-{n}.tar.gz" for n in range(3, KEPT + 3))}


def test_a_damaged_model_is_set_aside_and_trained_again(tmp_path: Path) -> None:
    trains(tmp_path)
    model = write_model(model_file(tmp_path, tmp_path / "models"))
    model.write_bytes(_cut(model.read_bytes()))
    said = StringIO()
    assert trained(settings(tmp_path), Console(file=said), root=tmp_path) == model
    assert is_sound(model)
    assert "bị hỏng" in said.getvalue()
    assert not is_sound(next(model.parent.glob("*.broken")))


def test_a_model_is_trained_anew_when_asked_for(tmp_path: Path) -> None:
    trains(tmp_path)
    model = write_model(model_file(tmp_path, tmp_path / "models"))
    before = model.stat().st_ino
    trained(settings(tmp_path), Console(file=StringIO()), anew=True, root=tmp_path)
    assert model.stat().st_ino != before


def test_without_rasas_environment_the_sentence_says_to_install_it(tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text("pipeline: []", "utf-8")
    with pytest.raises(TrainingFailed, match="make setup"):
        trained(settings(tmp_path), Console(file=StringIO()), root=tmp_path)
