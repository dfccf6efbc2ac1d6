"""The pages of needs in a real browser: within reach for all, on every size and in the dark."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.axe import barriers
from tests.browser import PHONE, chat_page, write
from tests.help_desk import PASSWORD, HelpDeskSite, help_desk

SIZES: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1366, "height": 768}},
    "phone": PHONE,
}
PATHS = ("/needs", "/needs?view=all", "/needs/1", "/needs/figures", "/needs/feeds", "/lessons")
ANSWER = "Dạ, mai phường xử lý ạ."


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HelpDeskSite]:
    with help_desk(tmp_path_factory.mktemp("needs")) as made:
        made.with_staff("truong", "Phạm Văn Trưởng", "admin")
        _ = made.system.catalogue  # loaded before anybody waits for a page
        yield made


@pytest.fixture(scope="module")
def asked(browser: Browser, desk: HelpDeskSite) -> None:
    """A citizen passes a question on."""
    with chat_page(browser, desk.url) as citizen:
        write(citizen, "phản ánh: đèn đường ngõ 12 hỏng mấy hôm nay rồi")
        expect(citizen.locator(".reply")).to_have_count(1)
        expect(citizen.locator(".reply")).to_contain_text("Em đã ghi lại")


def logged_in(browser: Browser, desk: HelpDeskSite, **more: Any) -> Page:
    context = browser.new_context(
        base_url=desk.url, reduced_motion="reduce", bypass_csp=True, **more
    )
    page = context.new_page()
    page.goto("/console/login?to=/console/needs")
    page.locator("#login").fill("truong")
    page.locator("#password").fill(PASSWORD)
    page.locator("#password").press("Enter")
    page.wait_for_url("**/console/needs")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_of_needs_is_within_reach_for_everybody(
    browser: Browser, desk: HelpDeskSite, asked: None, size: str, scheme: Any
) -> None:
    page = logged_in(browser, desk, color_scheme=scheme, **SIZES[size])
    for path in PATHS:
        page.goto(f"/console{path}")
        for sheet in page.locator("main details").all():
            sheet.evaluate("(sheet) => { sheet.open = true; }")
        assert barriers(page.main_frame) == [], path
        width = SIZES[size]["viewport"]["width"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.context.close()


def test_an_answer_is_helped_while_it_is_written_and_reaches_the_citizen(
    browser: Browser, desk: HelpDeskSite, asked: None
) -> None:
    page = logged_in(browser, desk)
    page.goto("/console/needs/1")
    page.locator("#answer").press_sequentially("Xem TTHC trên cổng")
    expect(page.locator("#advice")).to_contain_text("chữ viết tắt")
    page.locator("#answer").fill(ANSWER)
    page.get_by_role("button", name="Gửi trả lời").click()
    expect(page.get_by_text(ANSWER).first).to_be_visible()
    page.context.close()
