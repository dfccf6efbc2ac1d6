"""Whoever lost the telephone gets in with a code from the drawer, once for each code."""

import re

import pyotp
import pytest
from sqlalchemy import Engine

from bot.records.audit import audited
from bot.records.staff.recovery import NUMBER
from bot.records.staff.tables import RecoveryCode
from tests.integration.console_kit import PASSWORD, TESTS, Browser, Console
from tests.integration.records_kit import in_threads

_CODE = re.compile(r"<code>([A-Z2-7]{4}(?:-[A-Z2-7]{4}){3})</code>")


@pytest.fixture
def console(database: Engine) -> Console:
    return Console(database).with_staff("lan")


def codes(console: Console) -> list[str]:
    """Give lan ten codes, as her page would."""
    staff = console.office.staff.named("lan")
    return list(console.office.recovery.renew(staff, TESTS))


def half_in(console: Console) -> Browser:
    return console.logged_in("lan")


def test_switching_the_second_factor_on_shows_ten_codes_this_once(console: Console) -> None:
    browser = console.logged_in("lan")
    shown = browser.at("/second-factor").text
    sealed = shown.partition('name="sealed" value="')[2].partition('"')[0]
    secret = shown.partition('<code class="long">')[2].partition("</code>")[0]
    sent = {"sealed": sealed, "code": console.code(pyotp.TOTP(secret)), "password": PASSWORD}
    page = browser.fill("/second-factor", on="/second-factor", **sent)
    given = _CODE.findall(page.text)
    assert len({*given}) == NUMBER
    assert not _CODE.search(browser.at("/second-factor").text)
    assert not any(code in console.kept(RecoveryCode) for code in given)
    assert console.office.recovery.takes(console.office.staff.named("lan"), given[0], TESTS)


def test_a_recovery_code_stands_in_for_the_six_digits_and_asks_for_new_ones(
    console: Console,
) -> None:
    console.demand_code("lan")
    first, *_ = codes(console)
    browser = half_in(console)
    typed = first.lower().replace("-", " ")
    sent = browser.fill("/code", on="/code", recovery=typed, to="/console/sessions")
    assert sent.headers["location"] == "/console/second-factor"
    assert f"Còn {NUMBER - 1} mã" in browser.at("/second-factor").text
    used = next(done for done in audited(console.database) if done.action == "recovery code used")
    assert used.detail == {"left": NUMBER - 1}
    assert used.place == "testclient"


def test_a_recovery_code_is_taken_once_and_never_from_somebody_else(console: Console) -> None:
    console.with_staff("minh")
    console.demand_code("lan")
    console.demand_code("minh")
    first, second, *_ = codes(console)
    assert half_in(console).fill("/code", on="/code", recovery=first).status_code == 303
    assert half_in(console).fill("/code", on="/code", recovery=first).status_code == 401
    other = console.logged_in("minh").fill("/code", on="/code", recovery=second)
    assert other.status_code == 401


def test_of_several_who_use_a_code_at_once_one_gets_in(console: Console) -> None:
    staff, first = console.office.staff.named("lan"), codes(console)[0]
    taken = in_threads(4, lambda: console.office.recovery.takes(staff, first, TESTS))
    assert sorted(taken) == [False, False, False, True]


def test_new_codes_need_password_and_digits_and_replace_the_old_ones(console: Console) -> None:
    totp = console.demand_code("lan")
    old = codes(console)
    browser = half_in(console)
    browser.fill("/code", on="/code", code=console.code(totp))
    console.clock.skip(60)
    wrong = {"password": PASSWORD, "code": "000000"}, {"password": "x", "code": console.code(totp)}
    for sent in wrong:
        answer = browser.fill("/second-factor/codes", on="/second-factor", **sent)
        assert (answer.status_code, _CODE.findall(answer.text)) == (422, [])
    right = {"password": PASSWORD, "code": console.code(totp)}
    new = browser.fill("/second-factor/codes", on="/second-factor", **right)
    staff = console.office.staff.named("lan")
    assert not console.office.recovery.takes(staff, old[0], TESTS)
    assert console.office.recovery.takes(staff, _CODE.findall(new.text)[0], TESTS)


def test_guessing_recovery_codes_locks_the_account(console: Console) -> None:
    console.demand_code("lan")
    first = codes(console)[0]
    browser = half_in(console)
    for _ in range(5):
        browser.fill("/code", on="/code", recovery="AAAA-AAAA-AAAA-AAAA")
    assert browser.fill("/code", on="/code", recovery=first).status_code == 429


def test_a_reset_throws_the_recovery_codes_away(console: Console) -> None:
    console.demand_code("lan")
    codes(console)
    staff = console.office.staff.named("lan")
    token = console.office.links.reset(staff, TESTS)
    console.office.links.follow(token, "", "", PASSWORD)
    assert console.office.recovery.left(staff) == 0
