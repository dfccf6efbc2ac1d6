"""Accounts in a real browser: every page within reach for everybody, and the way in from outside.

The console stands at ``localhost`` and the provider at ``127.0.0.1``: two sites to a browser.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from bot.channels.web import create_web
from bot.records.database import open_database, upgrade
from console import MOUNT, create_console
from console.accounts.openid import OpenId
from tests.axe import barriers
from tests.browser import PHONE
from tests.fakes_oidc import CLIENT, SECRET, FakeOidc, fake_oidc
from tests.fakes_web import LiveServer, Talks, serving
from tests.integration.console_kit import PASSWORD, Console
from tests.records import PROVINCE

SIZES: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1366, "height": 768}},
    "dark": {"viewport": {"width": 1366, "height": 768}, "color_scheme": "dark"},
    "phone": PHONE,
}
PAGES = ("/", "/account", "/second-factor", "/sessions", "/people", "/people/lan", "/audit")


@pytest.fixture
def console(tmp_path: Path) -> Iterator[Console]:
    engine = open_database(f"sqlite:///{tmp_path / 'records.db'}")
    upgrade(engine)
    made = Console(engine).with_staff("boss", "admin", "helpdesk").with_staff("lan", "officer")
    made.office = replace(made.office, place=PROVINCE)
    yield made
    engine.dispose()


@pytest.fixture
def oidc(console: Console) -> Iterator[FakeOidc]:
    with fake_oidc(console.clock.now.timestamp()) as provider:
        openid = OpenId(provider.issuer, (CLIENT, SECRET), "tài khoản tỉnh", console.clock)
        console.office = replace(console.office, openid=openid)
        yield provider


@pytest.fixture
def server(console: Console, oidc: FakeOidc) -> Iterator[LiveServer]:
    web = create_web(Talks().desk())
    web.mount(MOUNT, create_console(console.office))
    with serving(web) as made:
        yield made


@pytest.fixture
def address(server: LiveServer) -> str:
    return f"http://localhost:{server.port}"


def logged_in(page: Page, address: str) -> None:
    page.goto(f"{address}/console/login")
    page.locator("#login").fill("boss")
    page.locator("#password").fill(PASSWORD)
    page.locator("#password").press("Enter")


@pytest.mark.parametrize("size", SIZES)
def test_no_page_of_accounts_keeps_anybody_out(browser: Browser, address: str, size: str) -> None:
    context = browser.new_context(reduced_motion="reduce", **SIZES[size])
    page = context.new_page()
    page.goto(f"{address}/console/login")
    assert barriers(page.main_frame) == []
    logged_in(page, address)
    page.wait_for_url("**/console/")
    for path in PAGES:
        page.goto(f"{address}/console{path}")
        assert barriers(page.main_frame) == [], path
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, path
    context.close()


def test_somebody_links_their_account_and_comes_in_without_a_password(
    browser: Browser, address: str, console: Console
) -> None:
    first = browser.new_context()
    page = first.new_page()
    logged_in(page, address)
    page.goto(f"{address}/console/account")
    page.get_by_role("link", name="Gắn tài khoản của cơ quan").click()
    page.get_by_role("button", name="Gắn").click()
    expect(page.get_by_role("button", name="Bỏ gắn")).to_be_visible()
    second = browser.new_context()
    page = second.new_page()
    page.goto(f"{address}/console/login?to=/console/people")
    page.get_by_role("link", name="Đăng nhập bằng tài khoản tỉnh").click()
    expect(page.get_by_role("heading", name="Nhân sự")).to_be_visible()
    first.close()
    second.close()


def test_a_telephone_is_enrolled_and_once_lost_a_code_from_the_drawer_helps(
    browser: Browser, address: str, console: Console
) -> None:
    context = browser.new_context(**PHONE)
    page = context.new_page()
    logged_in(page, address)
    page.goto(f"{address}/console/second-factor")
    secret = page.locator("code.long").inner_text()
    page.locator("#password").fill(PASSWORD)
    page.locator("#code").fill(console.code(pyotp.TOTP(secret)))
    page.get_by_role("button", name="Bật mã hai lớp").click()
    code = page.locator(".codes code").first.inner_text()
    assert barriers(page.main_frame) == []
    context.clear_cookies()
    logged_in(page, address)
    page.get_by_text("Không có điện thoại ở đây?").click()
    page.get_by_label("Mã dự phòng").fill(code)
    assert barriers(page.main_frame) == []
    page.get_by_role("button", name="Dùng mã dự phòng").click()
    expect(page.get_by_text("Còn 9 mã dự phòng.")).to_be_visible()
    context.close()
