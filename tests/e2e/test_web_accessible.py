"""Every page, checked by axe against WCAG 2.2 AA, in both colour schemes, large and small."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.channels.web import create_web
from bot.channels.web.ports import Site
from tests.axe import barriers
from tests.browser import PHONE, write
from tests.fakes_portal import portal
from tests.fakes_web import LiveServer, Talks, full_reply, serving
from tests.records import DRAGON

PAGES = [
    "/thu-tuc",
    "/thu-tuc?q=rồng",
    "/thu-tuc?linh_vuc=ho_tich",
    f"/thu-tuc/{DRAGON.code}",
    f"/giay-to/{DRAGON.code}",
    "/giay-to/9.999999",
    "/thu-tuc/9.999999",
    "/khong-co-trang-nay",
    "/du-lieu-mo",
]
SIZES: dict[str, dict[str, Any]] = {"desk": {}, "phone": PHONE}
SCHEMES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
}
WIDE = "* { line-height: 1.5; letter-spacing: .12em !important; word-spacing: .16em !important }"


@pytest.fixture(scope="module")
def talks() -> Talks:
    return Talks(automatic=full_reply())


@pytest.fixture(scope="module")
def server(talks: Talks) -> Iterator[LiveServer]:
    site = Site(province="Tỉnh Thử Nghiệm", hotline="0000 0000", notice="Ngày mai nghỉ lễ ạ.")
    with serving(create_web(talks.desk(site=site))) as server:
        yield server


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=SCHEMES)
def page(
    browser: Browser, server: LiveServer, size: str, request: pytest.FixtureRequest
) -> Iterator[Page]:
    context = browser.new_context(
        base_url=server.url,
        reduced_motion="reduce",
        bypass_csp=True,
        **SIZES[size],
        **SCHEMES[request.param],
    )
    yield context.new_page()
    context.close()


def test_the_chat_before_within_and_after_an_answer(page: Page) -> None:
    page.goto(f"/?hoi={DRAGON.code}")
    expect(page.locator("#log")).to_have_attribute("aria-busy", "false")
    assert barriers(page.main_frame) == []
    write(page, "làm giấy khai sinh")
    expect(page.locator(".choices button").first).to_be_visible()
    expect(page.locator(".reply .warning, .reply ol, .reply ul, .reply dl")).to_have_count(4)
    assert barriers(page.main_frame) == []
    page.get_by_role("button", name="Cuộc trò chuyện mới").click()
    assert barriers(page.main_frame) == []


def test_a_message_that_waits_and_one_that_is_refused(page: Page) -> None:
    page.goto("/")
    page.route("**/chat/messages", lambda route: route.abort())
    write(page, "đừng quên")
    expect(page.locator(".mine .state")).to_have_text("Chưa gửi được, sẽ tự gửi lại.")
    assert barriers(page.main_frame) == []
    page.unroute("**/chat/messages")
    page.evaluate("crypto.randomUUID = () => 'no uuid'")
    write(page, "hỏng")
    expect(page.locator(".mine.refused .state")).to_contain_text("Không gửi được.")
    assert barriers(page.main_frame) == []


@pytest.mark.parametrize("path", PAGES)
def test_the_pages_to_read(page: Page, path: str) -> None:
    page.goto(path)
    for field in page.locator("details").all():
        field.evaluate("(details) => { details.open = true; }")
    assert barriers(page.main_frame) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_widget_closed_refused_and_open(
    browser: Browser, talks: Talks, size: str, scheme: str
) -> None:
    with portal() as host, serving(create_web(talks.desk(embed_hosts=[host.url]))) as server:
        host.chat = server.url
        context = browser.new_context(reduced_motion="reduce", **SIZES[size], **SCHEMES[scheme])
        page = context.new_page()
        page.goto(host.url)
        opener = page.get_by_role("button", name="Hỏi trợ lý thủ tục")
        expect(opener).to_be_visible()
        assert barriers(page.main_frame) == []
        opener.click()
        expect(page.frame_locator("iframe").locator("#log")).to_have_attribute("aria-busy", "false")
        assert barriers(page.main_frame) == []
        assert barriers(page.frames[-1]) == []
        page.locator("dialog").evaluate("(dialog) => dialog.classList.remove('ready')")
        assert barriers(page.main_frame) == []
        context.close()


@pytest.mark.parametrize("path", ["/", "/khung-chat", *PAGES])
def test_at_400_percent_with_wide_letters_nothing_is_cut_or_scrolls_sideways(
    browser: Browser, server: LiveServer, path: str
) -> None:
    """WCAG 1.4.10 and 1.4.12: 1280 pixels at 400 % are 320."""
    context = browser.new_context(
        base_url=server.url, viewport={"width": 320, "height": 640}, bypass_csp=True
    )
    page = context.new_page()
    page.goto(path)
    if page.locator("#message").count():
        write(page, "làm giấy khai sinh")
        expect(page.locator(".choices button").last).to_be_visible()
    page.add_style_tag(content=WIDE)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    context.close()


def test_axe_sees_barriers_where_there_are_some(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(
        "<button style='color:#999'>Gửi đi</button><img src=''><a href=''>.</a><a href=''>.</a>"
        "<style>a { display: block; font-size: 6px }</style>"
    )
    rules = {barrier.partition(":")[0] for barrier in barriers(page.main_frame)}
    assert rules >= {"color-contrast", "image-alt", "html-has-lang", "target-size"}
    page.context.close()
