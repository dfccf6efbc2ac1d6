"""`motcua doctor` says how the Zalo channel is, and what to do, without asking Zalo."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.cli.doctor import Finding, examine
from bot.records.database import open_database, upgrade
from bot.records.messages.inbox import utc_now
from bot.records.zalo_tokens import SqlZaloTokens, TokenPair
from bot.secret import zalo_key
from tests.integration.cli_kit import Installation, install

APP = "4242"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    made = install(tmp_path, monkeypatch)
    database = open_database(made.settings.database)
    upgrade(database)
    database.dispose()
    made.set(zalo_app_id=APP, zalo_secret="invented", zalo_oa_secret="invented")
    return made


def connected(here: Installation, at: datetime, trouble: str = "") -> None:
    """Store a pair that was got then, and perhaps what the last renewal said."""
    database = open_database(here.settings.database)
    store = SqlZaloTokens(database, APP, zalo_key(here.settings.data_dir), lambda: at)
    store.connect(TokenPair("access", "refresh", 25 * 3600))
    if trouble:
        store.lease("w", 1, 1)
        store.fail("w", trouble)
    database.dispose()


def told(here: Installation) -> Finding:
    [found] = [one for one in examine(here.settings, here.root) if one.what.startswith("Kênh Zalo")]
    return found


def test_a_half_configured_channel_names_what_is_missing(here: Installation) -> None:
    here.set(zalo_oa_secret="")
    assert "MOTCUA_ZALO_OA_SECRET" in told(here).mend


def test_a_channel_that_was_never_connected_says_how_to(here: Installation) -> None:
    assert "motcua zalo connect" in told(here).mend


def test_fresh_tokens_are_all_right_and_have_an_age(here: Installation) -> None:
    connected(here, utc_now())
    assert told(here).mend == ""
    assert "khóa gia hạn lúc" in told(here).what


@pytest.mark.parametrize(("hours", "sentence"), [(20, "sắp hết"), (26, "motcua zalo connect")])
def test_old_tokens_say_what_to_do(here: Installation, hours: int, sentence: str) -> None:
    connected(here, utc_now() - timedelta(hours=hours))
    assert sentence in told(here).mend


def test_the_trouble_of_the_last_renewal_is_told(here: Installation) -> None:
    connected(here, utc_now(), "Zalo trả lời lỗi -14020")
    assert "-14020" in told(here).mend


def test_tokens_of_another_key_say_what_to_do(here: Installation) -> None:
    connected(here, utc_now())
    (here.settings.data_dir / "zalo.secret").write_text("B" * 43)
    assert "motcua zalo connect" in told(here).mend
