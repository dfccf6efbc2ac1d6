"""How much the records know, and how much of what the portal states."""

from typing import Any

import pytest

from bot.catalogue.coverage import FACTS, Fact, coverage, known, missed, stated
from bot.catalogue.national import parse
from bot.catalogue.national.parsed import Parsed
from bot.catalogue.record import Procedure
from tests.national import WAYS, line
from tests.records import DRAGON, UNICORN, record
from tests.unit.test_catalogue_compare import SAME

NO_FEE = [{"way": "post", "where": "Bưu điện", "time": "2 ngày", "fees": "unknown"}]


def made(**changes: Any) -> Procedure:
    return Procedure.model_validate(record(**changes))


def portal(**changes: Any) -> Parsed:
    return parse(line(**{**SAME, **changes}))


def test_a_complete_record_knows_every_fact() -> None:
    assert known(DRAGON) == set(FACTS)


@pytest.mark.parametrize(
    ("change", "lacks"),
    [
        ({"documents": "unknown"}, {"documents"}),
        ({"legal_basis": "unknown"}, {"legal_basis"}),
        ({"submissions": NO_FEE}, {"fee"}),
        ({"submissions": "unknown"}, {"time", "fee", "place"}),
        (
            {"submissions": NO_FEE, "online": {**record()["online"], "level": "unknown"}},
            {"fee", "online"},
        ),
        ({"online": {**record()["online"], "level": "unknown"}}, set()),
    ],
)
def test_what_is_unknown_on_every_way_is_not_known(change: dict[str, Any], lacks: set[str]) -> None:
    assert set(FACTS) - known(made(**change)) == lacks


@pytest.mark.parametrize(
    ("row", "lacks"),
    [
        ("Trực tiếp3 Ngày làm việc20,000 Việt Nam Đồng", set()),
        ("Trực tiếp3 Ngày làm việcKhông có thông tin", {"fee"}),
        ("Trực tiếp3 Ngày làm việcMiễn phí(Theo quy định của Luật phí và lệ phí)", {"fee"}),
        ("Trực tiếpKhông có thông tin20,000 Việt Nam Đồng", {"time"}),
    ],
)
def test_the_portal_states_what_its_cells_say_and_no_reference_to_rules(
    row: str, lacks: set[str]
) -> None:
    assert set(FACTS) - stated(portal(cach_thuc_thuc_hien=f"{WAYS}{row}")) == lacks


def test_missed_is_only_what_the_portal_states() -> None:
    nothing = portal(can_cu_phap_ly="Không có thông tin")
    ours = made(legal_basis="unknown", documents="unknown")
    assert missed(ours, nothing) == ["documents"]
    assert missed(ours, portal()) == ["documents", "legal_basis"]


def test_link_only_records_are_counted_apart() -> None:
    found = coverage([DRAGON, UNICORN, made(code="1.000003", documents="unknown")], {})
    assert (found.records, found.links, found.whole) == (2, 1, 1)
    assert (found.compared, found.missing) == (0, {})
    assert found.facts["documents"].known == 1


def test_a_catalogue_is_counted_fact_by_fact() -> None:
    other = made(code="1.000003", documents="unknown")
    found = coverage([DRAGON, other], {DRAGON.code: portal(), other.code: portal()})
    documents: Fact = "documents"
    counts = found.facts[documents]
    assert (counts.known, counts.stated, counts.known_of_stated) == (1, 2, 1)
    assert (found.compared, found.whole_of_compared) == (2, 1)
    assert found.missing == {"1.000003": ["documents"]}
