"""Versions of records: stored turns cite them, and an import compares by them."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest

from bot.catalogue.load import load
from bot.catalogue.record import Procedure
from bot.settings import ROOT
from tests.national import TODAY, WAYS, imported
from tests.records import DRAGON, record


def test_a_version_that_was_once_cited_stays_what_it_was() -> None:
    assert DRAGON.version == "3a2a64ff"


def test_what_only_imported_records_have_does_not_count_in_a_curated_one() -> None:
    for entry in load(ROOT / "procedures").entries:
        later = {"origin", "topic", "differences", "learnt"}
        content = entry.procedure.model_dump_json(exclude=later)
        assert entry.procedure.version == hashlib.sha256(content.encode()).hexdigest()[:8]


def test_why_a_record_differs_from_the_portal_tells_citizens_nothing_and_does_not_count() -> None:
    known = {"field": "level", "ours": "commune", "portal": "province", "reason": "Cổng nhầm."}
    for procedure in (DRAGON, imported()):
        changed = Procedure.model_validate({**procedure.model_dump(), "differences": [known]})
        assert changed.version == procedure.version


def test_what_people_were_found_to_call_it_tells_citizens_nothing_and_does_not_count() -> None:
    for procedure in (DRAGON, imported()):
        assert (
            procedure.model_copy(update={"learnt": ("sổ rồng con",)}).version == procedure.version
        )


def test_a_curated_record_has_a_new_version_whenever_anything_in_it_changes() -> None:
    later = [{"title": "Nguồn thử", "url": DRAGON.sources[0].url, "checked": TODAY.replace(day=1)}]
    changes: list[dict[str, Any]] = [{"sources": later}, {"topic": "Rồng"}, {"summary": "Khác."}]
    versions = {Procedure.model_validate(record(**change)).version for change in changes}
    assert len(versions - {DRAGON.version}) == len(changes)


def test_the_day_of_the_import_is_not_part_of_an_imported_records_version() -> None:
    assert imported().version == imported(TODAY + timedelta(days=9)).version


@pytest.mark.parametrize(
    "change",
    [
        {"linh_vuc": "Rồng nước"},
        {"so_quyet_dinh": "2/QĐ-BR"},
        {"co_quan_thuc_hien": "Sở Rồng"},
        {"cach_thuc_thuc_hien": f"{WAYS}Trực tiếp6 NgàyMiễn phíTrực tuyến2 NgàyMiễn phí"},
    ],
)
def test_whatever_the_portal_changes_is_another_version(change: dict[str, Any]) -> None:
    assert imported(**change).version != imported().version
