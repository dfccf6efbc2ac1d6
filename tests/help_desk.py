"""One installation with web chat and console, whose engine says what a test wants."""

import asyncio
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from typing_extensions import override

from bot.conversation.ports import Understood
from bot.province.duty import Duty
from bot.records.audit import Deed
from bot.records.database import upgrade
from bot.records.staff.links import Given
from bot.records.takeover.helpdesk import SqlHelpdesk
from bot.reply import Reply, TextBlock
from bot.settings import Settings
from bot.wiring import System
from console import Office
from console.site import office, site
from tests.fakes_web import LiveServer, serving

PASSWORD = "một câu dài dễ nhớ"
CALL = "cho tôi gặp cán bộ"
TESTS = Deed("tests", "")


class AlwaysOn(Duty):
    """A help desk that never closes: tests run at any hour."""

    @override
    def is_on(self, moment: datetime) -> bool:
        return True


class Echo:
    """Stands in for the engine: calls a person when asked for one, else repeats what was said."""

    async def ask(self, conversation: str, text: str, state: Mapping[str, Any]) -> Understood:
        calls = text == CALL
        reply = Reply(
            outcome="handoff" if calls else "answered",
            blocks=(TextBlock(text=f"Máy nghe: {text}"),),
            wants_person=calls,
        )
        return Understood([reply], "ask_fee", 1.0, [], [], {})


@dataclass
class HelpDeskSite:
    """A running installation and its accounts."""

    system: System
    office: Office
    server: LiveServer = field(init=False)

    @property
    def url(self) -> str:
        return self.server.url

    def with_staff(self, login: str, name: str, *roles: str) -> None:
        token = self.office.links.invite(Given(roles or ("helpdesk",)), TESTS)
        self.office.links.follow(token, login, name, PASSWORD)


@contextmanager
def help_desk(folder: Path) -> Iterator[HelpDeskSite]:
    """Serve an installation with its worker, on a new database."""
    system = System(Settings(data_dir=folder, database_url="", telegram_token="", web_pace=0))
    upgrade(system.database)
    parts = {"engine": Echo(), "helpdesk": SqlHelpdesk(system.database, AlwaysOn())}
    system.__dict__.update(parts)  # where cached_property keeps what it has made
    made = HelpDeskSite(system, office(system))
    with _working(system), serving(site(system)) as made.server:
        yield made
    system.database.dispose()


@contextmanager
def _working(system: System) -> Iterator[None]:
    """Answer messages in a thread, as the app's own loop does."""
    loop = asyncio.new_event_loop()
    work = loop.create_task(system.dispatcher.run())
    thread = threading.Thread(target=_until_cancelled, args=(loop, work))
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(work.cancel)
        thread.join(30)


def _until_cancelled(loop: asyncio.AbstractEventLoop, work: asyncio.Task[None]) -> None:
    try:
        loop.run_until_complete(work)
    except asyncio.CancelledError:
        loop.close()
