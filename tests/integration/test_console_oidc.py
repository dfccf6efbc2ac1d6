"""Through the institution's own log-in come those who linked their account, and nobody else."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import Engine

from bot.records.audit import audited
from bot.records.staff.changes import LINKED
from bot.settings import Settings
from bot.wiring import System
from console.accounts.oidc import LOST, SECONDS, STARTED, UNKNOWN
from console.accounts.openid import AWAY, REFUSED, OpenId
from console.guard import SESSION
from console.site import office
from tests.fakes_oidc import CLIENT, SECRET, FakeOidc, fake_oidc
from tests.integration.console_kit import TESTS, Browser, Console

_REFRESH = re.compile(r'http-equiv="refresh" content="0; url=([^"]+)"')


@pytest.fixture
def console(database: Engine) -> Console:
    return Console(database).with_staff("lan")


@pytest.fixture
def oidc(console: Console) -> Iterator[FakeOidc]:
    with fake_oidc(console.clock.now.timestamp()) as provider:
        openid = OpenId(provider.issuer, (CLIENT, SECRET), "VNeID tỉnh", console.clock)
        console.office = replace(console.office, openid=openid)
        yield provider


@pytest.fixture
def linked(console: Console, oidc: FakeOidc) -> Console:
    """A console whose lan is the provider's person."""
    lan = console.office.staff.named("lan")
    console.office.changes.link(lan, f"{oidc.issuer} {oidc.subject}", TESTS)
    return console


def sent_away(browser: Browser, path: str = "/oidc?to=/console/sessions") -> str:
    """Follow the button, and return the provider's address."""
    sent = browser.at(path)
    assert sent.status_code == 303
    return str(sent.headers["location"])


def back(browser: Browser, address: str) -> Any:
    """Come back as a browser does that another site leads: without the strict cookies."""
    kept = browser.cookies.get(SESSION)
    browser.cookies.delete(SESSION) if kept else None
    came = browser.get(address)
    if kept and SESSION not in browser.cookies:
        browser.cookies.set(SESSION, kept, domain="console.example", path="/console")
    return came


def through(browser: Browser, oidc: FakeOidc) -> Any:
    return back(browser, oidc.log_in(sent_away(browser)))


def test_the_button_leads_there_and_back_to_the_page_that_was_wanted(
    linked: Console, oidc: FakeOidc
) -> None:
    browser = linked.browser()
    assert "VNeID tỉnh" in browser.at("/login").text
    arrived = through(browser, oidc)
    assert _REFRESH.findall(arrived.text) == ["/console/sessions"]
    assert browser.is_in
    assert audited(linked.database)[0].detail == {"via": "openid"}


def test_the_cookie_of_a_log_in_on_its_way_is_short_and_out_of_reach(
    linked: Console, oidc: FakeOidc
) -> None:
    browser = linked.browser("https")
    away = browser.at("/oidc")
    cookie, address = away.headers["set-cookie"], away.headers["location"]
    for part in ("HttpOnly", "SameSite=lax", "Secure", "Path=/console/oidc", "Max-Age=600"):
        assert part in cookie
    state = parse_qs(urlsplit(address).query)["state"][0]
    assert state not in cookie


def test_an_account_is_linked_once_from_a_session_of_its_own(
    console: Console, oidc: FakeOidc
) -> None:
    browser = console.logged_in("lan")
    asked = back(browser, oidc.log_in(sent_away(browser, "/oidc/link")))
    sealed = asked.text.partition('name="sealed" value="')[2].partition('"')[0]
    assert console.office.staff.named("lan").subject == ""
    linked = browser.fill("/oidc/link", on="/account", sealed=sealed)
    assert linked.headers["location"] == "/console/account"
    assert console.office.staff.named("lan").subject == f"{oidc.issuer} {oidc.subject}"
    assert console.deeds[0] == "outside account linked"
    assert through(console.browser(), oidc).status_code == 200
    browser.fill("/oidc/unlink", on="/account")
    assert through(console.browser(), oidc).status_code == 403


def test_a_link_that_somebody_else_has_begun_is_not_taken(console: Console, oidc: FakeOidc) -> None:
    console.with_staff("minh")
    lan, minh = console.logged_in("lan"), console.logged_in("minh")
    asked = back(minh, oidc.log_in(sent_away(minh, "/oidc/link")))
    sealed = asked.text.partition('name="sealed" value="')[2].partition('"')[0]
    assert lan.fill("/oidc/link", on="/account", sealed=sealed).status_code == 400
    assert lan.fill("/oidc/link", on="/account", sealed="x").status_code == 400
    console.clock.skip(SECONDS + 1)
    assert minh.fill("/oidc/link", on="/account", sealed=sealed).status_code == 400


def test_one_outside_account_is_one_person(linked: Console, oidc: FakeOidc) -> None:
    browser = linked.with_staff("minh").logged_in("minh")
    asked = back(browser, oidc.log_in(sent_away(browser, "/oidc/link")))
    sealed = asked.text.partition('name="sealed" value="')[2].partition('"')[0]
    refused = browser.fill("/oidc/link", on="/account", sealed=sealed)
    assert refused.status_code == 409
    assert LINKED in refused.text


def test_who_has_no_account_is_told_whom_to_ask(console: Console, oidc: FakeOidc) -> None:
    browser = console.browser()
    arrived = through(browser, oidc)
    assert arrived.status_code == 403
    assert UNKNOWN in arrived.text
    assert not browser.is_in
    assert console.deeds[0] == "log in failed"


def test_a_disabled_account_does_not_come_in_this_way(linked: Console, oidc: FakeOidc) -> None:
    linked.office.changes.disable("lan", TESTS)
    assert through(linked.browser(), oidc).status_code == 403


def test_our_second_factor_is_asked_unless_theirs_was_shown(
    linked: Console, oidc: FakeOidc
) -> None:
    linked.demand_code("lan")
    browser = linked.browser()
    onward = _REFRESH.findall(through(browser, oidc).text)
    assert onward == ["/console/code?to=/console/sessions"]
    assert not browser.is_in
    oidc.claims = {"amr": ["pwd", "mfa"]}
    strong = linked.browser()
    through(strong, oidc)
    assert strong.is_in


@pytest.mark.parametrize(
    "change",
    [
        {"claims": {"nonce": "another"}},
        {"claims": {"nonce": None}},
        {"claims": {"aud": "another"}},
        {"claims": {"aud": [CLIENT, "another"]}},
        {"claims": {"aud": [CLIENT, "another"], "azp": "another"}},
        {"claims": {"aud": None}},
        {"claims": {"iss": "https://evil.example"}},
        {"claims": {"exp": 1}},
        {"claims": {"exp": None}},
        {"claims": {"sub": None}},
        {"unsigned": True},
        {"signer": "another"},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_this_log_in_opens_nothing(
    linked: Console, oidc: FakeOidc, change: dict[str, Any]
) -> None:
    for name, value in change.items():
        setattr(oidc, name, value)
    browser = linked.browser()
    arrived = through(browser, oidc)
    assert arrived.status_code == 401
    assert REFUSED in arrived.text
    assert not browser.is_in


def test_several_audiences_are_fine_when_we_are_who_it_was_made_for(
    linked: Console, oidc: FakeOidc
) -> None:
    oidc.claims = {"aud": [CLIENT, "another"], "azp": CLIENT}
    browser = linked.browser()
    through(browser, oidc)
    assert browser.is_in


def test_a_log_in_begun_elsewhere_or_long_ago_ends_nowhere(linked: Console, oidc: FakeOidc) -> None:
    attacker, victim = linked.browser(), linked.browser()
    planted = oidc.log_in(sent_away(attacker))
    sent_away(victim)
    for browser, address in (
        (linked.browser(), planted),
        (victim, planted),
        (victim, f"{planted}é"),
        (attacker, planted.replace("state=", "state=x")),
    ):
        refused = back(browser, address)
        assert (refused.status_code, LOST in refused.text) == (400, True)
        assert not browser.is_in
    linked.clock.skip(SECONDS + 1)
    assert back(attacker, planted).status_code == 400


def test_a_code_counts_once(linked: Console, oidc: FakeOidc) -> None:
    browser, thief = linked.browser(), linked.browser()
    address = oidc.log_in(sent_away(browser))
    thief.cookies.set(STARTED, browser.cookies[STARTED], domain="console.example", path="/console")
    assert back(browser, address).status_code == 200
    assert back(browser, address).status_code == 400  # its cookie is gone
    assert back(thief, address).status_code == 401  # and the code is used up
    assert not thief.is_in


def test_a_provider_that_is_away_is_a_sentence_and_the_password_still_works(
    linked: Console, oidc: FakeOidc
) -> None:
    browser = linked.browser()
    address = oidc.log_in(sent_away(browser))
    oidc.is_broken = True
    for answer, status in ((back(browser, address), 401), (linked.browser().at("/oidc"), 503)):
        assert (answer.status_code, AWAY in answer.text) == (status, True)
    nowhere = OpenId("http://127.0.0.1:1", (CLIENT, SECRET), "x")
    linked.office = replace(linked.office, openid=nowhere)
    assert linked.browser().at("/oidc").status_code == 503
    assert linked.browser().log_in("lan").status_code == 303


def test_the_log_in_is_there_when_the_settings_name_it(tmp_path: Any) -> None:
    for secret, is_there in (("b", True), ("", False)):
        settings = Settings(
            data_dir=tmp_path,
            oidc_issuer="https://login.example",
            oidc_client_id="a",
            oidc_client_secret=secret,
        )
        assert bool(office(System(settings)).openid) == is_there
