"""The application in processes of its own, to be killed: web, webhook, dispatcher and sender.

Rasa and the actions are left out, since the engine is a fake. A server that forks has read all
modules before, so that a hundred starts take seconds.
"""

import asyncio
import logging
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import bot.channels.telegram  # noqa: F401 - read before the fork
from bot.conversation import dispatch
from bot.records.messages.outbox import SqlOutbox
from bot.secret import telegram_secret
from bot.serving import free_port, serving
from bot.settings import Settings
from bot.wiring import System
from tests.fakes_telegram import TOKEN
from torture.outside import Outside
from torture.places import Place

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["torture.app", "torture.workers", "torture.reminders"])
HOLD_SECONDS = 5.0  # 120 in earnest: how long a reply waits that a killed process had in hand
ENGINE_TIMEOUT = 1.0
LEASE_MARGIN_SECONDS = 2.0  # 10 in earnest: how much longer a message of a killed process waits


class Hasty(System):
    """A system that takes again sooner what a killed process had in hand."""

    @cached_property
    def outbox(self) -> SqlOutbox:
        """The outbox with a short hold."""
        return SqlOutbox(self.database, hold_seconds=HOLD_SECONDS)


def settings_for(place: Place, outside: Outside, *, workers: int = 4) -> Settings:
    """Return settings of one process that touch nothing of this installation."""
    return Settings(
        _env_file=None,
        data_dir=place.folder,
        database_url=place.url,
        embeddings="",
        province="toan-quoc",
        web_host="127.0.0.1",
        web_port=free_port(),
        web_pace=0,
        public_url="https://motcua.example",
        engine_port=outside.engine_port,
        engine_timeout=ENGINE_TIMEOUT,
        workers=workers,
        telegram_token=TOKEN,
        telegram_api=outside.telegram_url,
        telegram_mode="webhook",
        zalo_app_id="",
    )


def webhook_of(settings: Settings) -> str:
    """Where that process takes updates."""
    return f"http://127.0.0.1:{settings.web_port}/telegram/webhook"


def secret_of(place: Place) -> str:
    """By which the webhook knows Telegram."""
    return telegram_secret(place.folder)


def start(settings: Settings) -> ForkServerProcess:
    """Start one process."""
    process = PROCESSES.Process(target=run, args=(settings,))
    process.start()
    return process


@contextmanager
def running(*settings: Settings) -> Iterator[None]:
    """Run a process for each settings, and kill them at the end."""
    processes = [start(each) for each in settings]
    try:
        yield
    finally:
        end(*processes)


def end(*processes: ForkServerProcess) -> None:
    """Kill these processes as ``kill -9`` does."""
    for process in processes:
        process.kill()
    for process in processes:
        process.join()


def run(settings: Settings) -> None:
    """Run until killed."""
    log_in(settings.data_dir)
    dispatch.LEASE_MARGIN_SECONDS = LEASE_MARGIN_SECONDS
    asyncio.run(_serve(Hasty(settings)))


def log_in(folder: Path) -> None:
    """Keep what goes wrong in a file."""
    form = "%(asctime)s %(process)d %(name)s %(message)s"
    logging.basicConfig(filename=folder / "torture.log", level=logging.WARNING, format=form)


async def _serve(system: System) -> None:
    settings = system.settings
    async with (
        serving(system.web(), settings.web_host, settings.web_port),
        asyncio.TaskGroup() as tasks,
    ):
        tasks.create_task(system.dispatcher.run())
        with system.bell.listen("telegram") as wake:
            await system.telegram.run(wake)
