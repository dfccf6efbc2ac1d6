"""`motcua zalo`: an account is connected with one token, and the channel says how it is."""

import io
import json
from pathlib import Path

import httpx
import pytest

from bot.channels.zalo import facts
from bot.records.database import open_database, upgrade
from bot.wiring import System
from tests.fakes_zalo import (
    ACCOUNT,
    APP,
    FIRST_REFRESH,
    OA_SECRET,
    SECRET,
    FakeZalo,
    Fault,
    said,
    signed,
)
from tests.integration.cli_kit import Installation, install, run, the_sentence

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zalo: FakeZalo) -> Installation:
    made = install(tmp_path, monkeypatch)
    made.set(zalo_app_id=APP, zalo_secret=SECRET, zalo_oa_secret=OA_SECRET)
    made.set(zalo_api=zalo.url, zalo_oauth=zalo.url)
    return made


def test_connecting_stores_the_new_pair_and_names_the_account(
    here: Installation, capsys: Captured
) -> None:
    here.set(zalo_refresh_token=FIRST_REFRESH)
    run("zalo", "connect")
    assert "Đã kết nối OA: Xã Thử (777)" in capsys.readouterr().out
    assert run("zalo", "status") == 0
    told = capsys.readouterr().out
    assert "OA: Xã Thử (777)" in told
    assert "Khóa: tốt" in told
    assert "Tin giữ lại đến khi người dân nhắn tiếp: 0" in told
    assert "refresh-" not in told + capsys.readouterr().err


def test_the_token_may_come_from_standard_input(
    here: Installation, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f" {FIRST_REFRESH} \n"))
    run("zalo", "connect")
    assert "Đã kết nối OA" in capsys.readouterr().out


def test_without_a_token_it_says_where_to_get_one(
    here: Installation, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert run("zalo", "connect") == 1
    assert "docs/runbooks/zalo.md" in the_sentence(capsys.readouterr().err)


def test_a_token_that_was_used_before_is_refused_in_one_sentence(
    here: Installation, capsys: Captured
) -> None:
    here.set(zalo_refresh_token="spent")
    assert run("zalo", "connect") == 1
    assert "đã dùng rồi" in the_sentence(capsys.readouterr().err)


def test_the_pair_is_kept_although_the_account_does_not_tell_its_name(
    here: Installation, zalo: FakeZalo, capsys: Captured
) -> None:
    zalo.faults.append(Fault(ACCOUNT, status=503))
    here.set(zalo_refresh_token=FIRST_REFRESH)
    assert run("zalo", "connect") == 1
    assert "Khóa đã lưu" in the_sentence(capsys.readouterr().err)
    assert run("zalo", "status") == 0


def test_before_it_is_connected_the_status_is_one(here: Installation, capsys: Captured) -> None:
    database = open_database(here.settings.database)
    upgrade(database)
    database.dispose()
    assert run("zalo", "status") == 1
    assert "motcua zalo connect" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["zalo_app_id", "zalo_secret", "zalo_oa_secret"])
def test_a_channel_that_is_off_names_the_setting_that_is_missing(
    here: Installation, capsys: Captured, name: str
) -> None:
    here.set(**{name: ""})
    assert not here.settings.zalo
    assert run("zalo", "status") == 1
    assert f"MOTCUA_{name.upper()}" in the_sentence(capsys.readouterr().err)


async def test_the_webhook_stands_beside_the_web_chat_while_the_channel_is_on(
    here: Installation,
) -> None:
    body = json.dumps(said("chào")).encode()
    assert await posted(here, body) == 200
    here.set(zalo_oa_secret="")
    assert await posted(here, body) == 404


async def posted(here: Installation, body: bytes) -> int:
    system = System(here.settings)
    upgrade(system.database)
    transport = httpx.ASGITransport(system.web())
    async with httpx.AsyncClient(transport=transport, base_url="http://motcua") as client:
        answer = await client.post("/zalo/webhook", content=body, headers=signed(body))
    system.database.dispose()
    assert facts.SIGNATURE_HEADER in signed(body)
    return answer.status_code
