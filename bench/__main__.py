"""``python -m bench`` (or ``make bench``): every figure beside its goal."""

import asyncio
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Annotated
from urllib.parse import urlsplit

import typer
from rich.console import Console

from bench.console import measure_console
from bench.engines import measure_engine, measure_stock
from bench.figures import Figure, as_json, markdown, table
from bench.machine import describe, listener
from bench.needs import measure_needs
from bench.search import measure_search
from bench.system import running_system
from bench.turns import measure
from bot.settings import ROOT, load_settings
from training.fingerprint import model_file
from training.train import train

say = Console(stderr=True).print


def main(
    web_url: Annotated[
        str, typer.Option(help="A running web chat; otherwise one is started.")
    ] = "",
    app_pid: Annotated[int | None, typer.Option(help="Found by its port otherwise.")] = None,
    engine_pid: Annotated[int | None, typer.Option(help="Not measured unless given.")] = None,
    stock: Annotated[bool, typer.Option(help="Also measure stock Rasa.")] = True,
    training: Annotated[bool, typer.Option("--train/--no-train", help="Also train.")] = True,
    console: Annotated[bool, typer.Option(help="Also measure a million messages.")] = True,
    needs: Annotated[bool, typer.Option(help="Also measure a hundred thousand needs.")] = True,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write JSON too.")] = None,
    markdown_file: Annotated[Path | None, typer.Option("--markdown", help="Write a page.")] = None,
) -> None:
    """Measure turns, start, training, memory and disk; needs an otherwise idle machine."""
    machine = describe()
    if web_url:
        app_pid = app_pid or listener(urlsplit(web_url).port or 80)
        figures = asyncio.run(measure(web_url, app_pid, engine_pid))
    else:
        figures = _own_system(stock)
    say("Searching …")
    figures += measure_search()
    if console:
        say("Filling and searching the console's databases …")
        figures += measure_console()
    if needs:
        say("Filling and reading the boards of needs …")
        figures += measure_needs()
    if training:
        figures.append(_training())
    Console().print(table(figures, machine))
    for file, write in ((json_file, as_json), (markdown_file, markdown)):
        if file:
            file.write_text(write(figures, machine), "utf-8")


def _own_system(stock: bool) -> list[Figure]:
    say("Starting a system, twice …")
    with running_system() as system:
        figures = [Figure("start to ready, second time", system.started_in, "s", 40)]
        say("Taking turns …")
        figures += asyncio.run(measure(system.web_url, system.pid, system.engine_pid))
        figures += asyncio.run(measure_engine(system))
        if stock:
            say("Taking turns with stock Rasa …")
            model = model_file(ROOT, load_settings().models_dir)
            figures += asyncio.run(measure_stock(system, model))
    return figures


def _training() -> Figure:
    say("Training …")
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        start = perf_counter()
        train(ROOT, Path(folder) / "model.tar.gz", Path(folder) / "train.log")
        return Figure("training", perf_counter() - start, "s", 180)


if __name__ == "__main__":
    typer.run(main)
