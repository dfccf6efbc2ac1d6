"""Admins change what others may do and see, at once; everybody changes their own password."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.errors import StaffRefused
from bot.records.audit import audited
from bot.records.staff.accounts import WRONG
from bot.records.staff.changes import LAST_ADMIN
from bot.records.staff.links import Given
from bot.records.staff.places import NO_COMMUNE, NO_DEPARTMENT, in_province
from bot.records.staff.tables import StaffInvitation, StaffSession
from bot.records.staff.tidy import INVITATIONS, SESSIONS, tidy
from tests.integration.console_kit import PASSWORD, TESTS, Browser, Console
from tests.integration.records_kit import in_threads, rows
from tests.records import PROVINCE

COMMUNE = "phường Phan Đình Phùng, tỉnh Thái Nguyên"
HOME = PROVINCE.model_copy(update={"name": "Tỉnh Thái Nguyên"})
ANOTHER = "một câu khác hẳn"


@pytest.fixture
def console(database: Engine) -> Console:
    made = Console(database).with_staff("boss", "admin").with_staff("lan", "officer")
    made.office = replace(made.office, place=HOME)
    return made


@pytest.fixture
def boss(console: Console) -> Iterator[Browser]:
    with console.logged_in("boss") as browser:
        yield browser


def edited(boss: Browser, login: str = "lan", **values: Any) -> int:
    sent = boss.fill(f"/people/{login}", on=f"/people/{login}", **values)
    return int(sent.status_code)


def test_new_roles_hold_at_once_in_sessions_that_are_open(console: Console, boss: Browser) -> None:
    lan = console.logged_in("lan")
    assert lan.at("/people").status_code == 403
    assert edited(boss, roles=["officer", "admin"]) == 303
    assert lan.at("/people").status_code == 200
    assert edited(boss, roles=["officer"]) == 303
    assert lan.at("/people").status_code == 403


def test_a_change_is_audited_with_how_it_was_and_how_it_is(console: Console, boss: Browser) -> None:
    change: dict[str, Any] = {"roles": ["helpdesk"]}
    change |= {"department": "ho_tich", "commune": COMMUNE, "reason": "mới"}
    assert edited(boss, **change) == 303
    lan = console.office.staff.named("lan")
    assert (lan.roles, lan.department, lan.commune) == (("helpdesk",), "ho_tich", COMMUNE)
    done = audited(console.database)[0]
    assert (done.action, done.subject, done.reason) == ("account changed", "lan", "mới")
    assert done.detail["roles"] == [["officer"], ["helpdesk"]]
    assert done.detail["commune"] == ["", COMMUNE]
    assert edited(boss, **change) == 303
    assert audited(console.database)[0].id == done.id  # nothing has changed


def test_the_last_admin_cannot_lose_the_role(console: Console, boss: Browser) -> None:
    assert edited(boss, "boss", roles=["officer"]) == 422
    assert console.office.staff.named("boss").roles == ("admin",)


def test_of_two_admins_who_take_the_role_from_each_other_one_keeps_it(console: Console) -> None:
    console.with_staff("minh", "admin")
    names = iter(["boss", "minh"])

    def demote() -> bool:
        try:
            console.office.changes.edit(next(names), Given(["officer"]), TESTS)
        except StaffRefused as error:
            return str(error) != LAST_ADMIN
        return True

    assert sorted(in_threads(2, demote)) == [False, True]


@pytest.mark.parametrize(
    "wrong",
    [
        {"roles": []},
        {"roles": ["king"]},
        {"roles": ["officer"], "department": "atlantis"},
        {"roles": ["officer"], "commune": "xã Atlantis"},
    ],
    ids=str,
)
def test_what_does_not_exist_cannot_be_given(
    console: Console, boss: Browser, wrong: dict[str, Any]
) -> None:
    before = console.office.staff.named("lan")
    assert edited(boss, **wrong) == 422
    assert boss.fill("/people/invite", on="/people", **wrong).status_code == 422
    assert console.office.staff.named("lan") == before


def test_departments_and_communes_are_known_by_name_too() -> None:
    said = Given(["officer"], department="phòng hộ tịch", commune="Phường Phan Đình Phùng")
    given = in_province(said, HOME)
    assert (given.department, given.commune) == ("ho_tich", COMMUNE)
    for wrong, sentence in (({"department": "x"}, NO_DEPARTMENT), ({"commune": "x"}, NO_COMMUNE)):
        with pytest.raises(StaffRefused, match=sentence[:30]):
            in_province(replace(said, **wrong), HOME)


def test_a_department_that_has_left_the_file_may_stay_as_it_is() -> None:
    old = Given(["officer"], department="phòng cũ")
    assert in_province(replace(old, roles=["helpdesk"]), HOME, old).department == "phòng cũ"


def test_a_disabled_account_is_opened_again_with_its_password(
    console: Console, boss: Browser
) -> None:
    boss.fill("/people/lan/disable", on="/people/lan", reason="nghỉ phép")
    assert console.browser().log_in("lan").status_code == 401
    boss.fill("/people/lan/enable", on="/people/lan", reason="đi làm lại")
    assert console.browser().log_in("lan").status_code == 303
    assert [d.reason for d in audited(console.database) if d.action == "account enabled"] == [
        "đi làm lại"
    ]


def test_an_admin_makes_a_link_for_a_new_password_on_the_page(
    console: Console, boss: Browser
) -> None:
    shown = boss.fill("/people/lan/reset", on="/people/lan", reason="quên").text
    token = shown.partition("http://console.example/console/join/")[2][:43]
    path = f"/join/{token}"
    console.browser().fill(path, on=path, password=ANOTHER, again=ANOTHER)
    assert console.browser().log_in("lan", ANOTHER).status_code == 303
    assert token not in boss.at("/people/lan").text


def test_everybody_changes_their_own_password_and_other_sessions_end(console: Console) -> None:
    here, there = console.logged_in("lan"), console.logged_in("lan")
    sent = {"old": PASSWORD, "password": ANOTHER, "again": ANOTHER}
    assert here.fill("/account/password", on="/account", **sent).status_code == 200
    assert here.is_in
    assert not there.is_in
    assert WRONG in console.browser().log_in("lan").text
    assert console.browser().log_in("lan", ANOTHER).status_code == 303
    assert "password changed" in console.deeds


@pytest.mark.parametrize(
    "wrong", [{"old": "x"}, {"again": "x"}, {"password": "ngắn", "again": "ngắn"}], ids=str
)
def test_a_password_is_not_changed_by_who_has_only_borrowed_the_screen(
    console: Console, wrong: dict[str, str]
) -> None:
    sent = {"old": PASSWORD, "password": ANOTHER, "again": ANOTHER} | wrong
    browser = console.logged_in("lan")
    assert browser.fill("/account/password", on="/account", **sent).status_code == 422
    assert console.browser().log_in("lan").status_code == 303


def test_what_has_been_over_for_long_is_thrown_away_and_nothing_else(console: Console) -> None:
    used = rows(console.database, StaffInvitation)
    console.logged_in("lan")
    console.office.links.invite(Given(["officer"]), TESTS)
    console.clock.skip(SESSIONS.total_seconds())
    console.logged_in("boss")
    assert tidy(console.database, console.clock()) == 0
    console.clock.skip(timedelta(hours=2).total_seconds())
    assert tidy(console.database, console.clock()) == 1
    assert rows(console.database, StaffSession) == 1
    console.clock.skip((INVITATIONS - SESSIONS).total_seconds())
    assert tidy(console.database, console.clock()) >= used


def test_the_addresses_of_deeds_in_the_console_are_kept(console: Console, boss: Browser) -> None:
    edited(boss, roles=["helpdesk"])
    places = {done.action: done.place for done in audited(console.database)}
    assert places["account changed"] == places["logged in"] == "testclient"
    assert places["staff invited"] == ""
