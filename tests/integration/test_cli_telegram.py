"""`motcua telegram status`: what Telegram says of the bot, without telling its token."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.records.database import open_database, upgrade
from tests.fakes_telegram import TOKEN
from tests.integration.cli_kit import Installation, install, run, the_sentence
from tests.telegram_thread import TelegramThread, telegram_thread

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def telegram() -> Iterator[TelegramThread]:
    with telegram_thread() as server:
        yield server


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, telegram: TelegramThread) -> Installation:
    made = install(tmp_path, monkeypatch)
    made.set(telegram_token=TOKEN, telegram_api=telegram.url)
    database = open_database(made.settings.database)
    upgrade(database)
    database.dispose()
    return made


def test_all_is_well(here: Installation, capsys: Captured) -> None:
    assert run("telegram", "status") == 0
    told = capsys.readouterr().out
    assert "Bot: @MotCuaThuBot" in told
    assert "https://t.me/MotCuaThuBot?start=1-001193" in told
    assert "Webhook: không đặt" in told
    assert "Tin không gửi được: 0" in told
    assert TOKEN not in told


def test_a_webhook_that_fails_is_told_with_telegrams_reason(
    here: Installation, telegram: TelegramThread, capsys: Captured
) -> None:
    here.set(telegram_mode="webhook", public_url="https://motcua.example")
    telegram.set_webhook("https://motcua.example/telegram/webhook", "Connection timed out")
    assert run("telegram", "status") == 1
    assert "Lý do: Connection timed out" in capsys.readouterr().out


def test_a_webhook_left_over_while_polling_is_told(
    here: Installation, telegram: TelegramThread, capsys: Captured
) -> None:
    telegram.set_webhook("https://elsewhere.example")
    assert run("telegram", "status") == 1
    assert "chưa khớp" in capsys.readouterr().out


def test_without_telegram_or_a_token_it_says_what_to_do(
    here: Installation, capsys: Captured
) -> None:
    here.set(telegram_api="http://127.0.0.1:1")
    assert run("telegram", "status") != 0
    assert TOKEN not in (sentence := the_sentence(capsys.readouterr().err))
    assert "docs/runbooks/telegram.md" in sentence
    here.set(telegram_token="")
    assert run("telegram", "status") != 0
    assert "MOTCUA_TELEGRAM_TOKEN" in the_sentence(capsys.readouterr().err)
