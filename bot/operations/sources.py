"""What is looked at in an installation of ours."""

import asyncio
from collections.abc import Callable
from functools import partial

from sqlalchemy import Engine as Database

from bot.engine_client import EngineClient
from bot.errors import EngineUnavailable
from bot.operations.watch import Sources
from bot.records.messages.inbox import utc_now
from bot.records.operations import depths, ready
from bot.records.operations.totals import Totals


def sources(database: Database, engine: EngineClient, catalogue: Callable[[], object]) -> Sources:
    """Return where to look; ``catalogue`` returns when the records are loaded."""
    totals = Totals(database)

    async def engine_up() -> bool:
        return await engine.model() is not None

    async def engine_look() -> None:
        if not await engine_up():
            raise EngineUnavailable("it serves no model")

    return Sources(
        records=lambda: (totals.read(), depths.depths(database, utc_now())),
        engine_up=engine_up,
        parts={
            "database": partial(asyncio.to_thread, ready.look, database),
            "engine": engine_look,
            "catalogue": partial(asyncio.to_thread, catalogue),
        },
    )
