"""An installation of its own for each test of the command line."""

from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from bot.cli.app import main
from bot.secret import engine_secret
from bot.serving import free_port
from bot.settings import ROOT, Settings, load_settings
from tests.fakes_engine import FakeEngine, write_model, write_rasa
from tests.records import record
from training.fingerprint import model_file


@dataclass(frozen=True)
class Installation:
    """Folders, ports and environment variables that only one test uses.

    ``root`` is a project with a ``rasa`` that does nothing and a model, for what can be told
    where the project is; commands themselves always use the real one.
    """

    root: Path
    environment: pytest.MonkeyPatch

    @property
    def settings(self) -> Settings:
        return load_settings()

    def set(self, **values: object) -> None:
        for name, value in values.items():
            self.environment.setenv(f"MOTCUA_{name.upper()}", str(value))

    def engine(self) -> FakeEngine:
        """Start an engine that commands find and use; the test closes it."""
        model = write_model(model_file(ROOT, self.settings.models_dir))
        running = FakeEngine(engine_secret(self.settings.data_dir), model.name)
        self.set(engine_port=running.port)
        return running


def install(folder: Path, environment: pytest.MonkeyPatch) -> Installation:
    """Make an installation in ``folder``; its tables are not made yet."""
    write_rasa(folder / "root", "sys.exit(1)")
    write_model(model_file(folder / "root", folder / "models"))
    write_catalogue(folder / "procedures", record())
    made = Installation(folder / "root", environment)
    made.set(
        data_dir=folder / "var",
        models_dir=folder / "models",
        catalogue_dir=folder / "procedures",
        database_url="",
        province="toan-quoc",
        telegram_token="",
        web_host="127.0.0.1",
        web_port=free_port(),
        engine_port=free_port(),
        actions_port=free_port(),
    )
    environment.setenv("COLUMNS", "300")
    return made


def write_catalogue(folder: Path, *records: dict[str, object]) -> None:
    """Write records of the field ``ho_tich``."""
    (folder / "ho_tich").mkdir(parents=True, exist_ok=True)
    (folder / "fields.yml").write_text("ho_tich: Hộ tịch", "utf-8")
    for content in records:
        file = folder / "ho_tich" / f"{content['code']}.yml"
        file.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")


def run(*arguments: str) -> int:
    """Run the command line in this process and return its exit status."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


def the_sentence(captured: str) -> str:
    """Return the one line on standard error, which must be a sentence for people."""
    (line,) = captured.splitlines()
    assert line.startswith("✗ ")
    assert "Traceback" not in line
    return line.removeprefix("✗ ")
