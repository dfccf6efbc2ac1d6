"""Staff review turns one after the other, or within a transcript, and see what became of it."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.catalogue.catalogue import Catalogue
from bot.records.reviews.draft import NO_PROCEDURE, Draft
from bot.records.reviews.labels import TAKEN, SqlReviewLabels
from bot.records.reviews.samples import SIZE
from console.reviews.turn import NO_TURN
from tests.integration.console_kit import Browser, Console
from tests.integration.records_kit import Clock
from tests.integration.review_kit import (
    DEED,
    asked,
    kept,
    office_of,
    reviewed,
    yesterday,
)
from tests.records import DRAGON, UNICORN

PART = {"hx-request": "true"}
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def console(database: Engine, clock: Clock) -> Console:
    made = office_of(database, clock)
    return made.with_staff("lan").with_staff("minh", "analyst", name="Minh")


def review(browser: Browser, turn: int, **sent: Any) -> Any:
    path = f"/reviews/turns/{turn}"
    return browser.fill(path, on=path, **sent)


def part(browser: Browser, path: str) -> Any:
    return browser.get(f"/console{path}", headers=PART)


def test_a_sample_is_reviewed_turn_by_turn_to_its_end(console: Console, clock: Clock) -> None:
    with yesterday(clock):
        turns = [asked(console.database, clock=clock) for _ in range(3)]
    lan = console.logged_in("lan")
    assert "Đã đánh giá 0 trong 3 lượt" in lan.at("/reviews").text
    assert f"/console/reviews/turns/{turns[0]}?of=sample" in lan.at("/reviews").text
    page = lan.at(f"/reviews/turns/{turns[0]}?of=sample").text
    assert "Lượt 1 trong 3" in page
    assert "Dạ, miễn phí ạ." in page
    for turn, following in zip(turns, [*turns[1:], None], strict=True):
        place = review(lan, turn, verdict="right", of="sample").headers["location"]
        is_last = following is None
        assert place == (
            "/console/reviews" if is_last else f"/console/reviews/turns/{following}?of=sample"
        )
    assert "Đã đánh giá hết mẫu hôm nay" in lan.at("/reviews").text


def test_who_skips_a_turn_comes_back_to_it_at_the_end(console: Console, clock: Clock) -> None:
    with yesterday(clock):
        first, second = (asked(console.database, clock=clock) for _ in range(2))
    lan = console.logged_in("lan")
    lan.at("/reviews")
    place = review(lan, second, verdict="right", of="sample").headers["location"]
    assert place == f"/console/reviews/turns/{first}?of=sample"


def test_the_queue_is_reviewed_from_its_newest_turn_on(console: Console) -> None:
    database = console.database
    older, middle, newer = (asked(database, outcome="unmet") for _ in range(3))
    asked(database)
    lan = console.logged_in("lan")
    page = lan.at("/reviews/wanted").text
    listed = [int(number) for number in re.findall(r"turns/(\d+)\?of=wanted", page)]
    assert listed == [newer, newer, middle, older]  # the first is where to begin
    place = review(lan, middle, verdict="right", of="wanted").headers["location"]
    assert place == f"/console/reviews/turns/{older}?of=wanted"
    place = review(lan, older, verdict="right", of="wanted").headers["location"]
    assert place == f"/console/reviews/turns/{newer}?of=wanted"
    place = review(lan, newer, verdict="right", of="wanted").headers["location"]
    assert place == "/console/reviews/wanted"


def test_within_a_transcript_there_is_the_form_alone_and_it_says_that_it_is_saved(
    console: Console,
) -> None:
    turn = asked(console.database)
    lan, path = console.logged_in("lan"), f"/console/reviews/turns/{turn}"
    form = part(lan, f"/reviews/turns/{turn}").text
    assert "<html" not in form
    sent = {"csrf": re.findall(r'name="csrf" value="(\w+)"', form)[0], "verdict": "right"}
    saved = lan.post(path, data=sent, headers=PART)
    assert saved.status_code == 200
    assert "Đã lưu đánh giá." in saved.text
    assert "<html" not in saved.text
    assert [row.verdict for row in kept(console.database, "reviews")] == ["right"]


def test_the_transcript_offers_a_review_to_reviewers_alone(console: Console) -> None:
    asked(console.database)
    (conversation,) = kept(console.database, "conversations")
    console.with_staff("boss", "admin")
    for login, offered in (("lan", True), ("minh", True), ("boss", False)):
        page = console.logged_in(login).at(f"/conversations/{conversation.id}").text
        assert ('hx-get="/console/reviews/turns/1"' in page) is offered, login


def test_what_does_not_fit_is_told_and_nothing_that_was_typed_is_lost(console: Console) -> None:
    turn = asked(console.database)
    lan = console.logged_in("lan")
    refused = review(lan, turn, verdict="wrong_procedure", comment="xem giúp em", of="wanted")
    assert refused.status_code == 422
    assert NO_PROCEDURE in refused.text
    assert "xem giúp em</textarea>" in refused.text
    assert re.search(r'value="wrong_procedure" checked', refused.text)
    assert kept(console.database, "reviews") == []


def test_the_right_procedure_is_found_without_accents_by_its_name_part_of_it_or_its_code(
    console: Console,
) -> None:
    lan = console.logged_in("lan")
    for words in ("the ky lan", "thẻ kỳ lân", "cap the", UNICORN.code):
        found = part(lan, f"/reviews/procedures?q={words}").text
        assert f'value="{UNICORN.code}"' in found, words
        assert UNICORN.name in found
    assert "Không tìm thấy" in part(lan, "/reviews/procedures?q=xyzxyz").text
    assert "Không tìm thấy" not in part(lan, "/reviews/procedures?q=").text


def test_colleagues_are_shown_after_ones_own_review_and_not_before(console: Console) -> None:
    turn = asked(console.database)
    lan, minh = console.logged_in("lan"), console.logged_in("minh")
    review(lan, turn, verdict="wrong_procedure", procedure=UNICORN.code, comment="rõ là thẻ")
    before = minh.at(f"/reviews/turns/{turn}").text
    assert "rõ là thẻ" not in before
    assert UNICORN.name not in before
    review(minh, turn, verdict="right")
    after = minh.at(f"/reviews/turns/{turn}").text
    assert "rõ là thẻ" in after
    assert UNICORN.name in after


def test_a_script_in_what_anybody_wrote_is_shown_as_text(console: Console) -> None:
    turn = asked(console.database, SCRIPT, outcome="unmet")
    lan, minh = console.logged_in("lan"), console.logged_in("minh")
    SqlReviewLabels(console.database).add("theme", SCRIPT, DEED)
    assert SCRIPT not in minh.at("/reviews/wanted").text
    fixed = {"verdict": "wrong_procedure", "procedure": UNICORN.code, "aspect": "fee"}
    review(lan, turn, comment=SCRIPT, labels=[SCRIPT], **fixed)
    review(minh, turn, comment=f'"{SCRIPT}', **fixed)
    for path in (f"/reviews/turns/{turn}", "/reviews/labels", "/proposals"):
        shown = minh.at(path).text
        assert SCRIPT not in shown, path
        assert "&lt;script&gt;" in shown, path


def test_what_one_may_not_see_is_as_if_it_were_not_there(console: Console) -> None:
    turn = asked(console.database, outcome="unmet")
    console.with_staff("far", department="Phòng khác")
    far = console.logged_in("far")
    for found in (far.at(f"/reviews/turns/{turn}"), part(far, f"/reviews/turns/{turn}")):
        assert found.status_code == 404
        assert NO_TURN in found.text
    sent = far.fill(f"/reviews/turns/{turn}", on="/sessions", verdict="right")
    assert sent.status_code == 404
    assert f"turns/{turn}" not in far.at("/reviews/wanted").text + far.at("/reviews").text


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999", "x"])
def test_a_number_that_no_turn_can_have_is_not_found(console: Console, number: str) -> None:
    assert console.logged_in("lan").at(f"/reviews/turns/{number}").status_code == 404


def test_a_procedure_that_has_left_the_catalogue_is_named_by_its_code(console: Console) -> None:
    turn = asked(console.database)
    review(console.logged_in("lan"), turn, verdict="wrong_procedure", procedure=UNICORN.code)
    console.office = replace(console.office, catalogue=lambda: Catalogue([]))
    page = console.logged_in("lan").at(f"/reviews/turns/{turn}").text
    assert "thủ tục không còn trong danh mục" in page
    assert UNICORN.code in page
    assert DRAGON.code in page
    assert "không còn trong danh mục" in console.logged_in("minh").at("/proposals").text


def test_reading_a_turn_and_the_queue_is_noted(console: Console) -> None:
    turn = asked(console.database, outcome="unmet")
    lan = console.logged_in("lan")
    lan.at(f"/reviews/turns/{turn}")
    lan.at("/reviews/wanted")
    assert console.deeds[:2] == ["review queue read", "conversation read"]


def test_analysts_see_how_good_the_answers_were_with_what_it_rests_on(
    console: Console, clock: Clock
) -> None:
    with yesterday(clock):
        turns = [asked(console.database, clock=clock) for _ in range(SIZE)]
    minh = console.logged_in("minh")
    minh.at("/reviews")
    for turn in turns:
        verdict = "unmet" if turn in turns[:2] else "right"
        reviewed(console.database, console.office.staff.named("minh"), turn, Draft(verdict), clock)
    assert "8/10 = 80 % (49–94 %)" in minh.at("/reviews").text
    assert "8/10" not in console.logged_in("lan").at("/reviews").text


def test_the_agreement_is_of_the_days_that_are_asked_for(console: Console, clock: Clock) -> None:
    for turn in (asked(console.database), asked(console.database)):
        for login in ("lan", "minh"):
            staff = console.office.staff.named(login)
            reviewed(console.database, staff, turn, Draft("right"), clock)
    minh, today = console.logged_in("minh"), clock.now.date()
    page = minh.at("/reviews/agreement").text
    assert "2/2 = 100 %" in page
    assert "chưa đủ: cần ít nhất 10 lượt chung" in page
    before = today - timedelta(days=1)
    assert "2/2" not in minh.at(f"/reviews/agreement?first={before}&last={before}").text
    for odd in ("?first=x&last=y", "?first=0001-01-01&last=9999-12-31", "?last=2000-01-01"):
        assert minh.at(f"/reviews/agreement{odd}").status_code == 200, odd


def test_ten_equal_verdicts_have_no_kappa_and_the_page_says_why(
    console: Console, clock: Clock
) -> None:
    for _ in range(SIZE):
        turn = asked(console.database)
        for login in ("lan", "minh"):
            staff = console.office.staff.named(login)
            reviewed(console.database, staff, turn, Draft("right"), clock)
    page = console.logged_in("minh").at("/reviews/agreement").text
    assert "không tính được: cả hai luôn cho cùng một nhận xét" in page


def test_labels_are_added_given_and_retired(console: Console) -> None:
    minh, turn = console.logged_in("minh"), asked(console.database)
    sent = {"kind": "theme", "name": "đất đai"}
    assert minh.fill("/reviews/labels", on="/reviews/labels", **sent).status_code == 303
    again = minh.fill("/reviews/labels", on="/reviews/labels", **sent)
    assert again.status_code == 422
    assert TAKEN in again.text
    assert review(minh, turn, verdict="right", labels=["đất đai"]).status_code == 303
    (label,) = kept(console.database, "review_labels")
    path = f"/reviews/labels/{label.id}/retire"
    assert minh.fill(path, on="/reviews/labels").status_code == 303
    assert 'value="đất đai" checked' in minh.at(f"/reviews/turns/{turn}").text
    assert 'value="đất đai"' not in console.logged_in("lan").at(f"/reviews/turns/{turn}").text
