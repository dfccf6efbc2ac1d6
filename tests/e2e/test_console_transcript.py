"""Staff read a conversation that goes on while they read, and lose nothing by it."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from bot.records.read import reading as records
from bot.records.tables import Conversation
from tests.axe import barriers
from tests.browser import PHONE, chat_page, write
from tests.help_desk import PASSWORD, HelpDeskSite, help_desk

SIZES: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1366, "height": 768}},
    "phone": PHONE,
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HelpDeskSite]:
    with help_desk(tmp_path_factory.mktemp("desk")) as made:
        made.with_staff("lan", "Trần Thị Lan", "helpdesk", "analyst")
        assert len(made.system.catalogue)  # loaded now, so that no page waits for it
        yield made


@pytest.fixture
def citizen(browser: Browser, desk: HelpDeskSite) -> Iterator[Page]:
    with chat_page(browser, desk.url) as page:
        for number in range(6):
            asks(page, f"câu hỏi thứ {number}")
        yield page


def asks(citizen: Page, text: str) -> None:
    write(citizen, text)
    expect(citizen.get_by_text(f"Máy nghe: {text}")).to_be_visible()


def reading(browser: Browser, desk: HelpDeskSite, **more: Any) -> Page:
    """Open the citizen's conversation as staff."""
    with records(desk.system.database) as db:
        newest = select(Conversation.id).order_by(Conversation.created_at.desc()).limit(1)
        talk = db.execute(newest).scalar_one()
    context = browser.new_context(base_url=desk.url, reduced_motion="reduce", **more)
    page = context.new_page()
    page.goto("/console/login")
    page.locator("#login").fill("lan")
    page.locator("#password").fill(PASSWORD)
    page.locator("#password").press("Enter")
    page.wait_for_url("**/console/")
    page.goto(f"/console/conversations/{talk}")
    return page


def test_new_turns_come_and_what_is_typed_open_and_scrolled_to_stays(
    browser: Browser, desk: HelpDeskSite, citizen: Page
) -> None:
    page = reading(browser, desk, **SIZES["desk"])
    page.locator("details.why summary").first.click()
    expect(page.locator("details.why dl").first).to_contain_text("ask_fee")
    page.locator("#note").fill("đang viết dở")
    page.evaluate("scrollTo(0, 120)")
    for text in ("còn một câu nữa", "và câu cuối"):
        asks(citizen, text)
        expect(page.locator("#turns")).to_contain_text(f"Máy nghe: {text}")
    expect(page.locator("#turns > .turn .citizen")).to_have_count(8)
    expect(page.locator("#note")).to_have_value("đang viết dở")
    expect(page.locator("details.why dl").first).to_be_visible()
    assert page.evaluate("scrollY") == 120


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_the_page_has_no_barrier_and_fits(
    browser: Browser, desk: HelpDeskSite, citizen: Page, size: str, scheme: str
) -> None:
    page = reading(browser, desk, **SIZES[size], color_scheme=scheme)
    page.locator("details.why summary").first.click()
    expect(page.locator("details.why dl").first).to_be_visible()
    assert barriers(page.main_frame) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_talk_is_copied_as_text(browser: Browser, desk: HelpDeskSite, citizen: Page) -> None:
    page = reading(browser, desk, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Chép thành chữ").click()
    expect(page.get_by_role("button", name="Đã chép")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Trợ lý:\nMáy nghe: câu hỏi thứ 5" in copied
