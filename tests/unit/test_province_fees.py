"""A province's own fees: shown where a record leaves them to the council, and nothing else."""

from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from actions.answering import decide
from actions.desk import Desk
from actions.finishing import finished
from actions.local import localised
from actions.message import Message
from bot.catalogue import answer
from bot.catalogue.catalogue import Catalogue, open_catalogue
from bot.catalogue.record import Procedure
from bot.channels.rendering import as_text
from bot.province import PROVINCES, Province, load_province, province_files
from bot.province.fees import charged
from bot.reply import Reply
from bot.settings import ROOT
from tests.provinces import SOURCE, loaded
from tests.records import invented, record

COUNCIL = "Mức thu do Hội đồng nhân dân cấp tỉnh quyết định"
WINGED = {"text": f"có cánh thì {COUNCIL}", "when": ["winged"]}
DECISION = {**SOURCE, "decision": "1/2026/NQ-HĐND"}
CHECKED = date(2026, 7, 31)


def dragon(*fees: dict[str, Any]) -> Procedure:
    ways = [{"way": way, "where": "Quầy", "time": "unknown", "fees": [*fees]}
            for way in ("in_person", "online")]  # fmt: skip
    return Procedure.model_validate(record(submissions=ways))


def charging(*amounts: dict[str, Any], code: str = "1.000001") -> Province:
    return loaded(fees=[{"source": DECISION, "amounts": {code: [*amounts]}}])


def said(procedure: Procedure, province: Province, *options: str, today: date = CHECKED) -> Reply:
    desk = Desk(Catalogue([procedure], {"ho_tich": "Hộ tịch"}), province, today=lambda: today)
    known = {s.id: o.id for s in procedure.situations for o in s.options if o.id in options}
    message = Message("lệ phí", "ask_fee", code=procedure.code, situations=known,
                      context=procedure.code)  # fmt: skip
    return finished(desk, decide(desk, message), message).reply


FEE = {"text": "8.000 đồng", "amount": 8000}


def test_the_figure_stands_beside_what_the_record_says_with_its_resolution_and_source() -> None:
    reply = said(dragon({"text": COUNCIL}), charging(FEE))
    text = as_text(reply)
    assert f"Lệ phí: {COUNCIL}" in text
    assert (
        "Lệ phí ở tỉnh Thái Nguyên: 8.000 đồng "
        "(theo Nghị quyết 1/2026/NQ-HĐND, kiểm tra ngày 31/07/2026)"
    ) in text
    assert [source.title for source in reply.sources][1:] == ["Thông báo thử (1/2026/NQ-HĐND)"]


def test_a_way_is_named_when_the_figure_holds_for_it_alone() -> None:
    text = as_text(said(dragon({"text": COUNCIL}), charging({**FEE, "way": "online"})))
    assert "Lệ phí ở tỉnh Thái Nguyên: Nộp trực tuyến: 8.000 đồng" in text


def test_a_fee_that_the_record_states_is_never_replaced() -> None:
    text = as_text(said(dragon({"text": "5.000 đồng", "amount": 5000}), charging(FEE)))
    assert "8.000" not in text


def test_a_fee_that_nobody_knows_is_not_the_council_s() -> None:
    assert "8.000" not in as_text(said(dragon({"text": "Theo quy định"}), charging(FEE)))


def test_without_a_figure_the_answer_stays_as_it_is() -> None:
    procedure = dragon({"text": COUNCIL})
    assert said(procedure, loaded()) == said(procedure, charging(FEE, code="1.000009"))


def test_a_figure_of_a_case_is_shown_in_that_case_or_while_it_is_open() -> None:
    procedure, province = dragon(WINGED), charging({**FEE, "when": ("winged",)})
    assert [c.fees[0].amount for c in charged(province, procedure)] == [8000]
    assert [*charged(province, procedure, ["winged"])]
    assert not [*charged(province, procedure, ["wingless"])]


def test_a_figure_that_was_not_checked_for_long_says_so() -> None:
    procedure, province = dragon({"text": COUNCIL}), charging(FEE)
    assert "có thể đã thay đổi" not in as_text(said(procedure, province))
    old = as_text(said(procedure, province, today=date(2027, 7, 31)))
    assert "Mức thu của tỉnh Thái Nguyên được kiểm tra lần cuối ngày 31/07/2026" in old


SHIPPED = open_catalogue(Path(ROOT / "procedures"))
FILES = [file.stem for file in province_files(PROVINCES)]


def cases(procedure: Procedure) -> Iterator[tuple[str, ...]]:
    yield ()
    yield from product(*([o.id for o in s.options] for s in procedure.situations))


@pytest.mark.parametrize("name", FILES)
def test_no_answer_states_a_fee_that_neither_the_record_nor_the_province_holds(name: str) -> None:
    province = load_province(name)
    desk = Desk(SHIPPED, province, today=lambda: CHECKED)
    held = province.model_dump_json() + " ".join(
        f"{table.source.checked:%d/%m/%Y}" for table in province.fees
    )
    for procedure in SHIPPED.all():
        for options in cases(procedure):
            asked = Message("/ask_fee", "ask_fee", code=procedure.code)
            plain = answer.reply(procedure, "fee", options)
            reply = localised(desk, plain, procedure, asked)
            strange = {word for word in invented(procedure, reply)
                       if word.rstrip(".,/") not in held}  # fmt: skip
            assert not strange, procedure.code


def test_ha_tinh_charges_what_its_council_decided() -> None:
    procedure = SHIPPED.get("1.004873")
    assert procedure
    (found,) = charged(load_province("ha-tinh"), procedure)
    assert (found.source.decision, found.fees[0].amount) == ("253/2020/NQ-HĐND", 10000)
