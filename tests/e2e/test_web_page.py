"""The chat page in a real browser, before a fake desk."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.reply import Button, LinkBlock, ListBlock, Reply, TextBlock
from tests.browser import PHONE, chat_page, write
from tests.fakes_web import LiveServer, Talks, full_reply, said

NASTY = '<script>alert(1)</script><img src=x onerror=alert(2)> & "quotes"'


@pytest.fixture
def page(browser: Browser, server: LiveServer) -> Iterator[Page]:
    with chat_page(browser, server.url) as page:
        yield page


@pytest.fixture
def phone(browser: Browser, server: LiveServer) -> Iterator[Page]:
    with chat_page(browser, server.url, **PHONE) as page:
        yield page


def ask(page: Page, talks: Talks, text: str, reply: Reply) -> None:
    count = page.locator(".reply").count()
    write(page, text)
    talks.wait()
    talks.answer(reply)
    expect(page.locator(".reply")).to_have_count(count + 1)


def test_a_question_is_answered_and_the_wait_is_shown(page: Page, talks: Talks) -> None:
    write(page, "vk e mới đẻ, giờ làm giấy tờ cho bé ntn ạ")
    talks.wait()
    expect(page.locator(".mine .bubble")).to_have_text("vk e mới đẻ, giờ làm giấy tờ cho bé ntn ạ")
    expect(page.locator("#typing")).to_be_visible()
    expect(page.locator("#typing-said")).to_have_text("Trợ lý đang soạn câu trả lời…")
    talks.answer(full_reply())
    expect(page.locator(".reply")).to_have_count(1)
    expect(page.locator("#typing")).to_be_hidden()
    expect(page.locator("#typing-said")).to_have_text("")


def test_every_kind_of_block_is_shown_as_what_it_is(page: Page, talks: Talks) -> None:
    ask(page, talks, "làm giấy khai sinh", full_reply())
    reply = page.locator(".reply")
    expect(reply.locator("ul li")).to_have_count(3)
    expect(reply.locator("ol li")).to_have_count(3)
    expect(reply.locator("dl")).to_have_count(1)
    expect(reply.locator("dt")).to_have_text(["Lệ phí", "Thời gian", "Nơi nộp"])
    expect(reply.locator(".warning")).to_contain_text("60 ngày")
    expect(reply.locator(".sources")).to_contain_text("kiểm tra ngày 05/07/2026")
    link = reply.get_by_role("link", name="Nộp hồ sơ trực tuyến")
    expect(link).to_have_attribute("href", "https://dichvucong.gov.vn/p/home/1.001193")
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", re.compile("noopener"))


def test_a_pressed_button_is_sent_by_its_payload_and_shown_by_its_title(
    page: Page, talks: Talks
) -> None:
    ask(page, talks, "làm giấy khai sinh", full_reply())
    page.get_by_role("button", name="Lệ phí thế nào?").click()
    talks.wait()
    pressed = talks.accepted[-1]
    assert (pressed.kind, pressed.text) == ("button", '/ask_fee{"code":"1.001193"}')
    assert pressed.label == "Lệ phí thế nào?"
    expect(page.locator(".mine .bubble").last).to_have_text("Lệ phí thế nào?")
    talks.answer(said("Miễn phí ạ."))
    expect(page.locator(".reply").last).to_contain_text("Miễn phí ạ.")


def test_an_example_question_is_asked_at_a_press(page: Page, talks: Talks) -> None:
    example = page.locator("[data-example]").first
    example.click()
    talks.wait()
    assert talks.accepted[0].text == example.text_content()


def test_a_reload_keeps_the_talk(page: Page, talks: Talks) -> None:
    ask(page, talks, "một", said("một ạ"))
    ask(page, talks, "hai", full_reply())
    write(page, "ba")
    talks.wait()
    page.reload()
    expect(page.locator(".mine .bubble")).to_have_text(["một", "hai", "ba"])
    expect(page.locator(".reply")).to_have_count(2)
    expect(page.locator("#typing")).to_be_visible()
    talks.answer(said("ba ạ"))
    expect(page.locator(".reply")).to_have_count(3)


def test_a_new_conversation_begins_empty_after_a_confirmation(page: Page, talks: Talks) -> None:
    ask(page, talks, "một", said("một ạ"))
    page.get_by_role("button", name="Cuộc trò chuyện mới").click()
    page.get_by_role("button", name="Ở lại").click()
    expect(page.locator(".reply")).to_have_count(1)
    page.get_by_role("button", name="Cuộc trò chuyện mới").click()
    page.get_by_role("button", name="Bắt đầu mới").click()
    expect(page.locator(".reply")).to_have_count(0)
    ask(page, talks, "hai", said("hai ạ"))
    assert talks.accepted[0].chat != talks.accepted[1].chat


def test_markup_from_either_side_is_shown_as_text(page: Page, talks: Talks) -> None:
    reply = Reply(
        outcome="answered",
        blocks=(
            TextBlock(text=NASTY),
            ListBlock(title=NASTY, items=(NASTY,)),
            LinkBlock(title="Không phải trang web", url="javascript:alert(3)"),
        ),
        buttons=(Button(title=NASTY, payload="/help"),),
    )
    ask(page, talks, NASTY, reply)
    expect(page.locator(".mine .bubble")).to_have_text(NASTY)
    expect(page.locator(".reply .text")).to_have_text(NASTY)
    expect(page.locator(".reply button")).to_have_text(NASTY)
    expect(page.locator(".reply")).to_contain_text("Không phải trang web")
    assert page.locator("#log :is(img, script, a)").count() == 0


def test_the_keyboard_alone_is_enough(page: Page, talks: Talks) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_text("Đến ô nhập câu hỏi")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Câu hỏi của anh/chị")).to_be_focused()
    page.keyboard.type("dòng một")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("dòng hai")
    page.keyboard.press("Enter")
    talks.wait()
    assert talks.accepted[0].text == "dòng một\ndòng hai"
    talks.answer(full_reply())
    choice = page.locator(".choices button").last
    expect(choice).to_be_visible()
    page.keyboard.press("Shift+Tab")
    expect(choice).to_be_focused()
    page.keyboard.press("Enter")
    talks.wait()
    assert talks.accepted[1].kind == "button"


def test_enter_that_ends_a_composition_sends_nothing(page: Page, talks: Talks) -> None:
    box = page.get_by_label("Câu hỏi của anh/chị")
    box.fill("khai sinh")
    for init in ({"isComposing": True}, {"keyCode": 229}):
        box.dispatch_event("keydown", {"key": "Enter", "cancelable": True, **init})
    expect(box).to_have_value("khai sinh")
    box.press("Enter")
    talks.wait()
    assert [message.text for message in talks.accepted] == ["khai sinh"]


def test_blank_text_is_not_sent(page: Page, talks: Talks) -> None:
    write(page, " \n ")
    ask(page, talks, "có chữ", said("vâng ạ"))
    assert [message.text for message in talks.accepted] == ["có chữ"]


@pytest.mark.parametrize(("mime", "media"), [("image/png", "photo"), ("application/pdf", "file")])
def test_a_dropped_file_is_refused_politely_and_never_uploaded(
    page: Page, talks: Talks, mime: str, media: str
) -> None:
    page.evaluate(
        """(type) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File(["secret"], "a-name", { type }));
          document.body.dispatchEvent(
            new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
        }""",
        mime,
    )
    talks.wait()
    [message] = talks.accepted
    assert (message.kind, message.media, message.text) == ("media", media, "")
    expect(page.locator(".mine .bubble")).to_contain_text("không được gửi đi")


def test_a_phone_never_scrolls_sideways_and_targets_are_large(phone: Page, talks: Talks) -> None:
    long_word = Reply(outcome="answered", blocks=(TextBlock(text="x" * 300),))
    ask(phone, talks, "a" * 200, full_reply())
    ask(phone, talks, "b", long_word)
    assert phone.evaluate("document.documentElement.scrollWidth") == 360
    assert phone.evaluate("document.querySelector('#scroller').scrollWidth") <= 360
    for button in phone.locator("button:visible, .go").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["width"] >= 44


def test_the_start_of_a_long_answer_is_in_view(phone: Page, talks: Talks) -> None:
    ask(phone, talks, "làm giấy khai sinh", full_reply())
    expect(phone.locator(".mine")).to_be_in_viewport()
    expect(phone.locator(".reply .text")).to_be_in_viewport()


def test_a_message_posted_twice_is_one_message(
    page: Page, server: LiveServer, talks: Talks
) -> None:
    """The first answer of the server is lost on the way, so the page posts again."""
    lost: list[str] = []

    def lose_the_first(route: Any) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().text())
            route.abort()
        else:
            route.continue_()

    page.route("**/chat/messages", lose_the_first)
    write(page, "chỉ một lần")
    expect(page.locator(".mine .state")).to_have_text("Chưa gửi được, sẽ tự gửi lại.")
    expect(page.locator(".mine .state")).to_have_text("")
    assert len(lost) == len(talks.accepted) == 1
    talks.answer(said("vâng ạ"))
    expect(page.locator(".reply")).to_have_count(1)
    expect(page.locator(".mine")).to_have_count(1)


def test_an_answer_given_while_the_line_is_cut_arrives_when_it_is_back(
    page: Page, server: LiveServer, talks: Talks
) -> None:
    ask(page, talks, "một", said("một ạ"))
    write(page, "hai")
    talks.wait()
    server.stop()
    expect(page.locator("#connection")).to_contain_text("Mất kết nối")
    talks.answer(said("hai ạ"))
    server.start()
    expect(page.locator(".reply")).to_have_count(2, timeout=20_000)
    expect(page.locator(".reply").last).to_contain_text("hai ạ")
    expect(page.locator("#connection")).to_have_text("")
    expect(page.locator(".mine .bubble")).to_have_text(["một", "hai"])


def test_what_is_written_while_the_line_is_cut_is_sent_in_order_later(
    page: Page, server: LiveServer, talks: Talks
) -> None:
    server.stop()
    for text in ("một", "hai", "ba"):
        write(page, text)
    expect(page.locator(".mine .state").first).to_have_text("Chưa gửi được, sẽ tự gửi lại.")
    server.start()
    for text in ("một", "hai", "ba"):
        talks.wait()
        talks.answer(said(f"{text} ạ"))
    expect(page.locator(".reply")).to_have_count(3, timeout=20_000)
    assert [message.text for message in talks.accepted] == ["một", "hai", "ba"]
    expect(page.locator(".mine")).to_have_count(3)


def test_an_unsent_message_survives_a_reload(page: Page, talks: Talks) -> None:
    page.route("**/chat/messages", _only_reading)
    write(page, "đừng quên")
    expect(page.locator(".mine .state")).to_have_text("Chưa gửi được, sẽ tự gửi lại.")
    page.unroute("**/chat/messages")
    page.reload()
    talks.wait()
    talks.answer(said("nhớ ạ"))
    expect(page.locator(".reply")).to_have_count(1)
    assert [message.text for message in talks.accepted] == ["đừng quên"]


def _only_reading(route: Any) -> None:
    if route.request.method == "POST":
        route.abort()
    else:
        route.continue_()


def test_a_refused_message_says_why_and_holds_up_no_other(page: Page, talks: Talks) -> None:
    page.evaluate("crypto.randomUUID = () => 'no uuid'")
    write(page, "hỏng")
    expect(page.locator(".mine.refused .state")).to_contain_text("Không gửi được.")
    expect(page.locator("#typing")).to_be_hidden()
    page.evaluate("delete crypto.randomUUID")
    ask(page, talks, "lành", said("vâng ạ"))


def test_a_lost_session_is_renewed_without_losing_the_message(page: Page, talks: Talks) -> None:
    page.context.clear_cookies()
    write(page, "còn đó không")
    talks.wait()
    talks.answer(said("còn ạ"))
    expect(page.locator(".reply")).to_have_count(1)


def test_another_tab_shows_the_same_talk(page: Page, server: LiveServer, talks: Talks) -> None:
    other = page.context.new_page()
    other.goto(server.url)
    expect(other.locator("#log")).to_have_attribute("aria-busy", "false")
    ask(page, talks, "ở thẻ này", said("cả hai ạ"))
    expect(other.locator(".mine .bubble")).to_have_text("ở thẻ này")
    expect(other.locator(".reply")).to_have_count(1)


def test_without_script_the_page_says_where_to_go_instead_of_pretending(
    browser: Browser, server: LiveServer
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.url)
    assert "tắt JavaScript" in page.locator(".warning").inner_text()
    assert page.locator("button:visible, textarea:visible").count() == 0
    context.close()
