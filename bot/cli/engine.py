"""An engine for the commands that ask: the running one, or one of their own."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from actions.server import endpoint
from bot.serving import free_port, serving
from bot.settings import ROOT, Settings
from bot.wiring import System
from training.fingerprint import model_file
from training.train import is_sound, train


@contextlib.asynccontextmanager
async def with_engine(
    settings: Settings, console: Console, scratch: str = ""
) -> AsyncIterator[System]:
    """Give a system whose engine answers; one that serves the present model is used as it is.

    Messages and turns go to the database ``scratch``, if one is given.
    """
    model = trained(settings, console)
    async with _closing(System(settings, scratch)) as system:
        if await system.engine.model() == model.name:
            yield system
            return
    own_ports = {"engine_port": free_port(), "actions_port": free_port()}
    apart = System(settings.model_copy(update=own_ports), scratch)
    async with _own_engine(apart, model, console) as own:
        yield own


def trained(settings: Settings, console: Console, *, anew: bool = False, root: Path = ROOT) -> Path:
    """Return the model for the present training inputs of ``root``, training it if there is none.

    Raises:
        TrainingFailed: Rasa could not train it.
    """
    model = model_file(root, settings.models_dir)
    if model.exists() and not anew:
        if is_sound(model):
            return model
        console.print(f"Mô hình {model.name} bị hỏng, em huấn luyện lại.")
        model.replace(model.with_suffix(".broken"))
    with _progress(console) as progress:
        task = progress.add_task("Huấn luyện mô hình", total=1.0)
        log = settings.data_dir / "logs" / "train.log"
        train(root, model, log, lambda done: progress.update(task, completed=done))
    return model


@contextlib.asynccontextmanager
async def _own_engine(apart: System, model: Path, console: Console) -> AsyncIterator[System]:
    async with (
        _closing(apart) as system,
        serving(endpoint(system), "127.0.0.1", system.settings.actions_port),
    ):
        process = system.engine_process(model)
        process.start()
        try:
            with console.status("Đang khởi động Rasa…"):
                await process.ready()
            yield system
        finally:
            process.stop()


@contextlib.asynccontextmanager
async def _closing(system: System) -> AsyncIterator[System]:
    try:
        yield system
    finally:
        await system.engine.close()
        system.database.dispose()


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=console
    )
