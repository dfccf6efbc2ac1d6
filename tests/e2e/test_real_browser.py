"""The talk in a real browser, answered by the real system."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import PHONE, chat_page, write
from tests.system import RealSystem

TURNS = (
    ("vk e mới đẻ, giờ làm giấy tờ cho bé ntn ạ", "Đăng ký khai sinh (1.001193)"),
    ("can giay to gi", "Tờ khai đăng ký khai sinh"),
    ("thế có mất tiền không", "Miễn phí"),
)
OFFICIAL = re.compile(r"https://dichvucong\.gov\.vn/")
PATIENCE_MS = 60_000
NASTY = '<script>alert("mất dữ liệu")</script><img src=x onerror=alert(2)>'


@pytest.fixture(params=[{}, PHONE], ids=["desk", "phone"])
def page(browser: Browser, real: RealSystem, request: pytest.FixtureRequest) -> Iterator[Page]:
    with chat_page(browser, real.url, **request.param) as page:
        yield page


def ask(page: Page, text: str) -> Any:
    """Write a message and return its reply on the page."""
    count = page.locator(".reply").count()
    write(page, text)
    expect(page.locator(".reply")).to_have_count(count + 1, timeout=PATIENCE_MS)
    return page.locator(".reply").last


def test_a_talk_with_a_pressed_button_outlives_a_reload(page: Page) -> None:
    for text, answer in TURNS:
        expect(ask(page, text)).to_contain_text(answer)
    page.get_by_role("button", name="Làm trực tuyến").last.click()
    expect(page.locator(".reply")).to_have_count(4, timeout=PATIENCE_MS)
    online = page.locator(".reply").last
    expect(online).to_contain_text("Được ạ")
    expect(online.get_by_role("link").first).to_have_attribute("href", OFFICIAL)
    page.reload()
    expect(page.locator(".mine .bubble")).to_have_text([*(t for t, _ in TURNS), "Làm trực tuyến"])
    for number, (_, answer) in enumerate(TURNS):
        expect(page.locator(".reply").nth(number)).to_contain_text(answer)


def test_markup_in_a_message_and_in_the_reply_that_repeats_it_is_shown_as_text(page: Page) -> None:
    ask(page, f"tôi muốn xin trợ cấp cho chim bồ câu {NASTY}")
    repeated = ask(page, "có")
    expect(page.locator(".mine .bubble").first).to_contain_text(NASTY)
    expect(repeated).to_contain_text("<script>")
    assert page.locator("#log :is(img, script)").count() == 0
