"""The pages of procedures in a real browser: found, read, fitted, printed, and on to the chat."""

import json
import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import PHONE
from tests.fakes_web import LiveServer, Talks, said
from tests.records import DRAGON, UNICORN

PATH = f"/thu-tuc/{DRAGON.code}"
A4_POINTS = re.compile(rb"/MediaBox ?\[0 0 59[45]\.?\d* 84[12]\.?\d*\]")
PAGES = ["/thu-tuc", PATH, f"/thu-tuc/{UNICORN.code}", "/thu-tuc?q=nuoi+rong", "/du-lieu-mo"]


@pytest.fixture(params=[{}, PHONE], ids=["desk", "phone"])
def page(browser: Browser, server: LiveServer, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(base_url=server.url, reduced_motion="reduce", **request.param)
    yield from _watched(context)


@pytest.fixture
def scriptless(browser: Browser, server: LiveServer) -> Iterator[Page]:
    yield from _watched(browser.new_context(base_url=server.url, java_script_enabled=False))


def _watched(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text))
    page.add_init_script("window.print = () => { document.title = 'printed'; }")
    yield page
    context.close()
    assert faults == []


def test_without_script_one_gets_from_the_search_to_ones_own_checklist(scriptless: Page) -> None:
    scriptless.goto("/thu-tuc")
    scriptless.get_by_label("Anh/chị cần làm gì?").fill("nhà tôi nuôi rồng")
    scriptless.get_by_role("button", name="Tìm").click()
    scriptless.get_by_role("link", name=DRAGON.name).click()
    expect(scriptless.locator("h1")).to_have_text(DRAGON.name)
    scriptless.get_by_label("Rồng có cánh không ạ?").select_option("Có cánh")
    scriptless.get_by_role("button", name="Xem danh sách của tôi").click()
    expect(scriptless.get_by_text("Giấy phép bay")).to_be_visible()
    expect(scriptless.get_by_text("Có cánh", exact=True)).to_be_visible()
    scriptless.get_by_role("link", name="Xem đầy đủ thủ tục này").click()
    expect(scriptless).to_have_url(re.compile(f"{re.escape(PATH)}$"))


def test_a_field_opens_with_the_keyboard(page: Page) -> None:
    page.goto("/thu-tuc")
    link = page.get_by_role("link", name=DRAGON.name)
    expect(link).to_be_hidden()
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(link).to_be_visible()


def test_from_the_page_one_asks_in_the_chat_with_one_press(page: Page, talks: Talks) -> None:
    page.goto(PATH)
    page.get_by_role("main").get_by_role("link", name="Hỏi trợ lý").click()
    expect(page.locator("#log")).to_have_attribute("aria-busy", "false")
    expect(page.get_by_text(f"hỏi gì về {DRAGON.name}")).to_be_visible()
    assert talks.accepted == []  # a link speaks in nobody's name
    page.get_by_role("button", name="Lệ phí").click()
    talks.wait()
    [message] = talks.accepted
    assert message.kind == "button"
    assert message.text == "/ask_fee" + json.dumps({"code": DRAGON.code}, separators=(",", ":"))
    expect(page.locator(".mine .bubble")).to_have_text(f"Lệ phí: {DRAGON.name}")
    expect(page.locator("#prepared")).to_be_hidden()
    talks.answer(said("20.000 đồng ạ"))
    expect(page.locator(".reply")).to_contain_text("20.000 đồng ạ")
    page.reload()
    expect(page.locator(".reply")).to_have_count(1)
    expect(page.locator("#prepared")).to_have_count(0)


def test_the_button_prints(page: Page) -> None:
    page.goto(PATH)
    page.get_by_role("button", name="In trang này").click()
    expect(page).to_have_title("printed")


@pytest.mark.parametrize("path", PAGES)
def test_it_never_scrolls_sideways_and_targets_are_large(page: Page, path: str) -> None:
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for target in page.locator("button:visible, .solid, .quiet, select, input, summary").all():
        box = target.bounding_box()
        if box is not None:
            assert box["height"] >= 44


@pytest.mark.parametrize("path", PAGES)
def test_headings_go_down_one_step_at_a_time(page: Page, path: str) -> None:
    page.goto(path)
    tags = page.locator("h1, h2, h3").evaluate_all("all => all.map(one => +one.tagName[1])")
    assert tags[0] == 1
    assert tags.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(tags))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(
    browser: Browser, server: LiveServer, scheme: str
) -> None:
    context = browser.new_context(
        base_url=server.url, color_scheme="dark" if scheme == "dark" else "light"
    )
    for page in _watched(context):
        page.goto(PATH)
        assert page.evaluate(CONTRAST) >= 4.5


# The lowest contrast of any text with the nearest ground that is painted, as WCAG counts it.
CONTRAST = """() => {
  const rgb = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => rgb(colour).slice(0, 3).map((v) => v / 255)
    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const [, , , alpha = 1] = rgb(getComputedStyle(at).backgroundColor);
      if (alpha === 1) return light(getComputedStyle(at).backgroundColor);
    }
    return 1;
  };
  const texts = [...document.body.querySelectorAll("*")].filter((node) =>
    [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()));
  return Math.min(...texts.map((node) => {
    const [a, b] = [light(getComputedStyle(node).color), ground(node)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  }));
}"""


def test_on_paper_it_is_black_on_white_on_a4_with_addresses_and_nothing_to_press(
    page: Page,
) -> None:
    page.goto(PATH)
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.get_by_role("combobox")).to_have_count(0)
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    after = "getComputedStyle(document.querySelector('main .solid'), '::after').content"
    assert str(DRAGON.online.url) in page.evaluate(after)
    expect(page.get_by_role("img", name="Mã QR")).to_be_visible()
    sheets = A4_POINTS.findall(page.pdf(prefer_css_page_size=True))
    assert 1 <= len(sheets) <= 2


def test_the_keyboard_reaches_the_content_first(page: Page) -> None:
    page.goto(PATH)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_in_viewport()
