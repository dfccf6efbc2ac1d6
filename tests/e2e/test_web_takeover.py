"""The chat page while a person speaks: on real records, in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.channels.web import Desk as WebDesk
from bot.channels.web import create_web
from bot.conversation.answer import quiet
from bot.conversation.bell import Bell
from bot.conversation.buttons import offering
from bot.conversation.ports import Stored
from bot.records.database import open_database, upgrade
from bot.records.messages.reader import SqlReader
from bot.records.messages.telling import Told
from bot.records.staff.accounts import Staff
from tests.axe import barriers
from tests.browser import PHONE, chat_page, write
from tests.fakes_web import LiveServer, serving
from tests.integration.handoff_kit import DEED, Desk
from tests.integration.records_kit import turn_for


class Office:
    """The help desk behind one web chat; the worker is this test."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.bell = desk, Bell()
        self.lan: Staff = desk.staff(name="Nguyễn Thị Lan")
        self.conversation = ""

    def web(self) -> WebDesk:
        reader = SqlReader(self.desk.database, "web")
        return WebDesk(self.desk.inbox, reader, lambda: None, self.bell, poll_seconds=60.0)

    def answers(self, page: Page, said: str = "") -> Stored:
        """Take the next message that arrives, and answer it unless a person talks."""
        while not (message := self.desk.inbox.claim("w", 60.0)):
            page.evaluate("0")
        turn = quiet(message) if message.with_person else turn_for(message, said)
        assert self.desk.inbox.finish("w", turn)
        self.bell.ring(message.chat)
        self.conversation = message.conversation
        return message

    def ring(self, told: Told) -> None:
        self.bell.ring(told.chat)

    def claim(self) -> None:
        self.ring(self.desk.handoffs.claim(self.lan, self.conversation, DEED))

    def say(self, text: str) -> None:
        self.ring(self.desk.handoffs.say(self.lan, self.conversation, text, text))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    database = open_database(f"sqlite:///{tmp_path / 'records.db'}")
    upgrade(database)
    yield Office(Desk(database))
    database.dispose()


@pytest.fixture
def server(office: Office) -> Iterator[LiveServer]:
    with serving(create_web(office.web())) as server:
        yield server


@pytest.fixture
def page(browser: Browser, server: LiveServer) -> Iterator[Page]:
    with chat_page(browser, server.url) as page:
        yield page


def talking(office: Office, page: Page) -> None:
    """Bring the page to the point where a person speaks."""
    write(page, "gặp cán bộ")
    office.answers(page, "Em đã báo cán bộ trực.")
    expect(page.locator(".reply")).to_have_count(1)
    office.claim()
    expect(page.locator(".reply")).to_have_count(2)


LINES = ".mine .bubble, .reply .text"


def test_a_person_is_named_over_what_they_say_and_looks_different(
    page: Page, office: Office
) -> None:
    talking(office, page)
    office.say("Chào chị, chị cần gì ạ?")
    person = page.locator(".reply.by-person")
    expect(person.get_by_role("heading")).to_have_text("Nguyễn Thị Lan (cán bộ) trả lời")
    expect(person.locator(".speaker")).to_be_visible()
    bot = page.locator(".reply:not(.by-person)").first
    expect(bot.get_by_role("heading")).to_have_text("Trợ lý trả lời")
    colours = [one.locator(".card").evaluate(_BACKGROUND) for one in (person, bot)]
    assert colours[0] != colours[1]


def test_what_is_written_to_a_person_leaves_no_typing_sign_and_no_empty_bubble(
    page: Page, office: Office
) -> None:
    talking(office, page)
    write(page, "chào em")
    expect(page.locator("#typing")).to_be_visible()
    assert office.answers(page).with_person
    expect(page.locator("#typing")).to_be_hidden()
    expect(page.locator(".reply")).to_have_count(2)


def test_words_of_both_stand_in_their_order_live_and_after_a_reload(
    page: Page, office: Office
) -> None:
    talking(office, page)
    said = ["Chào chị.", "Chị cần gì ạ?"]
    for text in said:
        office.say(text)
    expect(page.locator(".by-person")).to_have_count(2)
    write(page, "khai sinh")
    office.answers(page)
    office.say("Vâng ạ.")
    expect(page.locator(".by-person")).to_have_count(3)
    claimed = re.compile("^Từ lúc này")
    shown: Any = ["gặp cán bộ", "Em đã báo cán bộ trực.", claimed, *said, "khai sinh", "Vâng ạ."]
    expect(page.locator(LINES)).to_have_text(shown)
    page.reload()
    expect(page.locator("#log")).to_have_attribute("aria-busy", "false")
    expect(page.locator(LINES)).to_have_text(shown)
    expect(page.locator("#typing")).to_be_hidden()


def test_what_a_person_said_while_the_line_was_cut_comes_once(
    page: Page, office: Office, server: LiveServer
) -> None:
    talking(office, page)
    office.say("Chào chị.")
    expect(page.locator(".by-person")).to_have_count(1)
    server.stop()
    expect(page.locator("#connection")).to_contain_text("Mất kết nối")
    office.say("Chị còn đó không ạ?")
    server.start()
    expect(page.locator(".by-person .text")).to_have_text(
        ["Chào chị.", "Chị còn đó không ạ?"], timeout=20_000
    )


def test_given_back_the_bot_asks_and_its_buttons_work(page: Page, office: Office) -> None:
    talking(office, page)
    office.ring(office.desk.handoffs.give_back(office.lan, office.conversation, "xong"))
    expect(page.locator(".reply").last).to_contain_text("máy trả lời tự động")
    page.get_by_role("button", name="Rồi").click()
    message = office.answers(page, "Dạ")
    assert (message.kind, message.text) == ("button", '/got_answer{"v":"yes"}')
    assert offering({}, turn_for(message).reply) == {"buttons": []}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_talk_with_a_person_holds_up_nobody(
    browser: Browser, server: LiveServer, office: Office, size: str, scheme: Any
) -> None:
    more = PHONE if size == "phone" else {"viewport": {"width": 1366, "height": 768}}
    with chat_page(browser, server.url, color_scheme=scheme, **more) as page:
        talking(office, page)
        office.say("Chào chị, em là Lan. Chị mang giấy chứng sinh và thẻ căn cước nhé.")
        write(page, "Cảm ơn em")
        office.answers(page)
        expect(page.locator(".by-person")).to_have_count(1)
        assert barriers(page.main_frame) == []


_BACKGROUND = "node => getComputedStyle(node).backgroundColor"
