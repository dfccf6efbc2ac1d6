"""Every address of the console stands in one table, with who may do what there.

A new route without a row fails, and so does a row without a route.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.records.database import upgrade
from bot.records.staff.accounts import ROLES
from bot.settings import Settings
from bot.wiring import System
from console import MOUNT, create_console
from console.site import site
from tests.integration.console_kit import Browser, Console
from tests.integration.test_web_routes import rows

LOGIN = (303, "/console/login")
IN, FORM, NO, GONE = (200, ""), (422, ""), (403, ""), (410, "")
HOME, MISSING = (303, "/console/"), (404, "")
EVERY_ROLE = tuple(ROLES)
READERS = "helpdesk officer analyst admin"
HANDLERS = "officer helpdesk admin"
NEED_DEEDS = "accept assign send-on merge split note ask answer approve send-back advice lesson"
FILLED = defaultdict(lambda: "999", token="none", login="nobody", what="turns", form="csv")


def row(
    anybody: tuple[int, str], staff: tuple[int, str], admin: tuple[int, str] | None = None
) -> dict[str, tuple[int, str]]:
    """Return who gets which status, and is sent where."""
    everybody = dict.fromkeys(EVERY_ROLE, staff)
    return {"": anybody, **everybody, "admin": admin or staff}


def only_for(
    roles: str, anybody: tuple[int, str], allowed: tuple[int, str]
) -> dict[str, tuple[int, str]]:
    """Return that ``roles`` get ``allowed``, and the other roles nothing."""
    some = dict.fromkeys(roles.split(), allowed)
    return {"": anybody, **dict.fromkeys(EVERY_ROLE, NO), **some}


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
    ("GET", "/people/{login}"): row(LOGIN, NO, MISSING),
    ("POST", "/people/{login}"): row((401, ""), NO, MISSING),
    ("POST", "/people/{login}/disable"): row((401, ""), NO, MISSING),
    ("POST", "/people/{login}/enable"): row((401, ""), NO, MISSING),
    ("POST", "/people/{login}/reset"): row((401, ""), NO, MISSING),
    ("GET", "/account"): row(LOGIN, IN),
    ("POST", "/account/password"): row((401, ""), FORM),
    ("POST", "/second-factor/codes"): row((401, ""), FORM),
    ("GET", "/audit"): row(LOGIN, NO, IN),
    ("GET", "/audit.csv"): row(LOGIN, NO, IN),
    # Without a log-in of the institution's own these are not there for anybody.
    ("GET", "/oidc"): row(MISSING, MISSING),
    ("GET", "/oidc/callback"): row(MISSING, MISSING),
    ("GET", "/oidc/link"): row(LOGIN, MISSING),
    ("POST", "/oidc/link"): row((401, ""), MISSING),
    ("POST", "/oidc/unlink"): row((401, ""), MISSING),
    ("GET", "/queue"): only_for("helpdesk officer", LOGIN, IN),
    ("POST", "/queue/next"): only_for("helpdesk officer", (401, ""), (409, "")),
    ("GET", "/talks/{conversation}"): only_for("helpdesk officer", LOGIN, (404, "")),
    ("GET", "/talks/{conversation}/canned"): only_for("helpdesk officer", LOGIN, (404, "")),
    ("GET", "/talks/{conversation}/answers"): only_for("helpdesk officer", LOGIN, (404, "")),
    ("POST", "/talks/{conversation}/claim"): only_for("helpdesk officer", (401, ""), (404, "")),
    ("POST", "/talks/{conversation}/say"): only_for("helpdesk officer", (401, ""), (404, "")),
    ("POST", "/talks/{conversation}/hand-over"): only_for("helpdesk officer", (401, ""), (404, "")),
    ("POST", "/talks/{conversation}/give-back"): only_for("helpdesk officer", (401, ""), (404, "")),
    ("GET", "/canned"): only_for("helpdesk officer admin", LOGIN, IN),
    ("POST", "/canned"): only_for("helpdesk officer admin", (401, ""), FORM),
    ("POST", "/canned/{number}"): only_for("helpdesk officer admin", (401, ""), FORM),
    ("POST", "/canned/{number}/delete"): only_for("helpdesk officer admin", (401, ""), FORM),
    ("GET", "/reviews"): only_for("helpdesk analyst", LOGIN, IN),
    ("GET", "/reviews/wanted"): only_for("helpdesk analyst", LOGIN, IN),
    ("GET", "/reviews/procedures"): only_for("helpdesk analyst", LOGIN, IN),
    ("GET", "/reviews/turns/{number}"): only_for("helpdesk analyst", LOGIN, (404, "")),
    ("POST", "/reviews/turns/{number}"): only_for("helpdesk analyst", (401, ""), (404, "")),
    ("GET", "/reviews/labels"): only_for("analyst admin", LOGIN, IN),
    ("POST", "/reviews/labels"): only_for("analyst admin", (401, ""), FORM),
    ("POST", "/reviews/labels/{number}/retire"): only_for("analyst admin", (401, ""), FORM),
    ("GET", "/reviews/agreement"): only_for("analyst admin", LOGIN, IN),
    ("GET", "/proposals"): only_for("analyst editor", LOGIN, IN),
    ("POST", "/proposals/{number}"): only_for("analyst editor", (401, ""), (404, "")),
    ("GET", "/proposals/sentences.jsonl"): only_for("analyst", LOGIN, IN),
    ("GET", "/conversations"): only_for(READERS, LOGIN, IN),
    ("POST", "/filters"): only_for(READERS, (401, ""), FORM),
    ("POST", "/filters/{number}/delete"): only_for(READERS, (401, ""), (404, "")),
    ("GET", "/events"): row(LOGIN, IN),
    ("GET", "/conversations/{conversation}"): only_for(READERS, LOGIN, (404, "")),
    ("GET", "/conversations/{conversation}/talk"): only_for(READERS, LOGIN, (404, "")),
    ("GET", "/conversations/{conversation}/turns/{number}"): only_for(READERS, LOGIN, (404, "")),
    ("POST", "/conversations/{conversation}/mark"): only_for(READERS, (401, ""), (404, "")),
    ("POST", "/conversations/{conversation}/notes"): only_for(READERS, (401, ""), (404, "")),
    ("POST", "/conversations/{conversation}/messages/{number}/unmask"): only_for(
        "helpdesk officer", (401, ""), (404, "")
    ),
    ("GET", "/conversations/{conversation}/export.{form}"): only_for(READERS, LOGIN, (404, "")),
    ("GET", "/exports/{what}.{form}"): only_for(READERS, LOGIN, IN),
    ("GET", "/needs"): row(LOGIN, IN),
    ("POST", "/needs/bulk"): only_for(HANDLERS, (401, ""), FORM),
    ("GET", "/needs/figures"): only_for("officer analyst admin", LOGIN, IN),
    ("GET", "/needs/figures.{form}"): only_for("officer analyst admin", LOGIN, MISSING),
    ("GET", "/needs/feeds"): only_for("officer admin", LOGIN, IN),
    ("GET", "/needs/feed/{department}/{token}.ics"): row(MISSING, MISSING),
    ("GET", "/needs/{number}"): row(LOGIN, MISSING),
    **{
        ("POST", f"/needs/{{number}}/{deed}"): only_for(HANDLERS, (401, ""), MISSING)
        for deed in NEED_DEEDS.split()
    },
    ("GET", "/lessons"): only_for("editor admin", LOGIN, IN),
    ("POST", "/lessons/{number}"): only_for("editor admin", (401, ""), (409, "")),
    ("GET", "/mentions"): only_for(READERS, LOGIN, IN),
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
    filled = path.format_map(FILLED)
    if method == "GET":
        return browser.at(filled)
    return browser.fill(filled, on="/sessions" if role else "/login")


def test_no_form_from_elsewhere_does_anything(console: Console) -> None:
    boss, stranger = console.logged_in("admin"), console.browser()
    posts = [path for method, path in TABLE if method != "GET"]
    for path in posts:
        filled = f"{MOUNT}{path.format_map(FILLED)}"
        for sent in ({}, {"csrf": "0" * 64}):
            assert boss.post(filled, data=sent).status_code == 403, path
            assert stranger.post(filled, data=sent).status_code == 403, path
        elsewhere = {"Sec-Fetch-Site": "cross-site"}
        assert boss.post(filled, headers=elsewhere).status_code == 403, path


def test_half_a_log_in_opens_nothing(console: Console) -> None:
    console.demand_code("admin")
    browser = console.logged_in("admin")
    for (method, path), expected in TABLE.items():
        if expected[""] == LOGIN and method == "GET" and path != "/code":
            assert browser.at(path).status_code == 303, path
        elif expected[""] == (401, ""):
            filled = path.format_map({"number": 1, "login": "analyst", "conversation": "none"})
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
