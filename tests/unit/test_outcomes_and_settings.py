"""Lists that must not drift from the code."""

from pathlib import Path
from typing import get_args

import pytest
import yaml

from bot.errors import SettingsInvalid
from bot.province import load_province
from bot.reply import Outcome
from bot.settings import ROOT, Settings, load_settings
from tests.records import PROVINCE


def test_the_file_of_outcomes_lists_exactly_the_codes_of_the_code() -> None:
    outcomes = yaml.safe_load((ROOT / "bot/outcomes.yml").read_text("utf-8"))
    assert set(outcomes) == set(get_args(Outcome))
    assert all(set(o) == {"label", "meaning", "colour"} for o in outcomes.values())


def test_every_setting_is_documented_with_its_default() -> None:
    page = (ROOT / "docs/settings.md").read_text("utf-8")
    for name, field in Settings.model_fields.items():
        variable = f"MOTCUA_{name.upper()}"
        row = next((line for line in page.splitlines() if f"`{variable}`" in line), None)
        assert row, f"{variable} is not in docs/settings.md"
        assert field.description, f"{variable} has no help text"
        default = field.default
        shown = default.relative_to(ROOT) if isinstance(default, Path) else default
        assert f"`{shown}`" in row or (shown == "" and "empty" in row), f"{variable}: {shown}"


def test_every_setting_stands_in_the_example_file() -> None:
    example = (ROOT / ".env.example").read_text("utf-8")
    for name in Settings.model_fields:
        assert f"MOTCUA_{name.upper()}=" in example


def test_a_setting_that_cannot_be_used_is_named_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MOTCUA_WEB_PORT", "many")
    with pytest.raises(SettingsInvalid, match="MOTCUA_WEB_PORT"):
        load_settings()


def test_everything_listens_on_loopback_by_default() -> None:
    assert Settings.model_fields["web_host"].default == "127.0.0.1"


def test_a_need_goes_to_the_department_of_its_field_or_to_the_fallback() -> None:
    assert PROVINCE.department_of("ho_tich") == "ho_tich"
    assert PROVINCE.department_of("xe") == "mot_cua"
    assert PROVINCE.department_of(None) == "mot_cua"


def test_the_shipped_province_owns_every_field_of_the_catalogue() -> None:
    province = load_province("toan-quoc")
    fields = yaml.safe_load((ROOT / "procedures/fields.yml").read_text("utf-8"))
    owned = {field for d in province.departments for field in d.fields}
    assert set(fields) <= owned
    assert any(d.fallback for d in province.departments)


def test_an_unknown_province_names_those_there_are() -> None:
    with pytest.raises(SettingsInvalid, match="toan-quoc"):
        load_province("sao-hoa")


def test_a_broken_province_file_says_which(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("id: [", "utf-8")
    with pytest.raises(SettingsInvalid, match=r"a\.yml"):
        load_province("a", tmp_path)
