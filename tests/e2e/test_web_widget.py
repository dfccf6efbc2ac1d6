"""The widget on another site's page in a real browser, before a fake desk."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, FrameLocator, Page, expect

from bot.channels.web import create_web
from tests.browser import PHONE
from tests.fakes_portal import Portal, portal
from tests.fakes_web import LiveServer, Talks, full_reply, said, serving
from tests.records import DRAGON

QUESTION = "Câu hỏi của anh/chị"


@pytest.fixture
def host() -> Iterator[Portal]:
    with portal() as host:
        yield host


@pytest.fixture
def server(talks: Talks, host: Portal) -> Iterator[LiveServer]:
    with serving(create_web(talks.desk(embed_hosts=[host.url]))) as server:
        host.chat = server.url
        yield server


def visit(browser: Browser, host: Portal, **more: Any) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce", **more)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    page.goto(host.url)
    yield page
    of_the_host, ours = context.cookies(host.url), context.cookies()
    context.close()
    assert faults == []
    assert of_the_host == []
    assert all(cookie["path"] == "/khung-chat" and cookie["partitionKey"] for cookie in ours)


@pytest.fixture
def page(browser: Browser, host: Portal, server: LiveServer) -> Iterator[Page]:
    yield from visit(browser, host)


@pytest.fixture
def phone(browser: Browser, host: Portal, server: LiveServer) -> Iterator[Page]:
    yield from visit(browser, host, **PHONE)


def opener(page: Page) -> Any:
    return page.get_by_role("button", name="Hỏi trợ lý thủ tục")


def opened(page: Page) -> FrameLocator:
    opener(page).click()
    chat = page.frame_locator("iframe")
    expect(chat.locator("#log")).to_have_attribute("aria-busy", "false")
    return chat


def ask(chat: FrameLocator, talks: Talks, text: str) -> None:
    count = chat.locator(".reply").count()
    chat.get_by_label(QUESTION).fill(text)
    chat.get_by_label(QUESTION).press("Enter")
    talks.wait()
    talks.answer(said(f"{text} ạ"))
    expect(chat.locator(".reply")).to_have_count(count + 1)


def test_nothing_of_the_chat_is_loaded_before_it_is_opened(page: Page) -> None:
    expect(opener(page)).to_be_visible()
    assert len(page.frames) == 1


def test_a_question_is_answered_under_a_strict_policy_and_nothing_is_left_on_the_page(
    page: Page, talks: Talks
) -> None:
    ask(opened(page), talks, "khai sinh")
    assert page.evaluate("Object.keys(localStorage).concat(Object.keys(sessionStorage))") == []


def test_a_talk_outlives_what_browsers_forbid_frames_of_others(page: Page, talks: Talks) -> None:
    """Like any private window, the test's one blocks third-party cookies and their storage."""
    ask(opened(page), talks, "một")
    frame = page.frames[-1]
    frame.evaluate("document.cookie = 'plain=1; Secure; SameSite=None'")
    assert "plain" not in frame.evaluate("document.cookie")
    with pytest.raises(Error, match="SecurityError"):
        frame.evaluate("localStorage")
    frame.evaluate("location.reload()")
    expect(page.frame_locator("iframe").locator(".reply")).to_contain_text("một ạ")


def test_reload_and_another_tab_keep_the_talk(page: Page, host: Portal, talks: Talks) -> None:
    ask(opened(page), talks, "một")
    page.reload()
    expect(opened(page).locator(".mine .bubble")).to_have_text("một")
    other = page.context.new_page()
    other.goto(host.url)
    expect(opened(other).locator(".reply")).to_contain_text("một ạ")
    assert len({message.chat for message in talks.accepted}) == 1


def test_a_new_conversation_in_the_frame_begins_empty(page: Page, talks: Talks) -> None:
    chat = opened(page)
    ask(chat, talks, "một")
    chat.get_by_role("button", name="Cuộc trò chuyện mới").click()
    chat.get_by_role("button", name="Bắt đầu mới").click()
    expect(chat.locator(".reply")).to_have_count(0)
    ask(chat, talks, "hai")
    assert talks.accepted[0].chat != talks.accepted[1].chat


@pytest.mark.parametrize("hosts", [[], ["https://tinh-khac.example"]], ids=["nobody", "another"])
def test_a_host_that_is_not_on_the_list_is_refused_and_citizens_get_a_link(
    browser: Browser, host: Portal, talks: Talks, hosts: list[str]
) -> None:
    with serving(create_web(talks.desk(embed_hosts=hosts))) as server:
        host.chat = server.url
        page = browser.new_page()
        page.goto(host.url)
        with page.expect_event("console", lambda line: "frame-ancestors" in line.text):
            opener(page).click()
        expect(page.locator("iframe")).to_be_hidden()
        link = page.get_by_role("link", name="mở trợ lý trong thẻ mới")
        expect(link).to_have_attribute("href", f"{server.url}/")
        page.keyboard.press("Escape")
        expect(link).to_be_hidden()
        page.context.close()


@pytest.mark.parametrize("path", ["/", "/thu-tuc", f"/thu-tuc/{DRAGON.code}", "/nowhere"])
def test_no_other_page_can_be_framed_even_by_a_host_on_the_list(
    browser: Browser, host: Portal, server: LiveServer, path: str
) -> None:
    page = browser.new_page()
    page.goto(host.url)
    with page.expect_event("console", lambda line: "frame-ancestors 'none'" in line.text):
        page.evaluate(
            "(src) => document.body.append(Object.assign(document.createElement('iframe'), {src}))",
            server.url + path,
        )
    page.context.close()


def test_the_keyboard_opens_writes_and_closes_and_the_focus_returns(
    page: Page, talks: Talks
) -> None:
    expect(opener(page)).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(opener(page)).to_be_focused()
    page.keyboard.press("Enter")
    chat = page.frame_locator("iframe")
    expect(chat.get_by_label(QUESTION)).to_be_focused()
    expect(opener(page)).to_have_attribute("aria-expanded", "true")
    page.keyboard.type("một")
    page.keyboard.press("Enter")
    talks.wait()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(opener(page)).to_be_focused()
    expect(opener(page)).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(chat.get_by_label(QUESTION)).to_be_focused()
    expect(chat.locator(".mine .bubble")).to_have_text("một")


def test_escape_first_closes_what_is_asked_inside_the_frame(page: Page) -> None:
    chat = opened(page)
    chat.get_by_role("button", name="Cuộc trò chuyện mới").click()
    page.keyboard.press("Escape")
    expect(chat.locator("#confirm")).to_be_hidden()
    expect(chat.get_by_label(QUESTION)).to_be_visible()


def test_on_a_phone_it_fills_the_screen_and_nothing_behind_can_be_reached(
    phone: Page, talks: Talks
) -> None:
    chat = opened(phone)
    box = phone.locator("iframe").bounding_box()
    assert box == {"x": 0, "y": 0, **PHONE["viewport"]}
    assert phone.locator("dialog").evaluate("(dialog) => dialog.matches(':modal')")
    expect(chat.get_by_label(QUESTION)).not_to_be_focused()
    ask(chat, talks, "khai sinh")
    phone.get_by_role("button", name="Đóng khung trò chuyện").click()
    expect(opener(phone)).to_be_focused()
    size = opener(phone).bounding_box()
    assert size is not None
    assert min(size["width"], size["height"]) >= 44


def test_turning_the_phone_keeps_the_talk_and_fits_the_screen(page: Page, talks: Talks) -> None:
    chat = opened(page)
    ask(chat, talks, "một")
    page.set_viewport_size({"width": 320, "height": 640})
    expect(page.locator("dialog")).to_have_class("ready full")
    expect(chat.locator(".reply")).to_have_count(1)
    page.set_viewport_size({"width": 1280, "height": 720})
    expect(page.locator("dialog")).to_have_class("ready")
    ask(chat, talks, "hai")


def test_the_page_says_what_about_on_which_side_and_in_which_words(
    browser: Browser, host: Portal, server: LiveServer
) -> None:
    host.attributes = f'data-hoi="{DRAGON.code}" data-side="left" data-label="Hỏi về rồng"'
    for page in visit(browser, host):
        button = page.get_by_role("button", name="Hỏi về rồng")
        box = button.bounding_box()
        assert box is not None
        assert box["x"] < 100
        button.click()
        chat = page.frame_locator("iframe")
        expect(chat.locator("#prepared-name")).to_contain_text(DRAGON.name)


def test_what_leads_out_of_the_talk_opens_beside_the_page(page: Page, talks: Talks) -> None:
    chat = opened(page)
    with page.context.expect_page() as catalogue:
        chat.get_by_role("link", name="danh mục thủ tục").click()
    expect(catalogue.value).to_have_title("Danh mục thủ tục · Một Cửa · Tỉnh Thử Nghiệm")
    chat.get_by_label(QUESTION).fill("giấy tờ")
    chat.get_by_label(QUESTION).press("Enter")
    talks.wait()
    talks.answer(full_reply())
    expect(chat.locator(".reply a").first).to_have_attribute("target", "_blank")


def test_who_wants_no_motion_gets_none(page: Page) -> None:
    opened(page)
    assert (
        page.locator("dialog").evaluate("(node) => getComputedStyle(node).animationName") == "none"
    )


def test_a_page_that_brings_it_twice_shows_it_once(
    browser: Browser, host: Portal, server: LiveServer
) -> None:
    host.attributes = f'></script><script src="{server.url}/widget.js" async'
    for page in visit(browser, host):
        expect(opener(page)).to_have_count(1)
