"""Reads `provinces/`. What cannot be used stops a start; `motcua province check` tells more."""

from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from bot.errors import SettingsInvalid
from bot.province.calendar import Calendar
from bot.province.holidays import Holidays
from bot.province.province import Province
from bot.settings import ROOT

PROVINCES = ROOT / "provinces"
HOLIDAYS = "holidays.yml"
Content = TypeVar("Content", bound=BaseModel)


def load_province(name: str, folder: Path = PROVINCES) -> Province:
    """Read ``provinces/<name>.yml``.

    Raises:
        SettingsInvalid: there is no such file, or something in it is wrong.
    """
    file = folder / f"{name}.yml"
    if not file.is_file():
        known = ", ".join(found.stem for found in province_files(folder))
        raise SettingsInvalid(
            f"Không đọc được {file}. Hãy đặt MOTCUA_PROVINCE là một trong: {known}."
        )
    return _read(file, Province)


def load_calendar(province: Province, folder: Path = PROVINCES) -> Calendar:
    """Return the days on which offices of ``province`` work.

    Raises:
        SettingsInvalid: the list of holidays cannot be used.
    """
    return Calendar.of(_read(folder / HOLIDAYS, Holidays), province.days_off)


def province_files(folder: Path = PROVINCES) -> list[Path]:
    """Return the files that describe a province, by name."""
    return sorted(file for file in folder.glob("*.yml") if file.name != HOLIDAYS)


def _read(file: Path, kind: type[Content]) -> Content:
    try:
        return kind.model_validate(yaml.safe_load(file.read_text("utf-8")))
    except OSError as error:
        raise SettingsInvalid(f"Không đọc được {file} ({error.strerror}).") from None
    except (ValidationError, yaml.YAMLError, ValueError) as error:
        raise SettingsInvalid(f"Tệp {file} có lỗi, hãy sửa: {_where(error)}.") from None


def _where(error: Exception) -> str:
    """Say in a few words which keys are wrong, or where the text cannot be read."""
    if isinstance(error, ValidationError):
        keys = {".".join(map(str, e["loc"])) or "(tệp)" for e in error.errors()}
        return "các mục " + ", ".join(sorted(keys))
    return " ".join(str(error).split())[:200]
