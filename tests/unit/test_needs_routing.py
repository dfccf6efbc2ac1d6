"""A need goes to one department, and it is said why."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.needs.routing import Asked, Routed, route
from bot.province.province import Province
from tests import provinces

COMMUNE = "phường Phan Đình Phùng, tỉnh Thái Nguyên"


def served(*routes: dict[str, Any], **changes: Any) -> Province:
    departments = [
        {"id": "mot_cua", "name": "Quầy một cửa", "fallback": True},
        {"id": "so_tu_phap", "name": "Sở Tư pháp", "fields": ["ho_tich"]},
        {"id": "so_y_te", "name": "Sở Y tế"},
        {"id": "ubnd_phuong", "name": "UBND phường"},
    ]
    made = provinces.province(departments=departments, routes=list(routes), **changes)
    return Province.model_validate(made)


RULES = (
    {"department": "so_y_te", "procedures": ["1.001193"]},
    {"department": "so_y_te", "keywords": ["tiêm chủng"]},
    {"department": "so_tu_phap", "keywords": ["sổ tiêm chủng mở rộng"]},
    {"department": "ubnd_phuong", "communes": [COMMUNE]},
)


@pytest.mark.parametrize(
    ("asked", "routed"),
    [
        (Asked("gì đó", procedure="1.001193", field="ho_tich"),
         Routed("so_y_te", "procedure", "1.001193")),
        (Asked("chích TIEM CHUNG cho bé", field="ho_tich"),
         Routed("so_y_te", "keyword", "tiêm chủng")),
        (Asked("sổ tiêm chủng mở rộng mất rồi"),
         Routed("so_tu_phap", "keyword", "sổ tiêm chủng mở rộng", ("so_y_te",))),
        (Asked("khai sinh", field="ho_tich", commune=COMMUNE),
         Routed("so_tu_phap", "field", "ho_tich")),
        (Asked("đèn đường hỏng", commune=COMMUNE), Routed("ubnd_phuong", "commune", COMMUNE)),
        (Asked("đèn đường hỏng"), Routed("mot_cua", "fallback")),
        (Asked("tiêm chủngg"), Routed("mot_cua", "fallback")),
    ],
)  # fmt: skip
def test_the_most_telling_rule_decides(asked: Asked, routed: Routed) -> None:
    assert route(asked, served(*RULES)) == routed


@given(st.builds(Asked, st.text(), st.text(), st.text(), st.text()))
def test_every_need_has_an_owner_that_exists(asked: Asked) -> None:
    province = served(*RULES)
    assert route(asked, province).department in {d.id for d in province.departments}


def test_a_province_without_rules_routes_by_field_alone() -> None:
    assert route(Asked("khai sinh", field="ho_tich"), served()).reason == "field"
