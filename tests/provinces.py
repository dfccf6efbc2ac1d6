"""Small invented provinces, as YAML would give them and as files."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.province.holidays import Holidays
from bot.province.province import Province
from tests.records import LINK

SOURCE: dict[str, Any] = {"title": "Thông báo thử", "url": LINK, "checked": date(2026, 7, 31)}
FIELDS = {"ho_tich": "Hộ tịch", "cu_tru": "Cư trú"}
DAY = {"morning": "07:30-11:30", "afternoon": "13:00-17:00"}
WEEK: dict[str, Any] = {
    **dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), DAY),
    "saturday": {"morning": "07:30-11:30"},
}


def hours(**changes: Any) -> dict[str, Any]:
    """Return the hours of one season."""
    return {"valid_from": date(2026, 1, 1), "week": WEEK, "source": SOURCE, **changes}


def office(**changes: Any) -> dict[str, Any]:
    """Return an office for what communes decide."""
    return {
        "id": "trung_tam_xa",
        "name": "Trung tâm Phục vụ hành chính công xã, phường",
        "serves": ["commune"],
        "address": "unknown",
        "hours": [hours()],
        **changes,
    }


def province(**changes: Any) -> dict[str, Any]:
    """Return a province in order, with ``changes``."""
    return {
        "id": "thai-nguyen",
        "name": "Tỉnh Thái Nguyên",
        "hotline": {
            "number": "0000",
            "title": "Đường dây thử",
            "source": LINK,
            "checked": date(2026, 7, 31),
        },
        "portal": LINK,
        "offices": [office()],
        "departments": [
            {"id": "mot_cua", "name": "Quầy một cửa", "fallback": True},
            {"id": "so_tu_phap", "name": "Sở Tư pháp", "fields": ["ho_tich"]},
        ],
        **changes,
    }


def holidays(*days: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return a list of holidays; without ``days``, National Day 2026 and its swap."""
    swap = {"date": date(2026, 8, 31), "name": "Hoán đổi", "worked_on": date(2026, 8, 22)}
    listed = days or ({"date": date(2026, 9, 2), "name": "Quốc khánh"}, swap)
    year = {"year": 2026, "decided": True, "sources": {"law": SOURCE}, "days": [*listed]}
    return {"week": SOURCE, "years": [{**year, **changes}]}


def write_provinces(
    folder: Path, *contents: dict[str, Any], off: dict[str, Any] | None = None
) -> Path:
    """Write provinces and holidays as files of ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {"holidays": off or holidays(), **{content["id"]: content for content in contents}}
    for name, content in files.items():
        text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
        (folder / f"{name}.yml").write_text(text, "utf-8")
    return folder


def loaded(**changes: Any) -> Province:
    """Return the province as the program has it."""
    return Province.model_validate(province(**changes))


def loaded_holidays(*days: dict[str, Any]) -> Holidays:
    """Return the holidays as the program has them."""
    return Holidays.model_validate(holidays(*days))
