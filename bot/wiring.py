"""Chooses the concrete parts and puts them together. Nothing is built at import time."""

import os
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from fastapi import FastAPI
from sqlalchemy import Engine as Database

from bot.api import PATH as API
from bot.api import Library, create_api
from bot.catalogue.catalogue import Catalogue, open_catalogue
from bot.catalogue.embeddings import Embeddings, open_embeddings
from bot.catalogue.listing import LiveListing
from bot.catalogue.live import LiveCatalogue
from bot.catalogue.load import files_state
from bot.channels.web import Desk, Site, create_web
from bot.channels.web.pace import Pace
from bot.conversation.answer import Answerer
from bot.conversation.bell import MESSAGES, Bell
from bot.conversation.bulletin import ReadBulletin
from bot.conversation.dispatch import Dispatcher
from bot.conversation.rated import Rating
from bot.conversation.reception import Reception
from bot.conversation.safe import SafeReplies, contacts
from bot.engine_client import EngineClient
from bot.engine_process import EngineCommand, EngineProcess
from bot.memory import give_back
from bot.operations.routes import operations
from bot.operations.sources import sources
from bot.operations.watch import Watch
from bot.province import Province, load_calendar, load_province
from bot.province.calendar import Calendar
from bot.province.duty import Duty, read_sessions
from bot.records.catalogue_versions import imported_records, imported_state
from bot.records.database import open_database
from bot.records.messages.inbox import SqlInbox
from bot.records.messages.moving import move_chat
from bot.records.messages.outbox import SqlOutbox
from bot.records.messages.parts import SqlParts
from bot.records.messages.reader import SqlReader
from bot.records.messages.sealed import Sealer
from bot.records.messages.whole import Whole
from bot.records.needs.lessons import learnt_in, lessons_state_in
from bot.records.operations.board import Followed, SqlBoard
from bot.records.takeover.helpdesk import SqlHelpdesk
from bot.records.takeover.time import SqlKeeper
from bot.secret import console_key, engine_secret, metrics_token, telegram_secret, zalo_key
from bot.settings import ROOT, Settings
from bot.wired_needs import NeedParts

if TYPE_CHECKING:  # an installation without these does not load them
    from bot.channels.telegram import Channel
    from bot.channels.zalo import Sender, Tokens, ZaloClient


@dataclass(frozen=True)
class System:
    """All parts of one installation, each made when it is first needed.

    Attributes:
        settings: what the operator chose.
        scratch: another database for messages and turns, of a command that leaves no trace; the
            catalogue's imported records still come from the database of the settings.
    """

    settings: Settings
    scratch: str = ""

    @cached_property
    def province(self) -> Province:
        return load_province(self.settings.province)

    @cached_property
    def calendar(self) -> Calendar:
        """The days on which offices of the province work."""
        return load_calendar(self.province)

    @property
    def catalogue(self) -> Catalogue:
        """The records as they are now."""
        return self.live.now

    @cached_property
    def live(self) -> LiveCatalogue:
        return LiveCatalogue(self._open_catalogue, self._catalogue_state)

    def _open_catalogue(self) -> Catalogue:
        where = self.settings.database
        imported, learnt = imported_records(where), learnt_in(where)
        opened = open_catalogue(self.settings.catalogue_dir, imported, self.embeddings, learnt)
        opened.prepare()
        give_back()
        return opened

    @cached_property
    def embeddings(self) -> Embeddings | None:
        folder = self.settings.embeddings
        return open_embeddings(Path(folder), self.settings.data_dir) if folder else None

    def _catalogue_state(self) -> Hashable:
        files = files_state(self.settings.catalogue_dir)
        where = self.settings.database
        return files, imported_state(where), lessons_state_in(where)

    @cached_property
    def database(self) -> Database:
        return open_database(self.scratch or self.settings.database)

    @cached_property
    def inbox(self) -> SqlInbox:
        whole = Whole(Sealer(console_key(self.settings.data_dir)))
        return SqlInbox(self.database, self.needs.rules, keep_whole=whole)

    @cached_property
    def needs(self) -> NeedParts:
        """What opens, follows and looks after needs."""
        given = (self.province, self.calendar, lambda: self.catalogue, self.settings)
        return NeedParts(self.database, *given)

    @cached_property
    def helpdesk(self) -> SqlHelpdesk:
        """Where citizens can ask for a person."""
        sessions = read_sessions(self.settings.helpdesk_hours)
        return SqlHelpdesk(self.database, Duty(sessions, self.calendar))

    @cached_property
    def keeper(self) -> SqlKeeper:
        """What looks after those who talk with a person, or wait for one."""
        return SqlKeeper(self.database, self.helpdesk, self.needs.rules)

    @cached_property
    def outbox(self) -> SqlOutbox:
        return SqlOutbox(self.database)

    @cached_property
    def bell(self) -> Bell:
        return Bell()

    @cached_property
    def secret(self) -> str:
        return engine_secret(self.settings.data_dir)

    @cached_property
    def engine(self) -> EngineClient:
        url = f"http://127.0.0.1:{self.settings.engine_port}"
        return EngineClient(url, self.secret, self.settings.engine_timeout)

    @cached_property
    def dispatcher(self) -> Dispatcher:
        safe, home = SafeReplies(self.province), self.province.unit
        rating = Rating(lambda: self.catalogue, contacts(self.province))
        reception = Reception(self.helpdesk)
        desks = self.needs.desks()
        answerer = Answerer(self.engine, safe, self.bulletin, home, rating, reception, desks)
        worker = f"{os.getpid()}-{token_hex(4)}"
        return Dispatcher(
            self.inbox,
            answerer,
            self.bell,
            worker=worker,
            at_once=self.settings.workers,
            engine_timeout=self.settings.engine_timeout,
        )

    @cached_property
    def bulletin(self) -> ReadBulletin:
        """What operators have switched and told, at most two seconds ago."""
        return Followed(SqlBoard(self.database).bulletin)

    def watch(self) -> Watch:
        """Return what measures this installation, for one event loop."""
        token = self.settings.metrics_token or metrics_token(self.settings.data_dir)
        return Watch(sources(self.database, self.engine, lambda: self.catalogue), token)

    def web(self) -> FastAPI:
        """Return the web chat, the pages and the open data."""
        hotline = self.province.hotline
        portal, title = self.province.portal, hotline.title
        site = Site(self.province.name, hotline.number, portal, hotline_title=title)
        reader = SqlReader(self.database, "web")
        pace = Pace(self.settings.web_pace) if self.settings.web_pace else None
        wake = partial(self.bell.ring, MESSAGES)
        public, listing = self.settings.public_url, self.listing
        desk = Desk(
            self.inbox,
            reader,
            wake,
            self.bell,
            site,
            pace,
            listing=listing,
            public_url=public,
            bulletin=self.bulletin,
            embed_hosts=self.settings.embed_hosts.split(),
        )
        app = create_web(desk)
        app.include_router(operations(self.watch()))
        library = Library(listing, pace, public_url=public, needs=self.needs.counts)
        app.mount(API, create_api(library))
        if self.settings.zalo:
            self._mount_zalo(app)
        if self.settings.telegram_webhook:
            self._mount_telegram(app)
        return app

    def _mount_zalo(self, app: FastAPI) -> None:
        from bot.channels import zalo

        accepted = partial(self.bell.ring, MESSAGES)
        settings = self.settings
        gate = zalo.Gate(settings.zalo_app_id, settings.zalo_oa_secret, self.inbox, accepted)
        app.mount(zalo.MOUNT, zalo.create_webhook(gate))

    def _mount_telegram(self, app: FastAPI) -> None:
        from bot.channels.telegram import MOUNT

        app.mount(MOUNT, self.telegram.app())

    @cached_property
    def telegram(self) -> "Channel":
        """The Telegram channel, for one event loop."""
        from bot.channels.telegram import Channel, Needed, connect

        settings = self.settings
        needed = Needed(
            self.inbox,
            self.outbox,
            self.parts,
            accepted=partial(self.bell.ring, MESSAGES),
            moved=partial(move_chat, self.database, "telegram"),
            public_url=settings.public_url,
            secret=telegram_secret(settings.data_dir) if settings.telegram_webhook else "",
        )
        return Channel(connect(settings.telegram_token, settings.telegram_api), needed)

    @cached_property
    def parts(self) -> SqlParts:
        return SqlParts(self.database)

    @cached_property
    def zalo_tokens(self) -> "Tokens":
        from bot.channels.zalo import OAuth, Tokens
        from bot.records.zalo_tokens import SqlZaloTokens

        settings, key = self.settings, zalo_key(self.settings.data_dir)
        exchange = OAuth(settings.zalo_app_id, settings.zalo_secret, settings.zalo_oauth)
        return Tokens(SqlZaloTokens(self.database, settings.zalo_app_id, key), exchange)

    def zalo_client(self) -> "ZaloClient":
        """Return a client for one event loop."""
        from bot.channels.zalo import ZaloClient

        return ZaloClient(self.zalo_tokens, self.settings.zalo_api)

    def zalo_sender(self, client: "ZaloClient") -> "Sender":
        """Return what delivers a reply on Zalo."""
        from bot.channels.zalo import Sender

        settings = self.settings
        return Sender(client, self.parts, settings.public_url, settings.zalo_free_replies)

    @cached_property
    def listing(self) -> LiveListing:
        return LiveListing(lambda: self.catalogue)

    def engine_process(self, model: Path) -> EngineProcess:
        """Return Rasa, ready to be started with ``model``."""
        settings = self.settings
        command = EngineCommand(
            root=ROOT,
            model=model,
            port=settings.engine_port,
            secret=self.secret,
            actions_url=f"http://127.0.0.1:{settings.actions_port}/webhook?token={self.secret}",
            log=settings.data_dir / "logs" / "engine.log",
        )
        return EngineProcess(command, self.engine)
