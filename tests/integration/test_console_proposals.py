"""Those who decide see what is proposed, with what should make them hesitate."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.catalogue.catalogue import Catalogue
from bot.catalogue.record import Procedure
from bot.records.reviews.draft import Draft
from bot.records.reviews.proposal_list import CHANGED, NO_REASON
from tests.integration.console_kit import Browser, Console
from tests.integration.records_kit import Clock
from tests.integration.review_kit import OTHER_PROCEDURE, asked, kept, office_of, reviewed
from tests.records import DRAGON, UNICORN, record

WRONG = Draft("wrong_fact", comment="Lệ phí là 20.000 đồng.")
_SEAL = re.compile(r'name="seal" value="(\w+)"')


@pytest.fixture
def console(database: Engine) -> Console:
    made = office_of(database, Clock()).with_staff("lan")
    return made.with_staff("minh", "analyst").with_staff("bien", "editor")


def propose(console: Console, draft: Draft = OTHER_PROCEDURE, **turn: Any) -> int:
    number = asked(console.database, **turn)
    reviewed(console.database, console.office.staff.named("lan"), number, draft)
    return number


def decide(browser: Browser, number: int = 1, **sent: str) -> Any:
    page = browser.at("/proposals").text
    csrf = re.findall(r'name="csrf" value="(\w+)"', page)[0]
    seal = _SEAL.findall(page)
    fixed = {
        "csrf": csrf,
        "decision": "accept",
        "reason": "câu rõ",
        "seal": seal[0] if seal else "",
    }
    return browser.post(f"/console/proposals/{number}", data=fixed | sent)


def test_an_accepted_sentence_can_be_downloaded_and_nothing_is_trained(console: Console) -> None:
    propose(console)
    minh = console.logged_in("minh")
    assert minh.at("/proposals/sentences.jsonl").text == ""
    assert decide(minh).status_code == 303
    page = minh.at("/proposals?status=accepted").text
    assert "câu rõ" in page
    file = minh.at("/proposals/sentences.jsonl")
    assert json.loads(file.text) == {
        "text": "nuôi rồng hết bao nhiêu",
        "procedure": UNICORN.code,
        "aspect": "fee",
    }
    assert file.text.endswith("\n")
    assert "attachment" in file.headers["content-disposition"]


def test_the_turn_is_linked_for_who_may_see_it(console: Console) -> None:
    turn, link = propose(console), 'href="/console/reviews/turns/{}"'
    assert link.format(turn) in console.logged_in("minh").at("/proposals").text
    turn = propose(console, WRONG)
    assert link.format(turn) not in console.logged_in("bien").at("/proposals").text


def test_without_a_reason_nothing_is_decided(console: Console) -> None:
    propose(console)
    refused = decide(console.logged_in("minh"), reason=" ")
    assert (refused.status_code, NO_REASON in refused.text) == (422, True)
    assert [row.status for row in kept(console.database, "proposals")] == ["proposed"]


def test_nobody_accepts_what_was_changed_behind_their_back(console: Console) -> None:
    turn = propose(console)
    minh = console.logged_in("minh")
    seal = _SEAL.findall(minh.at("/proposals").text)[0]
    lan = console.office.staff.named("lan")
    reviewed(console.database, lan, turn, Draft("wrong_procedure", UNICORN.code, "time"))
    refused = decide(minh, seal=seal)
    assert (refused.status_code, CHANGED in refused.text) == (422, True)
    assert decide(minh).status_code == 303


def test_each_decides_on_their_own_kind(console: Console) -> None:
    propose(console)
    propose(console, WRONG)
    minh, bien = console.logged_in("minh"), console.logged_in("bien")
    assert "nuôi rồng" in minh.at("/proposals").text
    assert WRONG.comment not in minh.at("/proposals").text
    assert WRONG.comment in bien.at("/proposals").text
    assert "nuôi rồng hết" not in bien.at("/proposals").text
    assert decide(minh, 2).status_code == 404
    assert decide(bien, 1).status_code == 404
    assert bien.at("/proposals/sentences.jsonl").status_code == 403
    assert decide(bien, 2).status_code == 303


def test_a_fact_shows_its_record_and_whether_there_is_a_newer_version(console: Console) -> None:
    propose(console, WRONG)
    bien = console.logged_in("bien")
    page = bien.at("/proposals").text
    assert f'href="/thu-tuc/{DRAGON.code}"' in page
    assert DRAGON.version in page
    assert "bản mới hơn" not in page
    newer = Procedure.model_validate(record(summary="Ghi tên rồng vào sổ mới."))
    console.office = replace(console.office, catalogue=lambda: Catalogue([newer]))
    assert (
        f"nay đã có bản mới hơn: {newer.version}" in console.logged_in("bien").at("/proposals").text
    )


def test_personal_data_and_what_was_proposed_before_are_told(console: Console) -> None:
    propose(console, text="em là 0912345678, làm thẻ kỳ lân")
    propose(console)
    propose(console, Draft("wrong_aspect", aspect="time"))
    page = console.logged_in("minh").at("/proposals").text
    assert page.count("Câu này từng có dữ liệu cá nhân") == 1
    assert "0912345678" not in page
    assert page.count("Trùng với đề xuất số 2 (chờ quyết định).") == 1
    assert page.count("Hai đề xuất chọn thủ tục hoặc điều được hỏi khác nhau.") == 1


def test_an_unknown_status_shows_what_is_open(console: Console) -> None:
    propose(console)
    assert "nuôi rồng" in console.logged_in("minh").at("/proposals?status=lost").text
