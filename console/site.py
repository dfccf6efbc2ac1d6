"""Puts the console beside the web chat, from the parts of one installation."""

from typing import TYPE_CHECKING

from fastapi import FastAPI

from bot.records.staff.accounts import SqlStaff
from bot.records.staff.codes import SqlCodes
from bot.records.staff.links import SqlLinks
from bot.records.staff.passwords import Passwords
from bot.records.staff.sessions import SqlSessions
from bot.secret import console_key
from bot.settings import Settings
from bot.wiring import System
from console.app import create_console
from console.guard import MOUNT, Office

if TYPE_CHECKING:
    from console.accounts.openid import OpenId


def site(system: System) -> FastAPI:
    """Return all pages of the installation: the citizens' and the staff's."""
    app = system.web()
    app.mount(MOUNT, create_console(office(system)))
    return app


def office(system: System) -> Office:
    """Return what the console works with."""
    database, passwords = system.database, Passwords()
    return Office(
        engine=database,
        staff=SqlStaff(database, passwords),
        sessions=SqlSessions(database),
        links=SqlLinks(database, passwords),
        codes=SqlCodes(database, console_key(system.settings.data_dir)),
        province=system.province.name,
        public_url=system.settings.public_url,
        ring=system.bell.ring,
        listen=system.bell.listen,
        catalogue=lambda: system.catalogue,
        place=system.province,
        calendar=system.calendar,
        seal_key=console_key(system.settings.data_dir),
        zalo_free_replies=system.settings.zalo_free_replies,
        openid=_openid(system.settings),
    )


def _openid(settings: Settings) -> "OpenId | None":
    """Return the institution's own log-in, whose libraries nobody else need load."""
    if not settings.oidc:
        return None
    from console.accounts.openid import OpenId

    client = (settings.oidc_client_id, settings.oidc_client_secret)
    return OpenId(settings.oidc_issuer, client, settings.oidc_name)
