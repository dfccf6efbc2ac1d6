"""When a record is stale, and what citizens are told of it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.catalogue import answer
from bot.catalogue.dated import dated, doubtful
from bot.catalogue.freshness import Replaced, Rules, is_over, load_rules, reasons
from bot.catalogue.load import load
from bot.catalogue.record import Procedure
from bot.channels.rendering import as_text
from bot.reply import LinkBlock, WarningBlock
from bot.settings import ROOT
from tests.records import DRAGON, LINK, record

TODAY = date(2026, 8, 1)
RULES = Rules(
    hosts={"dichvucong.gov.vn": "Cổng"},
    replaced={
        "1/2026/NĐ-CP": Replaced(by="2/2026/NĐ-CP", since=date(2026, 8, 15), source="Điều 9")
    },
)
FORM = {"name": "Tờ khai", "form": "R01", "form_url": "https://example.com/r01.doc"}


def made(**changes: Any) -> Procedure:
    return Procedure.model_validate(record(**changes))


@pytest.mark.parametrize(
    ("procedure", "today", "kinds"),
    [
        (DRAGON, TODAY, []),
        (DRAGON, date(2027, 1, 27), ["law"]),
        (DRAGON, date(2027, 1, 28), ["old", "law"]),
        (DRAGON, date(2026, 8, 14), []),
        (DRAGON, date(2026, 8, 15), ["law"]),
        (made(legal_basis="unknown"), date(2026, 8, 15), []),
        (made(valid_from="2026-08-02"), TODAY, ["early"]),
        (made(valid_to="2026-08-01"), TODAY, []),
        (made(valid_to="2026-07-31"), TODAY, ["over"]),
        (made(documents=[FORM]), TODAY, ["host"]),
        (made(online={"level": "full", "url": f"{LINK[:25]}.example.com/"}), TODAY, ["host"]),
    ],
)  # fmt: skip
def test_each_reason_is_found_on_its_day(
    procedure: Procedure, today: date, kinds: list[str]
) -> None:
    assert [reason.kind for reason in reasons(procedure, today, RULES)] == kinds


def test_the_days_can_be_chosen() -> None:
    found = reasons(DRAGON, TODAY, RULES, days=0)
    assert [reason.text for reason in found] == ["chưa kiểm tra lại 1 ngày, từ 31/07/2026"]


def test_a_record_that_names_the_new_law_too_is_up_to_date() -> None:
    both = [{"number": n, "title": "Nghị định"} for n in ("1/2026/NĐ-CP", "2/2026/NĐ-CP")]
    assert reasons(made(legal_basis=both), date(2026, 9, 1), RULES) == ()


def test_without_a_list_of_hosts_none_is_foreign() -> None:
    assert reasons(made(documents=[FORM]), TODAY, Rules()) == ()


def test_a_fresh_record_is_answered_without_a_word_of_it() -> None:
    reply = answer.reply(DRAGON, "fee")
    assert dated(reply, DRAGON, TODAY, RULES) == reply


def test_an_old_record_says_when_it_was_checked_before_the_official_link() -> None:
    reply = dated(answer.reply(DRAGON, "fee"), DRAGON, date(2027, 3, 1), Rules())
    *_, warning, link = reply.blocks
    assert isinstance(link, LinkBlock)
    assert warning == WarningBlock(
        text="Thông tin này được kiểm tra lần cuối ngày 31/07/2026, có thể đã thay đổi; "
        "anh/chị xem lại trang chính thức giúp em ạ."
    )


def test_the_warning_stands_before_the_official_link_of_a_checklist_too() -> None:
    reply = dated(answer.checklist(DRAGON, ["winged"]), DRAGON, date(2027, 3, 1), Rules())
    kinds = [block.kind for block in reply.blocks]
    assert kinds[-3:] == ["warning", "link", "link"]


def test_a_replaced_law_is_named_by_the_number_that_the_record_holds() -> None:
    said = as_text(dated(answer.reply(DRAGON, "fee"), DRAGON, date(2026, 9, 1), RULES))
    assert "Văn bản 1/2026/NĐ-CP" in said
    assert "2/2026" not in said
    assert "kiểm tra lần cuối ngày 31/07/2026" in said


def test_what_does_not_hold_yet_is_said() -> None:
    early = made(valid_from="2026-12-01")
    assert "có hiệu lực từ ngày 01/12/2026, hiện chưa áp dụng" in as_text(
        dated(answer.reply(early, "fee"), early, TODAY, RULES)
    )


def test_of_what_holds_no_more_nothing_else_is_told() -> None:
    over = made(valid_to="2026-07-20")
    reply = dated(answer.reply(over, "fee"), over, TODAY, RULES)
    said = as_text(reply)
    assert reply.outcome == "partial"
    assert "chỉ có hiệu lực đến hết ngày 20/07/2026" in said
    assert "20.000 đồng" not in said
    assert LINK in said
    assert reply.buttons == ()
    assert is_over(over, TODAY)


def test_several_records_share_a_sentence_a_day_of_checking() -> None:
    twin = made(code="1.000003", name="Sổ rồng con")
    (said,) = doubtful([DRAGON, twin], date(2027, 3, 1), Rules())
    assert "về “Đăng ký nuôi rồng”, “Sổ rồng con” được kiểm tra lần cuối ngày 31/07/2026" in said


def test_a_missing_list_is_empty_and_a_broken_one_is_told_with_its_line(tmp_path: Path) -> None:
    assert load_rules(tmp_path) == Rules()
    (tmp_path / "replaced_laws.yml").write_text("1/2026/NĐ-CP:\n  by: x\n  since: soon\n", "utf-8")
    (tmp_path / "hosts.yml").write_text("[", "utf-8")
    hosts, *laws = map(str, load_rules(tmp_path).problems)
    assert "hosts.yml:" in hosts
    assert any("replaced_laws.yml:3: 1/2026/NĐ-CP.since" in problem for problem in laws)


def test_the_shipped_lists_can_be_read_and_allow_every_link_of_the_records() -> None:
    folder = ROOT / "procedures"
    rules = load_rules(folder)
    assert rules.problems == ()
    assert rules.replaced["58/2014/QH13"].by == "41/2024/QH15"
    official = (".gov.vn", ".chinhphu.vn", "vbpl.vn")
    assert all(host.endswith(official) for host in rules.hosts)
    foreign = [
        (entry.procedure.code, reason.text)
        for entry in load(folder).entries
        for reason in reasons(entry.procedure, TODAY, rules)
        if reason.kind == "host"
    ]
    assert not foreign
