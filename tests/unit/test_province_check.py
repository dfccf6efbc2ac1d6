"""Every mistake in a file of `provinces/` is told, with the line it stands on."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.catalogue.load import Problem
from bot.catalogue.record import Procedure
from bot.province.check import Known, check_folder
from tests.provinces import FIELDS, SOURCE, province
from tests.provinces import write_provinces as write
from tests.records import record

COUNCIL = "Mức thu do hội đồng nhân dân cấp tỉnh quyết định"
SUBMISSION = {"way": "in_person", "where": "Quầy", "time": "unknown"}
RECORDS = (
    record(code="1.000001", submissions=[{**SUBMISSION, "fees": [{"text": COUNCIL}]}]),
    record(code="1.000002", submissions=[{**SUBMISSION, "fees": [{"text": "Miễn", "amount": 0}]}]),
)
KNOWN = Known(FIELDS, {r["code"]: Procedure.model_validate(r) for r in RECORDS})
HTTP = "http://thainguyen.gov.vn/"
SWAP = {"date": date(2026, 1, 2), "name": "Nghỉ"}


def fee(code: str = "1.000001", **changes: Any) -> dict[str, Any]:
    amount = {"text": "8.000 đồng", "amount": 8000, **changes}
    return {"source": {**SOURCE, "decision": "1/2026/NQ-HĐND"}, "amounts": {code: [amount]}}


def departments(*others: dict[str, Any]) -> dict[str, Any]:
    return province(departments=[*province()["departments"], *others])


def told(folder: Path) -> list[Problem]:
    return check_folder(folder, KNOWN)


WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "unknown field": (
        departments({"id": "so_y_te", "name": "Sở Y tế", "fields": ["y_te"]}),
        "departments.2.fields.0",
        "none of: ho_tich, cu_tru",
    ),
    "field of two owners": (
        departments({"id": "so_khac", "name": "Sở khác", "fields": ["ho_tich"]}),
        "departments.2.fields.0",
        "belongs to so_tu_phap",
    ),
    "field twice in one": (
        departments({"id": "so_khac", "name": "Sở khác", "fields": ["cu_tru", "cu_tru"]}),
        "departments.2.fields.1",
        "belongs to so_khac",
    ),
    "department twice": (
        departments({"id": "mot_cua", "name": "Quầy khác"}),
        "departments.2.id",
        "already",
    ),
    "two fallbacks": (
        departments({"id": "so_khac", "name": "Sở khác", "fallback": True}),
        "departments.2.fallback",
        "mot_cua is the fallback already",
    ),
    "no fallback": (
        province(departments=[{"id": "so_tu_phap", "name": "Sở Tư pháp", "fields": ["ho_tich"]}]),
        "departments",
        "fallback: true",
    ),
    "portal without https": (province(portal=HTTP), "portal", "https://"),
    "hotline's source without https": (
        province(hotline={**province()["hotline"], "source": HTTP}),
        "hotline.source",
        "https://",
    ),
    "fee of an unknown code": (
        province(fees=[fee("1.999999")]),
        "fees.0.amounts.1.999999",
        "no record has code 1.999999",
    ),
    "fee that the record states itself": (
        province(fees=[fee("1.000002")]),
        "fees.0.amounts.1.000002.0",
        "does not leave its fee to the provincial council",
    ),
    "fee for a way that the record does not leave open": (
        province(fees=[fee(way="online")]),
        "fees.0.amounts.1.000001.0.way",
        "in_person",
    ),
    "fee for a case that the record does not know": (
        province(fees=[fee(when=["flying"])]),
        "fees.0.amounts.1.000001.0.when",
        "“flying” is no option",
    ),
    "fee whose text says another sum": (
        province(fees=[fee(text="10.000 đồng")]),
        "fees.0.amounts.1.000001.0.text",
        "does not say the amount 8000",
    ),
    "fee twice": (province(fees=[fee(), fee()]), "fees.1.amounts.1.000001.0", "already"),
    "fee without a source": (
        province(fees=[{"amounts": fee()["amounts"]}]),
        "fees.0.source",
        "required",
    ),
    "day of its own that is a national holiday": (
        province(days_off=[{"date": date(2026, 9, 2), "name": "Lễ", "source": SOURCE}]),
        "days_off.0.date",
        "a day off already",
    ),
    "rule for no department": (
        province(routes=[{"department": "so_y_te", "keywords": ["vắc xin"]}]),
        "routes.0.department",
        "none of: mot_cua, so_tu_phap",
    ),
    "rule that names nothing": (
        province(routes=[{"department": "mot_cua"}]),
        "routes.0",
        "must name procedures, keywords or communes",
    ),
    "rule for a code that there is not": (
        province(routes=[{"department": "mot_cua", "procedures": ["1.999999"]}]),
        "routes.0.procedures.0",
        "not in the catalogue",
    ),
    "rule for a commune of before": (
        province(routes=[{"department": "mot_cua", "communes": ["phường Trưng Vương"]}]),
        "routes.0.communes.0",
        "must be the full name",
    ),
    "keyword of two owners": (
        province(
            routes=[
                {"department": "mot_cua", "keywords": ["vắc xin"]},
                {"department": "so_tu_phap", "keywords": ["Vac xin"]},
            ]
        ),
        "routes.1.keywords.0",
        "belongs to mot_cua already",
    ),
    "service level in days and hours": (
        province(service_levels=[{"days": 2, "hours": 3}]),
        "service_levels.0",
        "either days or hours",
    ),
    "two service levels for the same": (
        province(service_levels=[{"days": 2}, {"hours": 3}]),
        "service_levels.1",
        "already",
    ),
    "name of no province": (province(name="Tỉnh Bắc Kạn"), "name", "34 provinces"),
    "unknown key": (province(mayor="Ông Thử"), "mayor", "Extra inputs"),
}


@pytest.mark.parametrize(("content", "field", "message"), WRONG.values(), ids=WRONG)
def test_each_mistake_is_told_alone_with_field_and_reason(
    content: dict[str, Any], field: str, message: str, tmp_path: Path
) -> None:
    (problem,) = told(write(tmp_path, content))
    assert (problem.file.name, problem.field) == ("thai-nguyen.yml", field)
    assert message in problem.message


def test_the_id_is_the_file_s_name(tmp_path: Path) -> None:
    folder = write(tmp_path, province())
    (folder / "thai-nguyen.yml").rename(folder / "bac-kan.yml")
    (problem,) = told(folder)
    assert (problem.field, problem.message) == ("id", "must be the file's name, bac-kan")


def test_a_province_in_order_has_no_problems(tmp_path: Path) -> None:
    own = {"date": date(2026, 3, 3), "name": "Ngày hội tỉnh", "source": SOURCE}
    content = province(fees=[fee(way="in_person", when=["winged"])], days_off=[own])
    assert told(write(tmp_path, content)) == []


def test_a_problem_is_told_on_its_line(tmp_path: Path) -> None:
    folder = write(tmp_path, province(portal=HTTP))
    lines = (folder / "thai-nguyen.yml").read_text("utf-8").splitlines()
    (problem,) = told(folder)
    assert lines[problem.line - 1].startswith("portal:")


@pytest.mark.parametrize("text", ["id: [", "id: a\nid: b", "\xff", "- 1", ""], ids=repr)
def test_a_file_that_cannot_be_read_is_one_problem_or_more(text: str, tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "thai-nguyen.yml").write_bytes(text.encode("latin-1"))
    assert {problem.file.name for problem in told(folder)} == {"thai-nguyen.yml"}


def test_a_missing_file_and_missing_holidays_are_told(tmp_path: Path) -> None:
    found = check_folder(tmp_path, KNOWN, ("atlantis",))
    assert [(p.file.name, p.message) for p in found] == [
        ("holidays.yml", "there is no such file"),
        ("atlantis.yml", "there is no such file"),
    ]
