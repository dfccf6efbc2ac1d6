"""Reviewing in a real browser: a row of turns by keys alone, and one turn in its transcript."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine

from bot.channels.web import create_web
from bot.records.database import open_database, upgrade
from bot.records.reviews.draft import Draft
from console import MOUNT, create_console
from tests.axe import barriers
from tests.browser import PHONE
from tests.fakes_web import LiveServer, Talks, serving
from tests.integration.console_kit import PASSWORD, Console
from tests.integration.records_kit import Clock
from tests.integration.review_kit import asked, kept, office_of, reviewed, yesterday
from tests.records import UNICORN

SIZES: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1366, "height": 768}},
    "phone": PHONE,
}
PAGES = ("/reviews", "/reviews/wanted", "/reviews/agreement", "/reviews/labels", "/proposals")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path / 'records.db'}")
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def console(database: Engine) -> Console:
    clock = Clock()
    made = office_of(database, clock).with_staff("lan").with_staff("minh", "analyst", "editor")
    with yesterday(clock):
        for _ in range(3):
            asked(database, clock=clock)
    return made


@pytest.fixture
def server(console: Console) -> Iterator[LiveServer]:
    web = create_web(Talks().desk())
    web.mount(MOUNT, create_console(console.office))
    with serving(web) as made:
        yield made


@pytest.fixture(params=SIZES)
def page(browser: Browser, server: LiveServer, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Somebody logged in; no script of ours fails and nothing is blocked."""
    context = browser.new_context(
        base_url=server.url, reduced_motion="reduce", **SIZES[request.param]
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto("/console/login")
    page.locator("#login").fill("minh")
    page.locator("#password").fill(PASSWORD)
    page.locator("#password").press("Enter")
    page.wait_for_url("**/console/")
    yield page
    context.close()
    assert faults == []


def test_a_sample_is_reviewed_by_keys_alone(page: Page, database: Engine) -> None:
    page.goto("/console/reviews")
    page.keyboard.press("Enter")
    for number, key in ((1, "1"), (2, "4")):
        expect(page.get_by_text(f"Lượt {number} trong 3")).to_be_visible()
        page.keyboard.press("5")
        page.keyboard.press(key)
        page.keyboard.press("Enter")
    expect(page.get_by_text("Lượt 3 trong 3")).to_be_visible()
    expect(page.get_by_label("Tìm theo tên hoặc mã")).to_be_hidden()
    page.keyboard.press("2")
    search = page.get_by_label("Tìm theo tên hoặc mã")
    search.fill("the ky lan")
    expect(page.get_by_role("radio", name=UNICORN.name)).to_be_visible()
    search.press("Enter")
    expect(page.get_by_role("radio", name=UNICORN.name)).to_be_checked()
    page.get_by_role("radio", name=UNICORN.name).press("Enter")
    expect(page.get_by_text("Đã đánh giá hết mẫu hôm nay")).to_be_visible()
    given = [(row.verdict, row.procedure_code) for row in kept(database, "reviews")]
    assert given == [("right", ""), ("unmet", ""), ("wrong_procedure", UNICORN.code)]


def test_a_turn_is_reviewed_where_it_stands_in_its_transcript(page: Page, database: Engine) -> None:
    conversation = kept(database, "conversations")[0].id
    page.goto(f"/console/conversations/{conversation}")
    page.get_by_role("link", name="Đánh giá câu trả lời").nth(1).click()
    form = page.locator(".review-form")
    form.get_by_role("button", name="Lưu đánh giá").click()
    expect(form.get_by_role("alert")).to_have_text("Hãy chọn một nhận xét.")
    form.get_by_label("Sai thủ tục").check()
    form.get_by_label("Tìm theo tên hoặc mã").fill("the ky lan")
    form.get_by_role("radio", name=UNICORN.name).check()
    form.get_by_label("Đúng", exact=True).check()
    form.get_by_role("button", name="Lưu đánh giá").click()
    expect(page.get_by_text("Đã lưu đánh giá.")).to_be_visible()
    expect(form.get_by_label("Tìm theo tên hoặc mã")).to_be_hidden()
    assert [(row.turn_id, row.verdict) for row in kept(database, "reviews")] == [(2, "right")]


def test_every_page_of_reviews_is_open_to_everybody_and_nothing_scrolls_sideways(
    page: Page, console: Console, database: Engine
) -> None:
    lan = console.office.staff.named("lan")
    turn = asked(database, text="em là 0912345678, " + "rồng " * 40)
    reviewed(database, lan, turn, Draft("wrong_procedure", UNICORN.code, "fee"))
    reviewed(database, lan, asked(database), Draft("wrong_fact", comment="Phí là 20.000 đồng."))
    asked(database, outcome="unmet")
    for path in (*PAGES, f"/reviews/turns/{turn}", f"/reviews/turns/{turn}?of=sample"):
        page.goto(f"/console{path}")
        width = page.viewport_size
        assert width
        assert page.evaluate("document.documentElement.scrollWidth") <= width["width"], path
        assert barriers(page.main_frame) == [], path
