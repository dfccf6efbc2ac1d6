"""Databases that stay for the next time, and browsers of the bench's staff that look at them."""

from collections.abc import Callable, Iterator
from datetime import datetime
from time import perf_counter, process_time

from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine, create_engine, make_url, text, update
from sqlalchemy.exc import OperationalError

from bench.console_kinds import PEOPLE
from bot.catalogue.catalogue import Catalogue
from bot.clock import utc_now
from bot.province import load_province
from bot.records.audit import Deed
from bot.records.staff.accounts import SqlStaff, Staff
from bot.records.staff.codes import SqlCodes
from bot.records.staff.links import Given, SqlLinks
from bot.records.staff.passwords import Passwords
from bot.records.staff.sessions import SqlSessions
from bot.records.staff.tables import StaffMember
from bot.settings import load_settings
from console import MOUNT, Office, create_console
from console.guard import SESSION

SERVER = "postgresql://postgres@127.0.0.1:5432/postgres"
BENCH = Deed("bench", "")


def kind_of(engine: Engine) -> str:
    """Return what a database is called beside its figures."""
    return {"sqlite": "SQLite"}.get(engine.dialect.name, "PostgreSQL")


def addresses(name: str, server: str) -> Iterator[str]:
    """Yield a file's address and, where ``server`` is reachable, that of a database on it."""
    folder = load_settings().data_dir / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    yield f"sqlite:///{folder / f'{name}.db'}"
    there, url = f"motcua_bench_{name.replace('-', '_')}", make_url(server)
    url = url.set(drivername="postgresql+psycopg")
    try:
        with create_engine(url, isolation_level="AUTOCOMMIT").connect() as db:
            known = text("SELECT 1 FROM pg_database WHERE datname = :name")
            if not db.execute(known, {"name": there}).first():
                db.execute(text(f"CREATE DATABASE {there}"))
    except OperationalError:
        return
    yield url.set(drivername="postgresql", database=there).render_as_string(hide_password=False)


class Browsers:
    """Everybody of ``PEOPLE``, logged in. ``worked`` is what each answer took of the processor."""

    def __init__(
        self, engine: Engine, catalogue: Catalogue, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._engine = engine
        self._office = _office(engine, catalogue, clock)
        self.worked: list[float] = []
        app = FastAPI()
        app.mount(MOUNT, create_console(self._office))
        self._browsers = {who: self._browser(app, who) for who in PEOPLE}

    def get(self, who: str, address: str) -> tuple[float, str]:
        """Ask for a page of the console; return the milliseconds that it took, and the page."""
        start, worked = perf_counter(), process_time()
        answer = self._browsers[who].get(MOUNT + address)
        spent = since(start)
        self.worked.append((process_time() - worked) * 1_000)
        answer.raise_for_status()
        return spent, answer.text

    def _browser(self, app: FastAPI, who: str) -> TestClient:
        given, commune = PEOPLE[who]
        staff = self._staff(who, given, commune)
        token = self._office.sessions.start(staff, "bench", confirmed=True)
        browser = TestClient(app, "http://console.example")
        browser.cookies.set(SESSION, token)
        return browser

    def _staff(self, who: str, given: Given, commune: str) -> Staff:
        office = self._office
        if who not in {staff.login for staff in office.staff.all()}:
            token = office.links.invite(given, BENCH)
            office.links.follow(token, who, who, "một câu dài dễ nhớ")
            with self._engine.begin() as db:
                row = update(StaffMember).where(StaffMember.login == who)
                db.execute(row.values(commune=commune))
        return office.staff.named(who)


def since(start: float) -> float:
    """Return the milliseconds since ``start``."""
    return (perf_counter() - start) * 1_000


def _office(engine: Engine, catalogue: Catalogue, clock: Callable[[], datetime]) -> Office:
    passwords = Passwords()
    links, key = SqlLinks(engine, passwords), "0" * 43
    parts = (SqlStaff(engine, passwords), SqlSessions(engine), links, SqlCodes(engine, key))
    return Office(
        engine,
        *parts,
        catalogue=lambda: catalogue,
        place=load_province("toan-quoc"),
        seal_key=key,
        clock=clock,
    )
