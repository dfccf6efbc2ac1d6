"""The list of conversations: what it shows, what it makes of any filter, what staff keep of it."""

import re
from typing import Any

import pytest
from sqlalchemy import Engine, update

from bot.catalogue.catalogue import Catalogue
from bot.records.audit import audited
from bot.records.staff.tables import StaffMember
from tests.integration.console_kit import Browser, Console
from tests.integration.search_kit import Talks
from tests.records import CATALOGUE

PHUONG = "phường Phan Đình Phùng, tỉnh Thái Nguyên"


@pytest.fixture
def console(database: Engine) -> Console:
    return Console(database).with_staff("lan", "helpdesk")


@pytest.fixture
def talks(console: Console) -> Talks:
    return Talks(console.database, clock=console.clock)


@pytest.fixture
def browser(console: Console) -> Browser:
    return console.logged_in("lan")


def shown(browser: Browser, query: str = "") -> Any:
    found = browser.at(f"/conversations{query}")
    assert found.status_code == 200
    return found.text


def said(page: str) -> list[str]:
    """Return the messages of the list."""
    return re.findall(r'class="talk"[^>]*>([^<]*)<', page)


def test_the_list_tells_of_each_conversation_what_one_has_to_know(
    talks: Talks, browser: Browser
) -> None:
    talks.say("a", "làm khai sinh", "unmet", commune=PHUONG)
    talks.say("a", "x" * 200, "answered")
    talks.say("a", "tệ quá", "smalltalk", rating="down")
    talks.hand("a")
    talks.flag("a")
    page = shown(browser)
    for part in (
        "tệ quá", "Trang web", PHUONG, "Thủ tục số 1.001193", "Chưa đáp ứng", "Đã trả lời",
        "Chưa hữu ích", "Đang chờ cán bộ", "Có cờ", f"/console/conversations/{talks.ids['a']}",
    ):  # fmt: skip
        assert part in page, part
    assert re.search(r'class="number">3<', page)


def test_a_script_in_a_message_is_shown_as_text(talks: Talks, browser: Browser) -> None:
    talks.say("a", "<script>alert(1)</script> khai sinh")
    page = shown(browser, "?text=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; khai sinh" in page


def test_the_message_that_was_found_is_shown_beside_the_newest(
    talks: Talks, browser: Browser
) -> None:
    talks.say("a", "làm khai sinh")
    talks.say("a", "cảm ơn")
    page = shown(browser, "?text=khai")
    assert said(page) == ["cảm ơn"]
    assert "Tìm thấy: làm khai sinh" in page


@pytest.mark.parametrize(
    "query",
    [
        "?outcome=nonsense",
        "?from=yesterday",
        "?to=2026-13-45",
        "?from=0001-01-01",
        "?channel=%27;%20DROP%20TABLE%20turns",
        "?commune=%27%20OR%201=1%20--",
        "?procedure=x",
    ],
)
def test_a_filter_that_makes_no_sense_is_left_out_and_said(
    talks: Talks, browser: Browser, query: str
) -> None:
    talks.say("a", "khai sinh")
    page = shown(browser, query)
    assert said(page) == ["khai sinh"]
    assert "Đã bỏ qua điều không hiểu được" in page


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("!?*", 1),
        ('" OR 1=1 --', 0),
        ("khai NEAR(sinh)", 0),
        ("'; DROP TABLE turns; --", 0),
        ("khai* AND sinh", 0),
        ("outcome:answered", 0),
        ("KHAI, sính", 1),
        ("khai sin", 1),
        ("khai sin ", 0),
        ("s", 0),
        ("x" * 5000, 0),
        ("khai\x00 sinh\u202e", 1),
    ],
)
def test_what_looks_like_a_query_is_only_words(
    talks: Talks, browser: Browser, text: str, count: int
) -> None:
    talks.say("a", "khai sinh")
    page = browser.get("/console/conversations", params={"text": text})
    assert page.status_code == 200
    assert len(said(page.text)) == count


def test_a_search_that_finds_nothing_says_what_to_do(talks: Talks, browser: Browser) -> None:
    talks.say("a", "đăng ký khai sinh")
    page = shown(browser, "?text=khai+sihn+đăng")
    assert "Không có hội thoại nào có đủ các từ này" in page
    assert "Tìm “khai đăng”" in page
    assert "hãy bớt từ hoặc bớt điều kiện" in shown(browser, "?outcome=error")


def test_an_empty_list_says_that_it_fills_by_itself(console: Console, browser: Browser) -> None:
    assert "hội thoại sẽ tự hiện ra" in shown(browser)
    console.with_staff("hoa", "officer")
    assert "thuộc phần việc của anh/chị" in shown(console.logged_in("hoa"))


def test_a_commune_and_a_procedure_are_picked_by_their_words(
    console: Console, talks: Talks
) -> None:
    console.office.__dict__["catalogue"] = lambda: Catalogue(CATALOGUE.all())
    browser = console.logged_in("lan")
    [first, *_] = CATALOGUE.all()
    talks.say("a", "chào em", commune=PHUONG, code=first.code)
    talks.say("b", "chào chị", code="9.999999")
    assert said(shown(browser, "?commune=phan+dinh+phung")) == ["chào em"]
    page = shown(browser, f"?procedure={first.name}")
    assert said(page) == ["chào em"]
    assert first.name in page
    assert said(shown(browser, "?procedure=9.999999")) == ["chào chị"]


def test_days_are_those_of_vietnam(console: Console, talks: Talks) -> None:
    talks.clock.skip(9 * 3600)  # 18:00 UTC: the next day there
    talks.say("a", "khuya rồi")
    browser = console.logged_in("lan")
    assert said(shown(browser, "?from=2026-01-16&to=2026-01-16")) == ["khuya rồi"]
    assert said(shown(browser, "?from=2026-01-15&to=2026-01-15")) == []
    assert "01:01 16/01/2026" in shown(browser)


def test_each_filter_that_is_on_can_be_taken_off(talks: Talks, browser: Browser) -> None:
    talks.say("a", "khai sinh", "unmet")
    page = shown(browser, "?text=khai&outcome=unmet&to=2026-03-01&review=wanted")
    assert said(page) == ["khai sinh"]
    for name, without in (
        ("Chưa đáp ứng", "text=khai&amp;review=wanted&amp;to=2026-03-01"),
        ("đến 01/03/2026", "text=khai&amp;outcome=unmet&amp;review=wanted"),
        ("Cần xem lại", "text=khai&amp;outcome=unmet&amp;to=2026-03-01"),
    ):
        assert re.search(rf'conversations\?{re.escape(without)}"[^>]*>{name} <', page), name


def test_older_ones_are_on_a_page_of_their_own(talks: Talks, browser: Browser) -> None:
    for number in range(35):
        talks.say(f"chat{number}", f"câu {number}")
    first = shown(browser, "?text=c%C3%A2u")
    [after] = re.findall(r'href="(\?[^"]+)" rel="next"', first)
    second = shown(browser, after.replace("&amp;", "&"))
    assert said(first) + said(second) == [f"câu {n}" for n in reversed(range(35))]
    assert 'rel="next"' not in second
    assert "Về đầu danh sách" in second


def test_who_works_for_a_commune_is_shown_that_one(console: Console, talks: Talks) -> None:
    talks.say("a", "của mình", commune=PHUONG)
    talks.say("b", "của nơi khác", commune="xã Khác, tỉnh Khác")
    with console.database.begin() as db:
        db.execute(update(StaffMember).values(commune=PHUONG))
    browser = console.logged_in("lan")
    assert said(shown(browser)) == ["của mình"]
    assert said(shown(browser, "?text=cua")) == ["của mình"]


def test_a_search_is_in_the_audit_once_and_without_its_words(
    console: Console, talks: Talks, browser: Browser
) -> None:
    talks.say("a")
    for _ in range(2):
        shown(browser, "?text=Nguyễn+Văn+An&outcome=unmet")
        shown(browser, "?outcome=unmet")
    assert console.deeds.count("conversations searched") == 1
    [done] = [d for d in audited(console.database) if d.action == "conversations searched"]
    assert done.who == "lan"
    assert dict(done.detail) == {"by": ["outcome"], "words": 3}


def test_personal_data_that_staff_look_for_is_masked_on_the_page(
    talks: Talks, browser: Browser
) -> None:
    talks.say("a")
    assert "0912345678" not in shown(browser, "?text=g%E1%BB%8Di+0912345678")


def test_a_filter_is_kept_for_oneself_or_for_all(console: Console, browser: Browser) -> None:
    other = console.with_staff("hoa", "analyst", name="Hoa").logged_in("hoa")
    for name, shared in (("Riêng tôi", ""), ("Cả nhóm", "yes")):
        values = {"name": name, "query": "outcome=unmet&junk=1", "shared": shared}
        answer = browser.fill("/filters", on="/conversations", **values)
        assert answer.headers["location"] == "/console/conversations?outcome=unmet"
    mine, theirs = shown(browser), shown(other)
    assert [name in mine for name in ("Riêng tôi", "Cả nhóm")] == [True, True]
    assert [name in theirs for name in ("Riêng tôi", "Cả nhóm")] == [False, True]
    assert 'href="/console/conversations?outcome=unmet"' in theirs


def test_a_filter_of_the_same_name_takes_the_place_of_the_other(browser: Browser) -> None:
    for query in ("outcome=unmet", "outcome=error"):
        browser.fill("/filters", on="/conversations", name="Của tôi", query=query)
    page = shown(browser)
    assert page.count("Của tôi</a>") == 1
    assert 'href="/console/conversations?outcome=error">Của tôi' in page


def test_a_filter_without_a_name_is_not_kept(browser: Browser) -> None:
    answer = browser.fill("/filters", on="/conversations", name="  ", query="outcome=unmet")
    assert answer.status_code == 422
    assert "Hãy đặt tên cho bộ lọc" in answer.text


def test_only_ones_own_filters_can_be_deleted(console: Console, browser: Browser) -> None:
    other = console.with_staff("hoa", "admin").logged_in("hoa")
    browser.fill("/filters", on="/conversations", name="Chung", query="", shared="yes")
    assert other.fill("/filters/1/delete", on="/conversations").status_code == 404
    assert "Chung" in shown(other)
    assert browser.fill("/filters/1/delete", on="/conversations").status_code == 303
    assert "Chung" not in shown(other)
