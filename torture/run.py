"""The command: which parts, on which databases, and how the table is shown."""

import logging
import traceback
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bench.machine import describe
from torture import bodies, duplicates, engine_down, kills, reminders, send_faults, tokens
from torture.places import KINDS, Place, place
from torture.rows import Row, as_json, markdown, table
from torture.sizes import FULL, SMALL, Sizes

PARTS: dict[str, Callable[[Place, Sizes], Row]] = {
    "duplicates": duplicates.run,
    "kills": kills.run,
    "reminders": reminders.run,
    "engine": engine_down.run,
    "sends": send_faults.run,
    "tokens": tokens.run,
    "bodies": bodies.run,
}
say = Console(stderr=True).print
_WIDTH = 200  # of a table that goes to a file


def main(
    small: Annotated[bool, typer.Option("--small", help="Little of everything, for CI.")] = False,
    part: Annotated[list[str] | None, typer.Option(help=f"Only these: {', '.join(PARTS)}.")] = None,
    database: Annotated[list[str] | None, typer.Option(help=" or ".join(KINDS))] = None,
    updates: Annotated[int | None, typer.Option(min=10, help="That arrive again.")] = None,
    kill: Annotated[int | None, typer.Option(min=1, help="How often.")] = None,
    sends: Annotated[int | None, typer.Option(min=20, help="At each of three times.")] = None,
    posts: Annotated[int | None, typer.Option(min=10, help="To the webhooks.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write JSON too.")] = None,
    markdown_file: Annotated[Path | None, typer.Option("--markdown", help="Write a page.")] = None,
) -> None:
    """Try to break what is promised about messages; exit status 1 if it breaks."""
    logging.getLogger("bot").setLevel(logging.CRITICAL)  # thousands of refusals are meant to be
    machine = describe()
    given = {"updates": updates, "kills": kill, "sends": sends, "bodies": posts}
    sizes = replace(SMALL if small else FULL, **{k: v for k, v in given.items() if v is not None})
    rows = list(tortured(part or PARTS, database or KINDS, sizes))
    wide = Console(width=None if Console().is_terminal else _WIDTH)
    wide.print(table(rows, machine))
    for file, write in ((json_file, as_json), (markdown_file, markdown)):
        if file:
            file.write_text(write(rows, machine), "utf-8")
    faults = [f"{row.promise} ({row.on}): {fault}" for row in rows for fault in row.faults]
    for fault in faults:
        say(f"[red]Broken:[/] {fault}")
    raise typer.Exit(1 if faults else 0)


def tortured(parts: Iterable[str], kinds: Iterable[str], sizes: Sizes) -> Iterable[Row]:
    """Run each part on each kind of database, each time on an empty one."""
    for part, kind in product(parts, kinds):
        if part not in PARTS or kind not in KINDS:
            raise typer.BadParameter(f"{part} on {kind}: no such thing")
        say(f"Torturing: {part} on {kind} …")
        with place(kind) as here:
            yield _row(part, here, sizes)


def _row(part: str, here: Place, sizes: Sizes) -> Row:
    """A part that fails itself keeps no promise, and must not take the other rows with it."""
    try:
        return PARTS[part](here, sizes)
    except Exception as error:
        say(traceback.format_exc())
        return Row(part, here.kind, 0, 0, 0, None, "", (f"it ended by {type(error).__name__}",))
