"""What commands of operators have in common: who uses them, why, and on which records."""

from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getuser
from typing import Annotated

import typer
from sqlalchemy import Engine

from bot.errors import MotcuaError
from bot.records.audit import LONGEST_REASON, Deed
from bot.records.database import open_database, upgrade
from bot.records.text import clean
from bot.settings import load_settings

Reason = Annotated[str, typer.Option("--reason", help="Lý do; được lưu lại.")]
By = Annotated[str, typer.Option("--by", help="Người làm; mặc định là tên đăng nhập của máy.")]


@contextmanager
def records() -> Iterator[Engine]:
    """Give the database of this installation, its tables made if they are missing."""
    database = open_database(load_settings().database)
    try:
        upgrade(database)
        yield database
    finally:
        database.dispose()


def deed(reason: str, by: str, *, needs_reason: bool = True) -> Deed:
    """Return who does it and why.

    Raises:
        MotcuaError: nobody says why.
    """
    why = clean(reason).strip()[:LONGEST_REASON]
    if needs_reason and not why:
        raise MotcuaError("Hãy ghi lý do: --reason “…”")
    return Deed(clean(by).strip() or _login(), why)


def _login() -> str:
    try:
        return getuser()
    except (OSError, KeyError):  # a machine user without a name
        return "không rõ"
