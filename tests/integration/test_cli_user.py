"""`motcua user`: accounts from the machine itself, and the first one when there is none."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.cli.user import first_admin
from bot.errors import StaffRefused
from bot.province import load_province
from bot.records.audit import audited
from bot.records.database import open_database, upgrade
from bot.records.staff.changes import LAST_ADMIN
from bot.records.staff.links import SqlLinks
from bot.records.staff.passwords import Passwords
from bot.wiring import System
from tests.integration.cli_kit import Installation, install, run, the_sentence
from tests.integration.console_kit import HURRIED, PASSWORD

DEPARTMENT = load_province("toan-quoc").departments[0].id


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    return install(tmp_path, monkeypatch)


def follow(installation: Installation, link: str, login: str) -> None:
    """Make an account as the page would."""
    database = opened(installation)
    links = SqlLinks(database, Passwords(HURRIED))
    links.follow(link.strip().rpartition("/")[2], login, "Lan", PASSWORD)
    database.dispose()


def opened(installation: Installation) -> Engine:
    return open_database(installation.settings.database)


def test_the_first_link_is_for_this_installation_and_only_without_staff(
    installation: Installation,
) -> None:
    system = System(installation.settings)
    upgrade(system.database)
    link = first_admin(system)
    assert link
    assert link.startswith(f"http://127.0.0.1:{installation.settings.web_port}/console/join/")
    follow(installation, link, "lan")
    assert first_admin(system) is None
    system.database.dispose()


def test_accounts_are_invited_listed_reset_and_disabled(
    installation: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    installation.set(public_url="https://motcua.example/")
    for login, role in (("boss", "admin"), ("lan", "officer")):
        run("user", "add", "--role", role, "--department", DEPARTMENT)
        link = capsys.readouterr().out.splitlines()[-1]
        assert link.startswith("https://motcua.example/console/join/")
        follow(installation, link, login)
    run("user", "disable", "lan", "--reason", "nghỉ việc")
    capsys.readouterr()
    run("user", "list")
    boss, lan = capsys.readouterr().out.splitlines()
    assert "đang dùng" in boss
    assert "đã khóa" in lan
    run("user", "reset", "lan", "--reason", "đi làm lại", "--by", "chị Hoa")
    follow(installation, capsys.readouterr().out.splitlines()[-1], "")
    database = opened(installation)
    reset = next(done for done in audited(database) if done.action == "password reset")
    assert (reset.who, reset.subject, reset.reason) == ("chị Hoa", "lan", "đi làm lại")
    database.dispose()


def test_the_first_link_is_printed_again_while_there_is_no_account(
    installation: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    links = []
    for _ in range(2):
        run("user", "first")
        links.append(capsys.readouterr().out.splitlines()[-1])
    with pytest.raises(StaffRefused):
        follow(installation, links[0], "lan")
    follow(installation, links[1], "lan")
    assert run("user", "first") == 1
    assert "motcua user add" in the_sentence(capsys.readouterr().err)


def test_roles_and_scope_are_edited_and_what_is_not_said_stays(
    installation: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    installation.set(province="thai-nguyen")
    for login, role in (("boss", "admin"), ("lan", "officer")):
        run("user", "add", "--role", role, "--commune", "phường Phan Đình Phùng")
        follow(installation, capsys.readouterr().out.splitlines()[-1], login)
    run("user", "edit", "lan", "--role", "helpdesk", "--role", "analyst", "--reason", "đổi việc")
    assert "helpdesk analyst" in (line := capsys.readouterr().out)
    assert "phường Phan Đình Phùng, tỉnh Thái Nguyên" in line
    run("user", "edit", "lan", "--commune", "", "--reason", "cả tỉnh")
    assert "phường" not in capsys.readouterr().out
    assert run("user", "edit", "boss", "--role", "officer", "--reason", "thử") == 1
    assert LAST_ADMIN in the_sentence(capsys.readouterr().err)
    run("user", "disable", "lan", "--reason", "nghỉ")
    run("user", "enable", "lan", "--reason", "đi làm lại")
    capsys.readouterr()
    run("user", "list")
    assert "đã khóa" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "--role", "king"),
        ("add", "--role", "officer", "--department", "atlantis"),
        ("add", "--role", "officer", "--commune", "xã Atlantis"),
        ("edit", "nobody", "--role", "officer", "--reason", "thử"),
        ("enable", "nobody", "--reason", "thử"),
        ("disable", "nobody", "--reason", "thử"),
        ("disable", "nobody"),
        ("reset", "nobody", "--reason", "thử"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    installation: Installation, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    assert run("user", *arguments) == 1
    assert the_sentence(capsys.readouterr().err)
