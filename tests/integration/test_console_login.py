"""Nobody gets in who may not, and who is in can be put out."""

from typing import Literal

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine
from typing_extensions import override

from bot.records.staff.accounts import TOO_MANY, WRONG
from bot.records.staff.passwords import Passwords
from bot.records.staff.sessions import IDLE, LONGEST, UNCONFIRMED
from bot.records.staff.tables import StaffSession
from console.accounts.attempts import WINDOW, Attempts
from console.forms import LONGEST as LONGEST_FORM
from console.guard import SESSION
from tests.integration.console_kit import PASSWORD, TESTS, Console


@pytest.fixture
def console(database: Engine) -> Console:
    return Console(database).with_staff("boss", "admin").with_staff("lan")


def test_the_right_password_opens_the_page_that_was_wanted(console: Console) -> None:
    browser = console.browser()
    refused = browser.at("/sessions")
    assert refused.headers["location"] == "/console/login?to=/console/sessions"
    assert browser.log_in("lan", to="/console/sessions").headers["location"] == "/console/sessions"
    assert "Lan" in browser.at("/").text
    assert console.deeds[0] == "logged in"


def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(console: Console) -> None:
    wrong = console.browser().log_in("lan", "something else")
    unknown = console.browser().log_in("nobody", "something else")
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert WRONG in wrong.text
    assert WRONG in unknown.text
    assert console.deeds[:2] == ["log in failed", "log in failed"]


def test_an_unknown_login_costs_as_much_work_as_a_known_one() -> None:
    class Counting(PasswordHasher):
        verified = 0

        @override
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            self.verified += 1
            return super().verify(hash, password)

    hasher = Counting(time_cost=1, memory_cost=8, parallelism=1)
    passwords = Passwords(hasher)
    assert not passwords.fits(None, "nobody's")
    assert passwords.fits(passwords.hash(PASSWORD, "lan"), PASSWORD)
    assert hasher.verified == 2


@pytest.mark.parametrize("login", ["lan", "nobody"])
def test_after_five_failures_even_the_right_password_waits(console: Console, login: str) -> None:
    browser = console.browser()
    for _ in range(5):
        browser.log_in(login, "something else")
    locked = browser.log_in(login)
    assert locked.status_code == 429
    assert TOO_MANY in locked.text


def test_a_lock_on_an_account_holds_in_every_process_and_ends_by_itself(console: Console) -> None:
    for _ in range(5):
        console.browser().log_in("lan", "something else")
    other = Console(console.database, console.clock)
    assert other.browser().log_in("lan").status_code == 429
    console.clock.skip(15 * 60 + 1)
    assert other.browser().log_in("lan").status_code == 303
    assert "account locked" in console.deeds


def test_failures_do_not_add_up_beyond_a_log_in_or_a_new_password(console: Console) -> None:
    browser = console.browser()
    for _ in range(2):
        for _ in range(4):
            browser.log_in("lan", "something else")
        assert browser.log_in("lan").status_code == 303
        browser.fill("/logout", on="/sessions")
    for _ in range(5):
        browser.log_in("lan", "something else")
    path = f"/join/{console.office.links.reset(console.office.staff.named('lan'), TESTS)}"
    browser.fill(path, on=path, password=PASSWORD, again=PASSWORD)
    assert browser.log_in("lan").status_code == 303


def test_one_address_cannot_try_one_account_after_the_other() -> None:
    now = [0.0]
    attempts = Attempts(2, lambda: now[0])
    attempts.failed("here")
    assert not attempts.too_many("here")
    attempts.failed("here")
    assert attempts.too_many("here")
    assert not attempts.too_many("there")
    now[0] = WINDOW + 1.0
    assert not attempts.too_many("here")


@pytest.mark.parametrize(
    "to", ["https://evil.example/", "//evil.example", "/console/../x", "/", "/console/\\x"]
)
def test_the_log_in_leads_to_no_other_site(console: Console, to: str) -> None:
    assert console.browser().log_in("lan", to=to).headers["location"] == "/console/"
    logged_in = console.logged_in("lan").get("/console/login", params={"to": to})
    assert logged_in.headers["location"] == "/console/"


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(console: Console) -> None:
    for scheme, is_secure in (("https", True), ("http", False)):
        cookie = console.browser(scheme).log_in("lan").headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        assert "Path=/console" in cookie
        assert ("Secure" in cookie) == is_secure


def test_the_database_holds_no_token_and_a_new_log_in_has_a_new_one(console: Console) -> None:
    browser = console.logged_in("lan")
    first = browser.cookies[SESSION]
    assert first not in console.kept(StaffSession)
    browser.fill("/logout", on="/sessions")
    browser.log_in("lan")
    assert browser.cookies[SESSION] != first


def test_a_token_that_was_planted_before_the_log_in_opens_nothing(console: Console) -> None:
    browser = console.browser()
    browser.cookies.set(SESSION, "planted", domain="console.example", path="/console")
    browser.log_in("lan")
    thief = console.browser()
    thief.cookies.set(SESSION, "planted")
    assert not thief.is_in


def test_a_stolen_session_is_worthless_after_the_log_out(console: Console) -> None:
    browser, thief = console.logged_in("lan"), console.browser()
    thief.cookies.set(SESSION, browser.cookies[SESSION])
    assert thief.is_in
    browser.fill("/logout", on="/sessions")
    assert not thief.is_in


def test_an_idle_session_ends_and_a_busy_one_at_last_too(console: Console) -> None:
    idle, busy = console.logged_in("lan"), console.logged_in("lan")
    for _ in range(int(LONGEST / IDLE) * 2 - 1):
        console.clock.skip(IDLE.total_seconds() / 2)
        assert busy.is_in
    assert not idle.is_in
    console.clock.skip(IDLE.total_seconds() / 2)
    assert not busy.is_in


def test_half_a_log_in_lasts_five_minutes(console: Console) -> None:
    console.demand_code("lan")
    browser = console.logged_in("lan")
    assert browser.at("/code").status_code == 200
    console.clock.skip(UNCONFIRMED.total_seconds())
    assert browser.at("/code").headers["location"] == "/console/login"


def test_a_disabled_account_is_out_at_once_and_stays_out(console: Console) -> None:
    browser = console.logged_in("lan")
    console.office.changes.disable("lan", TESTS)
    assert not browser.is_in
    assert console.browser().log_in("lan", PASSWORD).status_code == 401
    assert "account disabled" in console.deeds


def test_everybody_ends_their_own_sessions_and_nobody_elses(console: Console) -> None:
    here, there, boss = (console.logged_in(login) for login in ("lan", "lan", "boss"))
    (theirs,) = console.office.sessions.places(console.office.staff.named("boss").id)
    assert here.fill(f"/sessions/{theirs.id}", on="/sessions").status_code == 404
    assert boss.is_in
    here.fill("/sessions", on="/sessions")
    assert here.is_in
    assert not there.is_in
    assert "other sessions ended" in console.deeds


def test_a_form_from_elsewhere_changes_nothing(console: Console) -> None:
    browser = console.logged_in("lan")
    for sent in ({}, {"csrf": "0" * 64}, {"csrf": "é"}):
        assert browser.post("/console/logout", data=sent).status_code == 403
    stranger = console.browser()
    assert stranger.post("/console/login", data={"login": "lan"}).status_code == 403
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    assert browser.post("/console/logout", headers=elsewhere).status_code == 403
    assert browser.is_in


def test_a_browser_speaks_english_before_the_log_in_and_after_it(console: Console) -> None:
    browser = console.browser()
    browser.at("/login?language=en&to=/console/sessions")
    assert "Password" in browser.at("/login").text
    assert "The login or the password is wrong." in browser.log_in("lan", "x").text
    assert "This page does not exist." in browser.at("/nothing").text
    forged = browser.post("/console/login", data={"csrf": "x"})
    assert "reload it and send again" in forged.text
    browser.at("/login?language=xx")
    assert "Password" in browser.at("/login").text
    browser.log_in("lan")
    assert "Tài khoản của tôi" in browser.at("/").text  # the account's own language
    browser.fill("/language", on="/", language="en")
    assert "My account" in browser.at("/").text


def test_a_form_that_is_too_long_is_not_read(console: Console) -> None:
    sent = console.browser().post("/console/login", content=b"x" * (LONGEST_FORM + 1))
    assert sent.status_code == 413
