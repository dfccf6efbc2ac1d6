"""A console on real tables with hurried hashes, and browsers that look at it."""

import re
from dataclasses import dataclass, field
from typing import Any, Self

import pyotp
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine, select

from bot.records.audit import Deed, audited
from bot.records.read import reading
from bot.records.staff.accounts import SqlStaff
from bot.records.staff.codes import SqlCodes
from bot.records.staff.links import Given, SqlLinks
from bot.records.staff.passwords import Passwords
from bot.records.staff.sessions import SqlSessions
from bot.records.tables import Base
from console import MOUNT, Office, create_console
from tests.integration.records_kit import Clock

PASSWORD = "một câu dài dễ nhớ"
KEY = "0" * 43
HURRIED = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
TESTS = Deed("tests", "")
_CSRF = re.compile(r'name="csrf" value="([0-9a-f]{64})"')


class Browser(TestClient):
    """Keeps cookies, follows nothing by itself, and fills in forms as the page has them."""

    def at(self, path: str) -> Any:
        return self.get(f"{MOUNT}{path}")

    def fill(self, path: str, on: str = "/login", **values: object) -> Any:
        """Send the form that the page ``on`` shows."""
        shown = _CSRF.search(self.at(on).text)
        assert shown, "the page has no form"
        return self.post(f"{MOUNT}{path}", data={"csrf": shown[1], **values})

    def log_in(self, login: str, password: str = PASSWORD, to: str = "") -> Any:
        return self.fill("/login", login=login, password=password, to=to)

    @property
    def is_in(self) -> bool:
        return bool(self.at("/").status_code == 200)


@dataclass
class Console:
    """A console and the people of it."""

    database: Engine
    clock: Clock = field(default_factory=Clock)
    office: Office = field(init=False)

    def __post_init__(self) -> None:
        database, clock, passwords = self.database, self.clock, Passwords(HURRIED)
        self.office = Office(
            database,
            SqlStaff(database, passwords, clock),
            SqlSessions(database, clock),
            SqlLinks(database, passwords, clock),
            SqlCodes(database, KEY, clock),
            clock=clock,
            seal_key=KEY,
            stream_seconds=0,
        )

    def with_staff(self, login: str, *roles: str, name: str = "Lan", department: str = "") -> Self:
        given = Given(roles or ("helpdesk",), department=department)
        token = self.office.links.invite(given, TESTS)
        self.office.links.follow(token, login, name, PASSWORD)
        return self

    def browser(self, scheme: str = "http") -> Browser:
        app = FastAPI()
        app.mount(MOUNT, create_console(self.office))
        return Browser(app, f"{scheme}://console.example", follow_redirects=False)

    def logged_in(self, login: str) -> Browser:
        browser = self.browser()
        assert browser.log_in(login).status_code == 303
        return browser

    def demand_code(self, login: str) -> pyotp.TOTP:
        """Switch the second factor on, with the code of a minute ago."""
        staff, codes = self.office.staff.named(login), self.office.codes
        sealed = codes.propose(staff)
        totp = pyotp.TOTP(codes.secret(staff, sealed) or "")
        assert codes.enrol(staff, sealed, self.code(totp))
        self.clock.skip(90)
        return totp

    def code(self, totp: pyotp.TOTP) -> str:
        return totp.at(self.clock.now)

    @property
    def deeds(self) -> list[str]:
        """What the audit holds, the newest first."""
        return [done.action for done in audited(self.database)]

    def kept(self, table: type[Base]) -> str:
        """Return all that a table holds."""
        with reading(self.database) as db:
            return str(db.execute(select(table.__table__)).all())
