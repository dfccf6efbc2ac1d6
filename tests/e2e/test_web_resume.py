"""No message of the chat page is lost or doubled, whatever becomes of the page and the line."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser import chat_page, write
from tests.fakes_web import LiveServer, Talks, said

UNSENT = "Chưa gửi được, sẽ tự gửi lại."
STORED = "**/chat/messages"


@pytest.fixture
def page(browser: Browser, server: LiveServer) -> Iterator[Page]:
    with chat_page(browser, server.url) as page:
        yield page


@pytest.fixture(params=["/", "/khung-chat"], ids=["page", "frame"])
def either(browser: Browser, server: LiveServer, request: pytest.FixtureRequest) -> Iterator[Page]:
    with chat_page(browser, server.url + request.param) as page:
        yield page


def only_posts(then: Any) -> Any:
    def handle(route: Route) -> None:
        if route.request.method == "POST":
            then(route)
        else:
            route.continue_()

    return handle


def arrived(page: Page, talks: Talks) -> None:
    """Return when a message has arrived; meanwhile what is routed goes on, as it needs us."""
    while not talks.arrived.acquire(blocking=False):
        page.evaluate("0")


def texts(talks: Talks) -> list[str]:
    return [message.text for message in talks.accepted]


def test_a_reload_before_the_server_has_confirmed_doubles_nothing(
    either: Page, talks: Talks
) -> None:
    """The message is stored, its confirmation never arrives, and the page is loaded anew."""
    either.route(STORED, only_posts(lambda route: route.fetch()))
    write(either, "một")
    arrived(either, talks)
    either.unroute(STORED)
    either.reload()
    expect(either.locator(".mine .bubble")).to_have_text(["một"])
    talks.answer(said("một ạ"))
    expect(either.locator(".reply")).to_have_count(1)
    write(either, "hai")
    arrived(either, talks)
    assert texts(talks) == ["một", "hai"]


def test_several_unsent_messages_survive_several_reloads_in_order(
    either: Page, talks: Talks
) -> None:
    either.route(STORED, only_posts(lambda route: route.abort()))
    for text in ("một", "hai", "ba"):
        write(either, text)
    expect(either.locator(".mine .state").first).to_have_text(UNSENT)
    for _ in range(2):
        either.reload()
        expect(either.locator(".mine .bubble")).to_have_text(["một", "hai", "ba"])
    either.unroute(STORED)
    either.reload()
    for _ in range(3):
        arrived(either, talks)
    expect(either.locator(".mine .bubble")).to_have_text(["một", "hai", "ba"])
    assert texts(talks) == ["một", "hai", "ba"]


def test_an_answer_given_while_no_page_was_open_is_there_on_return(
    either: Page, talks: Talks
) -> None:
    address = either.url
    write(either, "một")
    arrived(either, talks)
    either.goto("about:blank")
    talks.answer(said("một ạ"))
    either.goto(address)
    expect(either.locator(".mine .bubble")).to_have_text(["một"])
    expect(either.locator(".reply")).to_have_text([re.compile("một ạ")])


def test_many_cuts_show_each_message_and_each_answer_once(
    either: Page, server: LiveServer, talks: Talks
) -> None:
    words = ["một", "hai", "ba"]
    for word in words:
        write(either, word)
        arrived(either, talks)
        server.stop()
        expect(either.locator("#connection")).to_contain_text("Mất kết nối")
        talks.answer(said(f"{word} ạ"))
        server.start()
        expect(either.locator(".reply").last).to_contain_text(f"{word} ạ", timeout=20_000)
    expect(either.locator(".mine .bubble")).to_have_text(words)
    expect(either.locator(".reply")).to_have_count(3)
    assert texts(talks) == words


def test_what_is_written_before_the_history_is_there_stands_below_it(
    page: Page, talks: Talks
) -> None:
    write(page, "một")
    arrived(page, talks)
    talks.answer(said("một ạ"))
    expect(page.locator(".reply")).to_have_count(1)
    page.route(STORED, lambda route: route.abort())
    page.reload()
    expect(page.locator("#connection")).to_contain_text("Mất kết nối")
    write(page, "hai")
    page.unroute(STORED)
    arrived(page, talks)
    talks.answer(said("hai ạ"))
    lines = page.locator(".mine .bubble, .reply .text")
    expect(lines).to_have_text(["một", "một ạ", "hai", "hai ạ"], timeout=20_000)


def test_an_answer_that_overtakes_the_confirmation_leaves_no_word_of_failure(
    page: Page, talks: Talks
) -> None:
    held: list[Route] = []
    page.route(STORED, only_posts(held.append))
    write(page, "một")
    while not held:
        page.evaluate("0")
    held[0].fetch()
    arrived(page, talks)
    talks.answer(said("một ạ"))
    expect(page.locator(".reply")).to_have_count(1)
    held[0].abort()
    page.unroute(STORED)
    write(page, "hai")
    arrived(page, talks)
    expect(page.locator(".mine .state").first).to_have_text("")
    assert texts(talks) == ["một", "hai"]


def test_a_request_that_hangs_is_given_up_and_made_again(page: Page, talks: Talks) -> None:
    page.clock.install()
    page.route(STORED, only_posts(lambda route: None))
    write(page, "một")
    page.clock.run_for(21_000)
    expect(page.locator(".mine .state")).to_have_text(UNSENT)
    page.unroute(STORED)
    page.clock.run_for(5_000)
    arrived(page, talks)
    assert texts(talks) == ["một"]


def test_a_line_that_is_dead_without_being_closed_is_opened_anew(
    page: Page, server: LiveServer, talks: Talks
) -> None:
    page.clock.install()
    dead: list[Route] = []
    page.route("**/chat/events*", lambda route: route.continue_() if dead else dead.append(route))
    page.reload()
    expect(page.locator("#log")).to_have_attribute("aria-busy", "false")
    write(page, "một")
    arrived(page, talks)
    talks.answer(said("một ạ"))
    assert len(dead) == 1
    expect(page.locator(".reply")).to_have_count(0)
    page.clock.run_for(46_000)
    expect(page.locator(".reply")).to_have_count(1)


def test_a_proxy_that_refuses_in_its_own_words_holds_up_no_other_message(
    page: Page, talks: Talks
) -> None:
    page.route(STORED, only_posts(lambda route: route.fulfill(status=413, body="<h1>Too large")))
    write(page, "dài quá")
    expect(page.locator(".mine.refused .state")).to_contain_text("Máy chủ không nhận")
    page.unroute(STORED)
    write(page, "ngắn")
    arrived(page, talks)
    assert texts(talks) == ["ngắn"]


@pytest.mark.parametrize("allowed", [True, False], ids=["storage", "nothing"])
def test_a_frame_without_cookies_keeps_the_talk_as_far_as_it_may(
    browser: Browser, server: LiveServer, talks: Talks, allowed: bool
) -> None:
    """An older Safari has storage and no cookie; where both are forbidden one can still talk."""
    context = browser.new_context()
    context.add_init_script("Object.defineProperty(Document.prototype, 'cookie', { value: '' })")
    if not allowed:
        context.add_init_script("delete window.localStorage; delete window.sessionStorage;")
    page = context.new_page()
    page.goto(server.url + "/khung-chat")
    write(page, "một")
    arrived(page, talks)
    talks.answer(said("một ạ"))
    expect(page.locator(".reply")).to_have_count(1)
    page.reload()
    expect(page.locator("#log")).to_have_attribute("aria-busy", "false")
    expect(page.locator(".reply")).to_have_count(1 if allowed else 0)
    assert context.cookies() == []
    context.close()
