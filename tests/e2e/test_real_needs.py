"""A question goes from the web chat to its department and back, and the next one is answered."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.channels.rendering import as_text
from tests.browser import chat_page, write
from tests.system import Citizen, RealSystem, eventually

QUESTION = "tôi muốn xin tiền nuôi đàn thiên nga ở hồ"
AGAIN = "xin hỏi hỗ trợ nuôi thiên nga hồ làng làm thế nào"
ALIAS = "hỗ trợ nuôi thiên nga hồ làng"
CODE, NAME = "1.001193", "Đăng ký khai sinh"
ANSWER = "Dạ, hiện chưa có khoản trợ cấp này. Anh/chị hỏi thêm tại phường, không mất tiền ạ."
PASSWORD = "một câu dài dễ nhớ"
PATIENCE_MS = 60_000


@pytest.fixture
def citizen(browser: Browser, real: RealSystem) -> Iterator[Page]:
    with chat_page(browser, real.url) as page:
        yield page


def staff(browser: Browser, real: RealSystem, login: str, role: str) -> Page:
    """Make an account by the link that the command line prints, and log in with it."""
    link = re.findall(r"\S+/console/join/\S+", real.run("user", "add", "--role", role))[0]
    page = browser.new_context(base_url=real.url, reduced_motion="reduce").new_page()
    page.goto(link[link.index("/console") :])
    for field, value in (("name", login), ("login", login), ("password", PASSWORD)):
        page.locator(f"#{field}").fill(value)
    page.locator("#again").fill(PASSWORD)
    page.locator("#again").press("Enter")
    page.wait_for_url("**/console/login")
    page.locator("#login").fill(login)
    page.locator("#password").fill(PASSWORD)
    page.locator("#password").press("Enter")
    expect(page.get_by_text("Đăng xuất")).to_have_count(1)
    return page


def is_known(real: RealSystem) -> bool:
    return NAME in as_text(Citizen(real.url).ask(AGAIN))


def ask(page: Page, text: str) -> None:
    count = page.locator(".reply").count()
    write(page, text)
    expect(page.locator(".reply")).to_have_count(count + 1, timeout=PATIENCE_MS)


def test_one_question_goes_all_the_way_and_the_next_citizen_is_answered(
    browser: Browser, real: RealSystem, citizen: Page
) -> None:
    ask(citizen, QUESTION)
    citizen.get_by_role("button", name="Có, chuyển giúp tôi").click()
    expect(citizen.locator(".reply")).to_have_count(2, timeout=PATIENCE_MS)

    boss = staff(browser, real, "truong", "admin")
    boss.goto("/console/needs")
    boss.get_by_role("link", name=re.compile("thiên nga")).first.click()
    boss.get_by_role("button", name="Nhận xử lý").click()
    boss.locator("#answer").fill(ANSWER)
    boss.get_by_role("button", name="Gửi trả lời").click()
    expect(boss.locator(".mark", has_text="Đã trả lời").first).to_be_visible()

    answer = citizen.locator(".reply").last
    expect(answer).to_contain_text(ANSWER, timeout=PATIENCE_MS)
    citizen.get_by_role("button", name="Đã rõ, cảm ơn").click()
    expect(citizen.locator(".reply").last).to_contain_text("em cảm ơn", timeout=PATIENCE_MS)

    boss.reload()
    expect(boss.locator(".mark", has_text="Đã rõ").first).to_be_visible()
    boss.get_by_text("Dạy cho trợ lý").click()
    boss.locator("#said").fill(ALIAS)
    boss.locator("#procedure").fill(CODE)
    boss.get_by_role("button", name="Gửi biên tập").click()
    boss.goto("/console/lessons")
    boss.get_by_role("button", name="Duyệt", exact=True).click()
    expect(boss.get_by_text("đã duyệt")).to_have_count(1)

    eventually("the alias is used", lambda: is_known(real))
    with chat_page(browser, real.url) as next_citizen:
        ask(next_citizen, AGAIN)
        expect(next_citizen.locator(".reply").last).to_contain_text(NAME)
