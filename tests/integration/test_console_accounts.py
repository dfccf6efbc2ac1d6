"""Accounts come from links that work once, and a second factor is worth one log-in."""

import unicodedata
from itertools import count

import pyotp
import pytest
from sqlalchemy import Engine

from bot.errors import StaffRefused
from bot.records.audit import audited
from bot.records.staff.links import INVITED, NO_LINK, ONE_HOUR, Given
from bot.records.staff.tables import StaffInvitation, StaffMember
from tests.integration.console_kit import PASSWORD, TESTS, Console
from tests.integration.records_kit import in_threads, rows

CHOSEN = {"login": "minh", "name": "Minh", "password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def console(database: Engine) -> Console:
    return Console(database)


def test_the_first_link_makes_one_admin_and_no_second(console: Console) -> None:
    token = console.office.links.first()
    path = f"/join/{token}"
    browser = console.browser()
    assert "Quản trị" in browser.at(path).text
    assert browser.fill(path, on=path, **CHOSEN).headers["location"] == "/console/login"
    assert console.logged_in("minh").at("/people").status_code == 200
    again = browser.fill(path, on="/login", **(CHOSEN | {"login": "other"}))
    assert again.status_code == 410
    assert console.office.links.first() is None


def test_a_new_first_link_replaces_the_one_before(console: Console) -> None:
    old, new = console.office.links.first(), console.office.links.first()
    assert NO_LINK in console.browser().at(f"/join/{old}").text
    assert console.browser().at(f"/join/{new}").status_code == 200


def test_a_link_ends_by_itself(console: Console) -> None:
    first = console.office.links.first()
    later = console.office.links.invite(Given(["editor"]), TESTS)
    console.clock.skip(ONE_HOUR.total_seconds())
    assert console.browser().at(f"/join/{first}").status_code == 410
    assert console.browser().at(f"/join/{later}").status_code == 200
    console.clock.skip(INVITED.total_seconds())
    assert console.browser().at(f"/join/{later}").status_code == 410


def test_of_two_who_follow_a_link_at_once_one_gets_the_account(console: Console) -> None:
    links = console.office.links
    token = links.invite(Given(["editor"]), TESTS)

    numbers = count()

    def follow() -> bool:
        try:
            links.follow(token, f"minh{next(numbers)}", "Minh", PASSWORD)
        except StaffRefused:
            return False
        return True

    assert sorted(in_threads(4, follow)) == [False, False, False, True]
    assert rows(console.database, StaffMember) == 1


def test_what_cannot_be_taken_is_said_and_the_link_stays_good(console: Console) -> None:
    console.with_staff("lan")
    path = f"/join/{console.office.links.invite(Given(['editor']), TESTS)}"
    browser = console.browser()
    for change in (
        {"again": "different"},
        {"password": "short", "again": "short"},
        {"password": "minh" * 5, "again": "minh" * 5},
        {"login": "Có dấu"},
        {"login": "lan"},
        {"name": "   "},
    ):
        assert browser.fill(path, on=path, **(CHOSEN | change)).status_code == 422, change
    assert browser.fill(path, on=path, **CHOSEN).status_code == 303


def test_an_admin_invites_and_the_link_is_shown_once(console: Console) -> None:
    console.with_staff("boss", "admin")
    boss = console.logged_in("boss")
    sent = boss.fill(
        "/people/invite", on="/people", roles=["officer", "editor"], department="Tư pháp"
    )
    token = sent.text.partition("http://console.example/console/join/")[2][:43]
    assert token not in boss.at("/people").text
    assert token not in console.kept(StaffInvitation)
    console.browser().fill(f"/join/{token}", on=f"/join/{token}", **CHOSEN)
    minh = console.office.staff.named("minh")
    assert (minh.roles, minh.department) == (("officer", "editor"), "Tư pháp")
    inviters = [done.who for done in audited(console.database) if done.action == "staff invited"]
    assert inviters[0] == "boss"


def test_nobody_invites_for_a_role_that_does_not_exist(console: Console) -> None:
    console.with_staff("boss", "admin")
    boss = console.logged_in("boss")
    for roles in ([], ["king"], ["admin", "king"]):
        assert boss.fill("/people/invite", on="/people", roles=roles).status_code == 422


def test_an_admin_disables_others_but_not_themselves_nor_the_last_one(console: Console) -> None:
    console.with_staff("boss", "admin").with_staff("lan")
    boss = console.logged_in("boss")
    assert boss.fill("/people/lan/disable", on="/people").status_code == 303
    assert boss.fill("/people/boss/disable", on="/people").status_code == 422
    assert boss.fill("/people/nobody/disable", on="/people").status_code == 404
    with pytest.raises(StaffRefused):
        console.office.changes.disable("boss", TESTS)


def test_a_disabled_account_does_not_come_back_through_an_older_link(console: Console) -> None:
    console.with_staff("lan")
    token = console.office.links.reset(console.office.staff.named("lan"), TESTS)
    console.office.changes.disable("lan", TESTS)
    assert console.browser().at(f"/join/{token}").status_code == 410


def test_a_new_password_ends_the_sessions_of_the_old_one(console: Console) -> None:
    console.with_staff("lan").demand_code("lan")
    token = console.office.links.reset(console.office.staff.named("lan"), TESTS)
    console.office.links.follow(token, "", "", "một câu khác hẳn")
    assert console.browser().log_in("lan").status_code == 401
    browser = console.browser()
    assert browser.log_in("lan", "một câu khác hẳn").headers["location"] == "/console/"
    assert browser.is_in


def test_a_name_with_markup_is_shown_as_text(console: Console) -> None:
    console.with_staff("boss", "admin", name="<script>alert(1)</script>")
    boss = console.logged_in("boss")
    for path in ("/", "/people"):
        shown = boss.at(path).text
        assert "<script>alert" not in shown
        assert "&lt;script&gt;" in shown


def test_accents_typed_in_another_way_are_the_same_password(console: Console) -> None:
    console.with_staff("lan")
    apart = unicodedata.normalize("NFD", PASSWORD)
    assert apart != PASSWORD
    assert console.browser().log_in("lan", apart).status_code == 303


def test_with_a_second_factor_the_password_alone_opens_nothing(console: Console) -> None:
    totp = console.with_staff("lan").demand_code("lan")
    browser = console.browser()
    assert (
        browser.log_in("lan", to="/console/sessions")
        .headers["location"]
        .startswith("/console/code?")
    )
    assert not browser.is_in
    sent = browser.fill("/code", on="/code", code=console.code(totp), to="/console/sessions")
    assert sent.headers["location"] == "/console/sessions"
    assert browser.is_in


def test_a_wrong_code_is_refused_and_a_right_one_counts_once(console: Console) -> None:
    totp = console.with_staff("lan").demand_code("lan")
    first, second = console.logged_in("lan"), console.logged_in("lan")
    code = console.code(totp)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    assert first.fill("/code", on="/code", code=wrong).status_code == 401
    assert first.fill("/code", on="/code", code=f" {code[:3]} {code[3:]}").status_code == 303
    assert second.fill("/code", on="/code", code=code).status_code == 401
    assert not second.is_in
    assert "code refused" in console.deeds


def test_guessing_codes_locks_the_account(console: Console) -> None:
    totp = console.with_staff("lan").demand_code("lan")
    browser = console.logged_in("lan")
    for _ in range(5):
        browser.fill("/code", on="/code", code="x")
    assert browser.fill("/code", on="/code", code=console.code(totp)).status_code == 429
    assert console.browser().log_in("lan").status_code == 429


def test_the_second_factor_is_switched_on_with_the_password_and_a_code(console: Console) -> None:
    browser = console.with_staff("lan").logged_in("lan")
    shown = browser.at("/second-factor").text
    sealed = shown.partition('name="sealed" value="')[2].partition('"')[0]
    secret = shown.partition('<code class="long">')[2].partition("</code>")[0]
    code = console.code(pyotp.TOTP(secret))
    wrong = {"sealed": sealed, "code": code, "password": "something else"}
    assert browser.fill("/second-factor", on="/second-factor", **wrong).status_code == 422
    right = wrong | {"password": PASSWORD}
    assert browser.fill("/second-factor", on="/second-factor", **right).status_code == 200
    assert "Đang bật" in browser.at("/second-factor").text
    assert secret not in console.kept(StaffMember)


def test_a_secret_that_was_sealed_for_somebody_else_is_not_taken(console: Console) -> None:
    console.with_staff("lan").with_staff("minh")
    lan, minh = (console.office.staff.named(login) for login in ("lan", "minh"))
    sealed = console.office.codes.propose(minh)
    assert console.office.codes.secret(lan, sealed) is None
    assert not console.office.codes.enrol(lan, sealed, "000000")
