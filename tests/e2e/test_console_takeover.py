"""A citizen on the web chat and staff on the console, each in a browser of their own."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.records.takeover.canned import Draft, SqlCanned
from tests.axe import barriers
from tests.browser import PHONE, chat_page, write
from tests.help_desk import CALL, PASSWORD, TESTS, HelpDeskSite, help_desk

SIZES: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1366, "height": 768}},
    "phone": PHONE,
}
SCHEMES = ("light", "dark")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HelpDeskSite]:
    with help_desk(tmp_path_factory.mktemp("desk")) as made:
        made.with_staff("lan", "Trần Thị Lan")
        made.with_staff("minh", "Lê Văn Minh")
        yield made


@pytest.fixture
def citizen(browser: Browser, desk: HelpDeskSite) -> Iterator[Page]:
    with chat_page(browser, desk.url) as page:
        yield page


@pytest.fixture
def staff(browser: Browser, desk: HelpDeskSite) -> Iterator[Page]:
    context = browser.new_context(base_url=desk.url, reduced_motion="reduce", **SIZES["desk"])
    yield logged_in(context.new_page())
    context.close()


def logged_in(page: Page, login: str = "lan") -> Page:
    page.goto("/console/login?to=/console/queue")
    page.locator("#login").fill(login)
    page.locator("#password").fill(PASSWORD)
    page.locator("#password").press("Enter")
    page.wait_for_url("**/console/queue")
    return page


def talking(citizen: Page, staff: Page, said: str = CALL) -> None:
    """Have the citizen call, and the staff take the talk over."""
    write(citizen, said)
    staff.goto("/console/queue")
    expect(staff.get_by_role("button", name="Nhận 1", exact=True)).to_be_visible()
    staff.keyboard.press("n")
    expect(box(staff)).to_be_visible()


def box(page: Page) -> Any:
    return page.get_by_label("Trả lời người dân")


def end(staff: Page) -> None:
    staff.get_by_text("Kết thúc, trả về trợ lý").click()
    staff.get_by_role("button", name="Kết thúc", exact=True).click()
    staff.wait_for_url("**/console/queue")


def test_a_citizen_and_a_person_talk_and_both_always_know_who_speaks(
    citizen: Page, staff: Page
) -> None:
    write(citizen, CALL)
    expect(citizen.locator(".reply").last).to_contain_text("người đầu tiên trong hàng chờ")
    row = staff.get_by_role("row").filter(has_text=CALL)
    expect(row).to_be_visible()
    expect(staff.locator("#waiting")).to_have_text("1")
    row.get_by_role("button", name="Nhận").click()
    expect(citizen.locator(".reply").last).to_contain_text("Trần Thị Lan")
    box(staff).fill("Dạ, em nghe anh/chị ạ")
    staff.keyboard.press("Control+Enter")
    expect(box(staff)).to_have_value("")
    expect(citizen.locator(".reply").last).to_contain_text("Dạ, em nghe anh/chị ạ")
    expect(citizen.locator(".reply").last).to_contain_text("Trần Thị Lan (cán bộ)")
    expect(staff.locator(".bubble.staff")).to_contain_text("Dạ, em nghe anh/chị ạ")
    write(citizen, "Tôi làm hộ chiếu cho con")
    expect(staff.locator(".bubble.citizen").last).to_contain_text("Tôi làm hộ chiếu cho con")
    expect(staff.locator("#standing")).to_contain_text("Người dân đang chờ tôi")
    end(staff)
    expect(citizen.locator(".reply").last).to_contain_text("Anh/chị đã được giải đáp chưa ạ?")
    citizen.get_by_role("button", name="Rồi").click()
    expect(citizen.locator(".reply").last).to_contain_text("nói thêm gì không")


def test_what_is_written_without_a_connection_survives_a_reload_and_arrives_once(
    citizen: Page, staff: Page
) -> None:
    talking(citizen, staff)
    lost: list[int] = []

    def lose(route: Any) -> None:
        lost.append(route.fetch().status)
        route.abort()

    staff.route("**/say", lose)
    box(staff).fill("chỉ một lần")
    staff.keyboard.press("Control+Enter")
    expect(staff.locator("#state")).to_have_text("Chưa gửi được, đang thử lại…")
    staff.reload()
    expect(staff.locator("#state")).to_have_text("Chưa gửi được, đang thử lại…")
    expect(box(staff)).to_have_value("chỉ một lần")
    staff.unroute("**/say")
    expect(staff.locator("#state")).to_have_text("Đã gửi.")
    expect(box(staff)).to_have_value("")
    assert len(lost) >= 2
    assert set(lost) == {200}
    expect(staff.locator(".bubble.staff")).to_have_count(1)
    expect(citizen.get_by_text("chỉ một lần")).to_have_count(1)
    end(staff)


def test_a_draft_is_kept_and_a_refusal_is_told_in_its_place(citizen: Page, staff: Page) -> None:
    talking(citizen, staff)
    box(staff).fill("đang viết dở")
    staff.reload()
    expect(box(staff)).to_have_value("đang viết dở")
    other = staff.context.new_page()
    other.goto(staff.url)
    expect(box(other)).to_have_value("")
    end(other)
    box(staff).press("Control+Enter")
    expect(staff.locator("#state")).to_contain_text("không còn ở chỗ anh/chị")
    expect(box(staff)).to_have_value("đang viết dở")


def test_a_double_click_sends_one_message(citizen: Page, staff: Page) -> None:
    talking(citizen, staff)
    box(staff).fill("một")
    staff.get_by_role("button", name="Gửi").dblclick()
    expect(staff.locator(".bubble.staff")).to_have_count(1)
    box(staff).fill("hai")
    staff.get_by_role("button", name="Gửi").click()
    expect(staff.locator(".bubble.staff")).to_have_count(2)
    end(staff)


def test_a_place_that_nobody_filled_is_shown_and_keeps_the_text_from_being_sent(
    citizen: Page, staff: Page, desk: HelpDeskSite
) -> None:
    hello = Draft("Chào hỏi", "Em là {tên cán bộ}, xem {link} ạ.")
    SqlCanned(desk.system.database).add(desk.office.staff.named("lan"), hello, TESTS)
    talking(citizen, staff)
    staff.keyboard.press("Escape")
    staff.keyboard.press("/")
    staff.keyboard.type("chao hoi")
    staff.get_by_role("button", name="Chào hỏi").click()
    expect(box(staff)).to_have_value("Em là Trần Thị Lan, xem {link} ạ.")
    expect(staff.locator("#places")).to_contain_text("{link}")
    assert staff.evaluate("getSelection().toString()") == "{link}"
    staff.keyboard.press("Control+Enter")
    expect(staff.locator("#state")).to_have_text("Còn chỗ chưa điền: {link}")
    staff.keyboard.type("trang này")
    staff.keyboard.press("Control+Enter")
    expect(citizen.locator(".reply").last).to_contain_text("Em là Trần Thị Lan, xem trang này ạ.")
    end(staff)


def test_a_procedures_answer_is_inserted_to_be_edited(citizen: Page, staff: Page) -> None:
    talking(citizen, staff)
    staff.get_by_text("Chèn câu trả lời về thủ tục").click()
    staff.get_by_label("Thủ tục", exact=True).fill("đăng ký khai sinh")
    staff.get_by_label("Nội dung", exact=True).select_option("fee")
    found = staff.locator("#answer-found .insert").filter(has_text="Lệ phí").first
    found.click()
    text = box(staff).input_value()
    assert "khai sinh" in text.lower()
    assert "Nguồn:" in text
    end(staff)


def test_a_new_wait_is_told_in_the_title_and_by_one_tab_only(
    browser: Browser, desk: HelpDeskSite, citizen: Page
) -> None:
    context = browser.new_context(base_url=desk.url)
    context.grant_permissions(["notifications"])
    context.add_init_script(
        "const make = AudioContext.prototype.createOscillator;"
        "AudioContext.prototype.createOscillator = function () {"
        "  localStorage.tones = Number(localStorage.tones ?? 0) + 1; return make.call(this); };"
    )
    first = logged_in(context.new_page())
    first.get_by_role("button", name="Bật thông báo").click()
    expect(first.get_by_role("button", name="Tắt thông báo")).to_be_visible()
    first.evaluate("localStorage.tones = 0")
    other = context.new_page()
    other.goto("/console/queue")
    expect(other.get_by_role("button", name="Tắt thông báo")).to_be_visible()
    write(citizen, CALL)
    for page in (first, other):
        page.bring_to_front()
        expect(page).to_have_title("(1) Hàng chờ · Một Cửa, trang cán bộ")
    first.bring_to_front()
    first.keyboard.press("n")
    expect(box(first)).to_be_visible()
    end(first)
    assert first.evaluate("localStorage.tones") == "2"  # one chime has two
    context.close()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", SIZES)
def test_the_pages_keep_nobody_out(
    browser: Browser, desk: HelpDeskSite, citizen: Page, size: str, scheme: Any
) -> None:
    context = browser.new_context(
        base_url=desk.url,
        reduced_motion="reduce",
        bypass_csp=True,
        color_scheme=scheme,
        **SIZES[size],
    )
    page = logged_in(context.new_page())
    assert barriers(page.main_frame) == []
    write(citizen, CALL)
    expect(page.get_by_role("button", name="Nhận 1", exact=True)).to_be_visible()
    assert barriers(page.main_frame) == []
    page.get_by_role("button", name="Nhận 1", exact=True).click()
    expect(box(page)).to_be_visible()
    for sheet in page.locator("details.sheet").all():
        sheet.evaluate("(sheet) => { sheet.open = true; }")
    box(page).fill("Xem {link} ạ")
    assert barriers(page.main_frame) == []
    width = SIZES[size]["viewport"]["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(box(page)).to_be_in_viewport()
    page.goto("/console/canned")
    for sheet in page.locator("details.sheet").all():
        sheet.evaluate("(sheet) => { sheet.open = true; }")
    assert barriers(page.main_frame) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto("/console/queue")
    page.locator(".mine a").first.click()
    end(page)
    context.close()
