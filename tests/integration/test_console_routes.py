"""Every address of the console stands in one table, with who may do what there.

A new route without a row fails, and so does a row without a route.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.records.database import upgrade
from bot.records.staff import ROLES
from bot.settings import Settings
from bot.wiring import System
from console import create_console
from console.site import site
from tests.integration.console_kit import Browser, Console
from tests.integration.test_web_routes import rows

LOGIN = (303, "/console/login")
IN, FORM, NO, GONE = (200, ""), (422, ""), (403, ""), (410, "")
HOME = (303, "/console/")
EVERY_ROLE = tuple(ROLES)


def row(
    anybody: tuple[int, str], staff: tuple[int, str], admin: tuple[int, str] | None = None
) -> dict[str, tuple[int, str]]:
    """Return who gets which status, and is sent where."""
    everybody = dict.fromkeys(EVERY_ROLE, staff)
    return {"": anybody, **everybody, "admin": admin or staff}


# What is posted has the right token and nothing else, so 422 is the form's own answer.
TABLE = {
    ("GET", "/"): row(LOGIN, IN),
    ("GET", "/login"): row(IN, HOME),
    ("POST", "/login"): row((401, ""), (401, "")),
    ("GET", "/code"): row(LOGIN, HOME),
    ("POST", "/code"): row(LOGIN, HOME),
    ("GET", "/join/{token}"): row(GONE, GONE),
    ("POST", "/join/{token}"): row(GONE, GONE),
    ("POST", "/language"): row((401, ""), HOME),
    ("POST", "/logout"): row((401, ""), LOGIN),
    ("GET", "/sessions"): row(LOGIN, IN),
    ("POST", "/sessions"): row((401, ""), (303, "/console/sessions")),
    ("POST", "/sessions/{number}"): row((401, ""), (404, "")),
    ("GET", "/second-factor"): row(LOGIN, IN),
    ("POST", "/second-factor"): row((401, ""), FORM),
    ("GET", "/people"): row(LOGIN, NO, IN),
    ("POST", "/people/invite"): row((401, ""), NO, FORM),
    ("POST", "/people/{login}/disable"): row((401, ""), NO, FORM),
}


@pytest.fixture
def console(sqlite_tables: Engine) -> Iterator[Console]:
    made = Console(sqlite_tables)
    for role in EVERY_ROLE:
        made.with_staff(role, role)
    yield made
    sqlite_tables.dispose()


def test_the_table_has_a_row_for_every_route_and_no_other(console: Console) -> None:
    found = rows(create_console(console.office).routes)
    assert {(method, path) for method, path in found if method != "HEAD"} == set(TABLE)


@pytest.mark.parametrize("role", ["", *EVERY_ROLE], ids=lambda role: role or "anybody")
def test_who_is_not_allowed_gets_nothing(console: Console, role: str) -> None:
    for (method, path), expected in TABLE.items():
        browser = console.logged_in(role) if role else console.browser()
        status, place = expected[role]
        found = answer(browser, method, path, role)
        assert found.status_code == status, (method, path, role)
        assert found.headers.get("location", "").partition("?")[0] == place, (method, path, role)


def answer(browser: Browser, method: str, path: str, role: str) -> Any:
    filled = path.format_map({"token": "none", "number": 999, "login": "nobody"})
    if method == "GET":
        return browser.at(filled)
    return browser.fill(filled, on="/sessions" if role else "/login")


def test_half_a_log_in_opens_nothing(console: Console) -> None:
    console.demand_code("admin")
    browser = console.logged_in("admin")
    for (method, path), expected in TABLE.items():
        if expected[""] == LOGIN and method == "GET" and path != "/code":
            assert browser.at(path).status_code == 303, path
        elif expected[""] == (401, ""):
            filled = path.format_map({"number": 1, "login": "analyst"})
            assert browser.fill(filled, on="/code").status_code == 401, path


@pytest.mark.parametrize("path", ["/", "/login", "/join/x", "/nothing"])
def test_every_answer_has_the_headers_that_keep_it_safe(console: Console, path: str) -> None:
    headers = console.browser().at(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"


def test_no_page_has_a_script_or_a_style_within_it() -> None:
    for template in (Path(__file__).parents[2] / "console/templates").rglob("*.html"):
        text = template.read_text("utf-8")
        assert not re.search(r"<script(?! src=)", text), template
        assert not re.search(r"<style|\bstyle=|\bon\w+=|hx-on|javascript:", text), template


def test_the_console_stands_beside_the_web_chat_and_finds_its_styles(tmp_path: Path) -> None:
    system = System(Settings(data_dir=tmp_path, database_url=""))
    upgrade(system.database)
    browser = Browser(site(system), follow_redirects=True)
    shown = browser.get("/console")
    assert "Đăng nhập" in shown.text
    assert browser.get("/healthz").status_code == 200
    for place in re.findall(r'(?:href|src)="(/[^"]+\.(?:css|svg))"', shown.text):
        assert browser.get(place).status_code == 200, place
    assert (tmp_path / "console.secret").stat().st_mode & 0o077 == 0
    system.database.dispose()
