"""The page to print in a real browser: from the chat onto paper."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.catalogue import answer
from tests.browser import PHONE, chat_page, write
from tests.fakes_web import LiveServer, Talks
from tests.records import DRAGON

PATH = f"/giay-to/{DRAGON.code}?co=winged,cold"
A4_POINTS = re.compile(rb"/MediaBox ?\[0 0 59[45]\.?\d* 84[12]\.?\d*\]")


@pytest.fixture
def talks() -> Talks:
    return Talks(automatic=answer.checklist(DRAGON, ["winged", "cold"]))


@pytest.fixture(params=[{}, PHONE], ids=["desk", "phone"])
def sheet(browser: Browser, server: LiveServer, request: pytest.FixtureRequest) -> Iterator[Page]:
    yield from _opened(browser, server, **request.param)


def _opened(browser: Browser, server: LiveServer, **more: Any) -> Iterator[Page]:
    context = browser.new_context(**more)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text))
    page.add_init_script("window.print = () => { document.title = 'printed'; }")
    page.goto(server.url + PATH)
    yield page
    context.close()
    assert faults == []


def test_the_chat_links_to_it_on_its_own_address(browser: Browser, server: LiveServer) -> None:
    with chat_page(browser, server.url) as page:
        write(page, "danh sách của tôi")
        link = page.get_by_role("link", name="Bản để in")
        expect(link).to_have_attribute("href", server.url + PATH)
        with page.context.expect_page() as opened:
            link.click()
        expect(opened.value.locator("h1")).to_have_text(DRAGON.name)


def test_a_paper_can_be_ticked_off(sheet: Page) -> None:
    box = sheet.get_by_label("Giấy phép bay")
    sheet.get_by_text("Giấy phép bay").click()
    expect(box).to_be_checked()
    side = box.bounding_box()
    assert side is not None
    assert side["width"] >= 20


def test_the_button_prints(sheet: Page) -> None:
    sheet.get_by_role("button", name="In trang này").click()
    expect(sheet).to_have_title("printed")


def test_it_never_scrolls_sideways(sheet: Page) -> None:
    assert sheet.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_on_paper_it_is_black_on_white_on_a4_without_buttons(sheet: Page) -> None:
    sheet.emulate_media(media="print", color_scheme="dark")
    expect(sheet.get_by_role("button")).to_have_count(0)
    expect(sheet.get_by_role("link", name="Hỏi trợ lý")).to_have_count(0)
    assert sheet.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert sheet.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 17
    pages = A4_POINTS.findall(sheet.pdf(prefer_css_page_size=True))
    assert len(pages) == 1


def test_without_script_it_is_all_there_but_the_button(
    browser: Browser, server: LiveServer
) -> None:
    for page in _opened(browser, server, java_script_enabled=False):
        expect(page.get_by_text("20.000 đồng")).to_be_visible()
        expect(page.get_by_role("checkbox")).to_have_count(3)
        expect(page.get_by_role("button")).to_have_count(0)
