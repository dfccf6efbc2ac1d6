"""The list of conversations in a browser: it refreshes itself, and keys are enough to use it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.records.database import upgrade
from bot.settings import Settings
from bot.wiring import System
from console.site import office, site
from tests.axe import barriers
from tests.browser import PHONE
from tests.fakes_web import LiveServer, serving
from tests.help_desk import PASSWORD, HelpDeskSite
from tests.integration.search_kit import Talks


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HelpDeskSite]:
    folder: Path = tmp_path_factory.mktemp("list")
    system = System(Settings(data_dir=folder, database_url="", telegram_token=""))
    upgrade(system.database)
    made = HelpDeskSite(system, office(system))
    made.with_staff("lan", "Trần Thị Lan")
    with serving(site(system)) as server:
        made.server = server
        yield made
    system.database.dispose()


@pytest.fixture(scope="module")
def talks(desk: HelpDeskSite) -> Talks:
    made = Talks(desk.office.engine)
    for number in range(12):
        made.say(f"chat{number}", f"câu hỏi số {number}")
    return made


@pytest.fixture
def page(browser: Browser, desk: HelpDeskSite, talks: Talks) -> Iterator[Page]:
    context = browser.new_context(base_url=desk.url, viewport={"width": 1366, "height": 768})
    page, faults = context.new_page(), list[str]()
    page.on("pageerror", lambda error: faults.append(str(error)))
    log_in(page)
    yield page
    context.close()
    assert faults == []


def log_in(page: Page) -> None:
    page.goto("/console/login?to=/console/conversations")
    page.locator("#login").fill("lan")
    page.locator("#password").fill(PASSWORD)
    page.locator("#password").press("Enter")
    page.wait_for_url("**/console/conversations")


def test_what_is_new_appears_by_itself_and_disturbs_nobody(page: Page, talks: Talks) -> None:
    page.keyboard.press("j")
    page.keyboard.press("j")
    focused = page.evaluate("document.activeElement.id")
    assert focused
    page.evaluate("scrollTo(0, 200)")
    talks.say("new", "vừa mới hỏi")
    expect(page.locator("a.talk").first).to_have_text("vừa mới hỏi")
    assert page.evaluate("document.activeElement.id") == focused
    assert page.evaluate("scrollY") == 200
    page.keyboard.press("/")
    page.keyboard.type("khai si")
    talks.say("newer", "mới hơn nữa")
    expect(page.locator("a.talk").first).to_have_text("mới hơn nữa")
    expect(page.locator("#text")).to_be_focused()
    expect(page.locator("#text")).to_have_value("khai si")


def test_how_many_wait_stands_beside_the_queue(page: Page, talks: Talks) -> None:
    expect(page.locator("#waiting")).to_be_hidden()
    talks.hand("chat1")
    expect(page.locator("#waiting")).to_have_text("1")
    expect(page.locator(".mark.person")).to_have_text("Đang chờ cán bộ")


def test_a_conversation_is_opened_by_keys_alone(page: Page, talks: Talks) -> None:
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    first = page.locator("a.talk").first
    expect(first).to_be_focused()
    place = first.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{place}")


def test_the_list_catches_up_after_the_server_was_gone(
    page: Page, desk: HelpDeskSite, talks: Talks
) -> None:
    server: LiveServer = desk.server
    expect(page.locator("a.talk").first).to_be_visible()
    server.stop()
    talks.say("meanwhile", "trong lúc đó")
    server.start()
    expect(page.locator("a.talk").first).to_have_text("trong lúc đó", timeout=20_000)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_list_has_no_barriers(
    browser: Browser, desk: HelpDeskSite, talks: Talks, scheme: Literal["light", "dark"]
) -> None:
    for size in ({"viewport": {"width": 1366, "height": 768}}, PHONE):
        context = browser.new_context(base_url=desk.url, color_scheme=scheme, **size)
        page = context.new_page()
        log_in(page)
        page.get_by_text("Bộ lọc", exact=True).click()
        assert barriers(page.main_frame) == []
        page.goto("/console/conversations?text=khongcogi&outcome=error")
        assert barriers(page.main_frame) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        context.close()
