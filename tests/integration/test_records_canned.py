"""Texts to insert are kept for the right people, and who changed them is known."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from bot.errors import CannedRefused
from bot.records.audit import audited
from bot.records.staff.accounts import Staff
from bot.records.takeover.canned import FOR_ALL, Draft, SqlCanned
from tests.integration.console_kit import TESTS, Console

HELLO = Draft("Chào hỏi", "Dạ, em là {tên cán bộ} ở {bộ phận} ạ.")
People = Callable[..., Staff]


@pytest.fixture
def people(database: Engine) -> People:
    console = Console(database)

    def made(role: str, department: str = "") -> Staff:
        login = f"{role}-{department}".rstrip("-")
        console.with_staff(login, role, department=department)
        return console.office.staff.named(login)

    return made


@pytest.fixture
def canned(database: Engine) -> SqlCanned:
    return SqlCanned(database)


def titles(canned: SqlCanned, staff: Staff) -> list[str]:
    return [one.title for one in canned.seen_by(staff)]


def test_everybody_sees_what_is_for_all_and_their_own_departments(
    canned: SqlCanned, people: People
) -> None:
    boss, lan, minh = people("admin"), people("officer", "tax"), people("officer", "land")
    canned.add(boss, HELLO, TESTS)
    canned.add(lan, Draft("Thuế", "Nộp ở quầy 3.", "tax"), TESTS)
    assert titles(canned, boss) == titles(canned, lan) == ["Chào hỏi", "Thuế"]
    assert titles(canned, minh) == ["Chào hỏi"]


def test_an_officer_writes_for_their_own_department_only(canned: SqlCanned, people: People) -> None:
    lan, desk, lost = people("officer", "tax"), people("helpdesk"), people("officer")
    canned.add(desk, HELLO, TESTS)
    [kept] = canned.seen_by(lan)
    for staff, department in ((lan, FOR_ALL), (lan, "land"), (lost, FOR_ALL), (desk, "tax")):
        with pytest.raises(CannedRefused):
            canned.add(staff, Draft("Tên", "Lời", department), TESTS)
    with pytest.raises(CannedRefused):
        canned.change(lan, kept.id, Draft("Của tôi", "Lời", "tax"), TESTS)
    with pytest.raises(CannedRefused):
        canned.drop(lan, kept.id, TESTS)
    canned.change(desk, kept.id, Draft("Chào", "Dạ"), TESTS)
    assert titles(canned, lan) == ["Chào"]


def test_what_another_department_has_is_as_if_it_were_not_there(
    canned: SqlCanned, people: People
) -> None:
    lan, minh = people("officer", "tax"), people("officer", "land")
    canned.add(lan, Draft("Thuế", "Nộp ở quầy 3.", "tax"), TESTS)
    [kept] = canned.seen_by(lan)
    for number in (kept.id, 999):
        with pytest.raises(CannedRefused, match="không còn"):
            canned.change(minh, number, Draft("Đất", "Lời", "land"), TESTS)


def test_a_title_is_used_once_in_a_department(canned: SqlCanned, people: People) -> None:
    boss = people("admin")
    canned.add(boss, HELLO, TESTS)
    canned.add(boss, Draft(HELLO.title, "Dạ", "tax"), TESTS)
    other = canned.seen_by(boss)[1]
    with pytest.raises(CannedRefused, match="mang tên này"):
        canned.add(boss, HELLO, TESTS)
    with pytest.raises(CannedRefused, match="mang tên này"):
        canned.change(boss, other.id, HELLO, TESTS)


@pytest.mark.parametrize("draft", [Draft(" ", "Lời"), Draft("Tên", "\n")])
def test_an_empty_text_is_not_kept(canned: SqlCanned, people: People, draft: Draft) -> None:
    with pytest.raises(CannedRefused, match="cần có tên"):
        canned.add(people("admin"), draft, TESTS)


def test_the_audit_says_who_changed_what_and_what_it_said_before(
    canned: SqlCanned, people: People, database: Engine
) -> None:
    boss = people("admin")
    canned.add(boss, HELLO, TESTS)
    [kept] = canned.seen_by(boss)
    canned.change(boss, kept.id, Draft("Chào", "Dạ, em chào ạ."), TESTS)
    canned.drop(boss, kept.id, TESTS)
    deleted, changed, added = audited(database)[:3]
    assert (added.action, added.subject) == ("canned reply added", "Chào hỏi")
    assert (changed.action, changed.detail) == ("canned reply changed", {"text": HELLO.text})
    assert (deleted.action, deleted.detail) == ("canned reply deleted", {"text": "Dạ, em chào ạ."})
    assert canned.seen_by(boss) == []


def test_numbers_of_persons_are_masked(canned: SqlCanned, people: People) -> None:
    boss = people("admin")
    canned.add(boss, Draft("Ví dụ", "Ghi số 001099000001 vào ô này."), TESTS)
    assert canned.seen_by(boss)[0].text == "Ghi số [số căn cước] vào ô này."
