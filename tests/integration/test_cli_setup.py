"""scripts/setup.sh: installs what is missing, nothing twice, and says plainly what went wrong."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.settings import ROOT

# Stands in for uv: writes down what it was asked, makes what `uv venv` makes, fails where told.
UV = """#!/bin/sh
echo "$*" >>"$UV_LOG"
[ "$2" != "${UV_FAILS:-}" ] && [ "$1" != "${UV_FAILS:-}" ] || exit 1
[ "$1" != venv ] || { for last; do :; done; mkdir -p "$last/bin"; cp "$0" "$last/bin/python"; }
"""


class Project:
    """A copy of the script in a folder with lock files, and a ``uv`` that only takes notes."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.log = folder, folder / "uv.log"
        for name in ("scripts", "engine", "bin"):
            (folder / name).mkdir()
        shutil.copy(ROOT / "scripts/setup.sh", folder / "scripts")
        for name in ("pyproject.toml", "requirements.lock", "engine/requirements.lock"):
            (folder / name).write_text(name)
        (folder / "bin/uv").write_text(UV)
        (folder / "bin/uv").chmod(0o755)

    def setup(self, fails: str = "") -> subprocess.CompletedProcess[str]:
        path = f"{self.folder / 'bin'}:{os.environ['PATH']}"
        environment = {"PATH": path, "UV_LOG": str(self.log), "UV_FAILS": fails}
        script = ["sh", str(self.folder / "scripts/setup.sh")]
        return subprocess.run(
            script, env=environment, capture_output=True, check=False, encoding="utf-8"
        )

    def asked(self) -> list[str]:
        """Return what uv was asked since the last time."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        return lines


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_both_environments_are_made_and_a_second_time_nothing_is_done(project: Project) -> None:
    assert project.setup().returncode == 0
    assert [line.split()[0] for line in project.asked()] == ["venv", "pip", "pip", "venv", "pip"]
    again = project.setup()
    assert (again.returncode, again.stdout, project.asked()) == (0, "", [])


def test_a_changed_lock_file_brings_only_its_environment_up_to_date(project: Project) -> None:
    project.setup()
    project.asked()
    (project.folder / "engine/requirements.lock").write_text("changed")
    assert project.setup().returncode == 0
    (sync,) = project.asked()
    assert sync.startswith("pip sync")
    assert sync.endswith("engine/requirements.lock")


def test_an_environment_whose_python_is_gone_is_made_anew(project: Project) -> None:
    project.setup()
    project.asked()
    (project.folder / ".venv/bin/python").unlink()
    (project.folder / ".venv/left").touch()
    assert project.setup().returncode == 0
    assert project.asked()[0].startswith("venv")
    assert not (project.folder / ".venv/left").exists()


@pytest.mark.parametrize(
    ("fails", "sentence"),
    [("venv", "sudo apt install python3.11"), ("sync", "kiểm tra mạng"), ("install", "motcua")],
)
def test_what_fails_is_one_sentence_and_is_tried_again(
    project: Project, fails: str, sentence: str
) -> None:
    failed = project.setup(fails)
    assert failed.returncode == 1
    (line,) = failed.stderr.split("\n")[1:-1]
    assert line.startswith("✗ ")
    assert sentence in line
    project.asked()
    assert project.setup().returncode == 0
    assert project.asked()
