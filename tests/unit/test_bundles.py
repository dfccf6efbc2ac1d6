"""Lists of procedures by life event: how they are checked, offered and told."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.answering import decide
from actions.desk import Desk
from actions.finishing import finished
from actions.message import Message
from bot.catalogue.bundles import Bundle, check_bundles, load_bundles
from bot.catalogue.catalogue import Catalogue, open_catalogue
from bot.catalogue.freshness import Rules
from bot.catalogue.record import Procedure
from bot.channels.rendering import as_text
from bot.conversation.answer import PAYLOAD
from bot.reply import ListBlock, Reply
from bot.settings import ROOT
from tests.records import DRAGON, PROVINCE, UNICORN, invented, record

WORDS = [chr(letter) * 3 for letter in range(ord("a"), ord("p"))]
PARTS: dict[str, Any] = {
    "title": "Rồng nở",
    "phrases": [f"rồng nở rồi phải làm những thủ tục gì {word}" for word in WORDS],
    "steps": [{"code": UNICORN.code, "note": "nếu có kỳ lân"}, {"code": DRAGON.code}],
    "main": DRAGON.code,
}
HATCHED = Bundle.model_validate({"id": "rong_no", **PARTS})
BUTTON = '/choose{"code":"bundle:rong_no"}'
PRESSED = Message(BUTTON, "choose", code="bundle:rong_no")
LATER = date(2027, 3, 1)


def desk(*procedures: Procedure, today: date = date(2026, 8, 1)) -> Desk:
    catalogue = Catalogue(procedures or (DRAGON, UNICORN), bundles=[HATCHED], rules=Rules())
    return Desk(catalogue, PROVINCE, today=lambda: today)


def said(at: Desk, message: Message) -> Reply:
    return finished(at, decide(at, message), message).reply


def problems(folder: Path, **changes: Any) -> list[str]:
    content = {"rong_no": {**PARTS, **changes}}
    (folder / "bundles.yml").write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    found = check_bundles(load_bundles(folder), [DRAGON.code, UNICORN.code])
    return [f"{p.file.name}:{p.line}: {p.field}: {p.message}" for p in found]


def test_a_good_list_has_no_problem_and_none_is_none(tmp_path: Path) -> None:
    assert check_bundles(load_bundles(tmp_path), []) == []
    assert problems(tmp_path) == []


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"phrases": ["quá ít"]}, "rong_no.phrases", "at least 15"),
        ({"phrases": [*PARTS["phrases"][:-1], "RỒNG NỞ RỒI PHẢI LÀM NHỮNG THỦ TỤC GÌ AAA"]},
         "rong_no.phrases.14", "already"),
        ({"steps": [{"code": DRAGON.code}]}, "rong_no.steps", "at least 2"),
        ({"steps": [{"code": DRAGON.code}, {"code": "9.999999"}]},
         "rong_no.steps.1.code", "no record"),
        ({"steps": [{"code": DRAGON.code}, {"code": DRAGON.code}]},
         "rong_no.steps.1.code", "already"),
        ({"steps": [{"code": DRAGON.code, "note": "trong 60 ngày"}, {"code": UNICORN.code}]},
         "rong_no.steps.0.note", "pattern"),
        ({"main": "9.999999"}, "rong_no.main", "none of the steps"),
        ({"deadline": "60 ngày"}, "rong_no.deadline", "not permitted"),
    ],
)  # fmt: skip
def test_each_mistake_is_named_with_its_line_and_field(
    tmp_path: Path, changes: dict[str, Any], field: str, words: str
) -> None:
    found, *_ = problems(tmp_path, **changes)
    file, line, rest = found.split(":", 2)
    written = (tmp_path / file).read_text("utf-8").splitlines()[int(line) - 1]
    assert rest.startswith(f" {field}: ")
    assert words in rest
    assert written.strip()


def test_a_broken_file_takes_no_record_down(tmp_path: Path) -> None:
    (tmp_path / "bundles.yml").write_text("[", "utf-8")
    assert len(load_bundles(tmp_path).problems) == 1
    (tmp_path / "bundles.yml").write_text("- 1", "utf-8")
    assert len(load_bundles(tmp_path).problems) == 1


def test_the_reply_lists_the_steps_in_order_with_deadlines_of_the_records() -> None:
    reply = said(desk(), PRESSED)
    listed = reply.blocks[0]
    assert isinstance(listed, ListBlock)
    assert listed.ordered
    assert listed.items == (
        "Cấp thẻ kỳ lân (nếu có kỳ lân)",
        "Đăng ký nuôi rồng. Hạn: Trong 30 ngày từ khi nở",
    )
    assert reply.outcome == "answered"
    assert reply.procedure
    assert reply.procedure.code == DRAGON.code
    assert [c.code for c in reply.candidates] == [UNICORN.code]
    assert [b.payload for b in reply.buttons] == [
        '/choose{"code":"1.000002"}',
        '/choose{"code":"1.000001"}',
    ]
    assert {s.title for s in reply.sources} == {"Nguồn thử"}


def test_after_a_list_any_of_its_steps_can_be_chosen() -> None:
    at = desk()
    slots = decide(at, PRESSED).slots
    codes = tuple(c["code"] for c in slots["candidates"])
    follow_up = Message("cái thứ nhất", "choose", context=slots["procedure_code"], candidates=codes)
    reply = said(at, follow_up)
    assert reply.procedure
    assert reply.procedure.code == UNICORN.code


def test_who_asks_for_everything_gets_the_list_at_once() -> None:
    reply = said(desk(), Message("rồng nở rồi phải làm những thủ tục gì", "ask_steps"))
    assert isinstance(reply.blocks[0], ListBlock)


def test_the_list_is_offered_under_answers_of_its_main_step_only() -> None:
    at = desk()
    for code, aspect, offered in (
        (DRAGON.code, "overview", True),
        (DRAGON.code, "documents", True),
        (DRAGON.code, "fee", False),
        (UNICORN.code, "overview", False),
    ):
        reply = said(at, Message("/", f"ask_{aspect}", code=code))
        assert (BUTTON in [b.payload for b in reply.buttons]) is offered, (code, aspect)
        if offered:
            assert reply.buttons[-1].title == "Rồng nở: tất cả việc cần làm"
    assert PAYLOAD.fullmatch(BUTTON)


def test_an_unknown_list_is_no_fault() -> None:
    reply = said(desk(), Message("/choose", "choose", code="bundle:none"))
    assert reply.outcome in ("clarify", "unmet")


def test_steps_without_a_record_or_that_hold_no_more_are_left_out() -> None:
    over = Procedure.model_validate(record(valid_to="2026-07-20"))
    for at in (desk(UNICORN), desk(over, UNICORN)):
        reply = said(at, PRESSED)
        assert reply.procedure
        assert reply.procedure.code == UNICORN.code
        assert [b.title for b in reply.buttons] == [UNICORN.name]


def test_old_steps_say_when_they_were_checked_once() -> None:
    text = as_text(said(desk(today=LATER), PRESSED))
    assert text.count("được kiểm tra lần cuối ngày 31/07/2026") == 1


def test_an_answer_that_holds_no_more_offers_nothing() -> None:
    over = Procedure.model_validate(record(valid_to="2026-07-20"))
    reply = said(desk(over, UNICORN), Message("/", "ask_overview", code=over.code))
    assert reply.buttons == ()
    assert "nay không áp dụng nữa" in as_text(reply)


def test_the_desk_says_how_old_an_answer_is() -> None:
    message = Message("/", "ask_fee", code=DRAGON.code)
    assert "kiểm tra lần cuối" not in as_text(said(desk(), message))
    assert "kiểm tra lần cuối" in as_text(said(desk(today=LATER), message))


def test_every_shipped_list_can_be_told_and_holds_nothing_that_its_records_do_not() -> None:
    catalogue = open_catalogue(ROOT / "procedures")
    at = replace(desk(), catalogue=catalogue)
    bundles = load_bundles(ROOT / "procedures").bundles
    assert len(bundles) >= 9
    for bundle in bundles:
        reply = said(at, Message("/", "choose", code=bundle.button_code))
        known = [p for p in map(catalogue.get, bundle.codes) if p]
        assert tuple(p.code for p in known) == bundle.codes
        assert len(reply.buttons) == len(bundle.codes)
        strange = set.intersection(*(invented(p, reply) for p in known))
        assert not {w for w in strange if not w.startswith("31/07/2026")}, bundle.id
