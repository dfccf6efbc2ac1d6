"""The province a desk serves: hotline, portal and the departments that own needs."""

from datetime import date
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.errors import SettingsInvalid
from bot.settings import ROOT


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Hotline(_Part):
    """The line where a person answers."""

    number: str
    title: str
    source: str
    checked: date


class Department(_Part):
    """A department and the catalogue fields whose needs it owns."""

    id: str
    name: str
    fields: tuple[str, ...] = ()
    fallback: bool = False


class Province(_Part):
    """One file of `provinces/`."""

    id: str
    name: str
    hotline: Hotline
    portal: str
    departments: Annotated[tuple[Department, ...], Field(min_length=1)]

    def department_of(self, field: str | None) -> str:
        """Return the id of the department that owns ``field``, or of the fallback one."""
        owners = [d for d in self.departments if field in d.fields]
        owners += [d for d in self.departments if d.fallback]
        return (owners or list(self.departments))[0].id


def load_province(name: str, folder: Path = ROOT / "provinces") -> Province:
    """Read ``provinces/<name>.yml``.

    Raises:
        SettingsInvalid: there is no such file, or something in it is wrong.
    """
    file = folder / f"{name}.yml"
    try:
        return Province.model_validate(yaml.safe_load(file.read_text("utf-8")))
    except OSError:
        known = ", ".join(sorted(f.stem for f in folder.glob("*.yml")))
        raise SettingsInvalid(
            f"Không đọc được {file}. Hãy đặt MOTCUA_PROVINCE là một trong: {known}."
        ) from None
    except (ValidationError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise SettingsInvalid(f"Tệp {file} có lỗi, hãy sửa: {_where(error)}.") from None


def _where(error: Exception) -> str:
    """Say in a few words which keys are wrong, or where the text cannot be read."""
    if isinstance(error, ValidationError):
        keys = {".".join(map(str, e["loc"])) or "(tệp)" for e in error.errors()}
        return "các mục " + ", ".join(sorted(keys))
    return " ".join(str(error).split())[:200]
