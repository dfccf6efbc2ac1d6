"""Answers from imported records: short enough to read, named as published, nothing invented."""

import re
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import answer
from bot.catalogue.record import Procedure
from bot.catalogue.short import LONGEST_TEXT, MOST_ITEMS, short
from bot.catalogue.wording import AS_PUBLISHED, CUT_LIST, CUT_TEXT
from bot.reply import Aspect, FactBlock, ListBlock, Reply, TextBlock
from tests.national import LAWS, PAPERS, WAYS, imported
from tests.records import DRAGON, PROVINCE, invented, record

ASPECTS: tuple[Aspect, ...] = get_args(Aspect)
LONG = "Rồng từ 3 tuổi nộp 1.250.000 đồng trong 15 ngày làm việc; " * 12
PAPER = f"Đơn {'nuôi rồng ' * 40}1 bản chính,2 bản sao"
SAMPLE: dict[str, dict[str, Any]] = {
    "usual": {},
    "nothing known": dict.fromkeys(
        ("cach_thuc_thuc_hien", "thanh_phan_ho_so", "can_cu_phap_ly", "ket_qua_xu_ly"), ""
    ),
    "long fee": {"cach_thuc_thuc_hien": f"{WAYS}Trực tiếp5 NgàyMiễn phí({LONG})"},
    "many rows": {
        "cach_thuc_thuc_hien": WAYS
        + "".join(f"Trực tiếp{n} Ngày{n}0,000 VNĐ(rồng {n} tuổi)" for n in range(1, 30))
    },
    "long papers": {"thanh_phan_ho_so": f"Trường hợp {LONG}:{PAPERS}{PAPER}"},
    "many papers": {
        "thanh_phan_ho_so": f"--{PAPERS}"
        + "".join(f"Giấy rồng {'abcdefghijklmnopqrst'[n]}1 bản chính" for n in range(20))
    },
    "long steps": {"trinh_tu_thuc_hien": "\n".join(f"Bước {n}: {LONG}" for n in range(1, 20))},
    "long conditions": {"yeu_cau_dieu_kien": "\n".join([LONG] * 3)},
    "long authority": {"co_quan_thuc_hien": "Sở Rồng và " * 60},
    "many laws": {
        "can_cu_phap_ly": LAWS + "".join(f"Luật Rồng{n}/2014/QH13" for n in range(1, 30))
    },
    "a figure without end": {"yeu_cau_dieu_kien": f"Số {'1234567890' * 60}"},
    "long name": {"ten_thu_tuc": f"Cấp giấy {'rồng 12 tuổi ' * 60}(cấp xã)"},
}


def items(reply: Reply) -> list[str]:
    return [item for block in reply.blocks if isinstance(block, ListBlock) for item in block.items]


def said(reply: Reply) -> list[str]:
    facts = [block.text for block in reply.blocks if isinstance(block, FactBlock)]
    return [*facts, *texts(reply), *items(reply)]


def texts(reply: Reply) -> list[str]:
    return [block.text for block in reply.blocks if isinstance(block, TextBlock)]


@pytest.mark.parametrize("changes", SAMPLE.values(), ids=SAMPLE)
def test_no_number_and_no_link_is_stated_that_is_not_in_the_record(changes: dict[str, Any]) -> None:
    procedure = imported(**changes)
    for aspect in ASPECTS:
        assert invented(procedure, answer.reply(procedure, aspect)) == set(), aspect
    assert invented(procedure, answer.checklist(procedure, [])) == set()


@pytest.mark.parametrize("changes", SAMPLE.values(), ids=SAMPLE)
def test_every_figure_is_told_whole(changes: dict[str, Any]) -> None:
    """A figure cut short, such as 1.250 of 1.250.000, would still be found in the record's text."""
    procedure = imported(**changes)
    whole = figures(procedure.model_dump_json())
    for aspect in ASPECTS:
        for text in said(answer.reply(procedure, aspect)):
            assert figures(text) <= whole, (aspect, text)


@pytest.mark.parametrize("aspect", ASPECTS)
def test_an_answer_says_that_it_is_as_published_and_shows_the_official_page(aspect: Aspect) -> None:
    reply = answer.reply(imported(), aspect)
    assert AS_PUBLISHED in texts(reply)
    assert reply.blocks[-1].kind == "link"
    assert AS_PUBLISHED not in texts(answer.reply(DRAGON, aspect))


def test_long_texts_end_early_and_say_so() -> None:
    (only,) = items(answer.reply(imported(**SAMPLE["long conditions"]), "conditions"))[:1]
    assert only.endswith(CUT_TEXT)
    assert len(only) <= LONGEST_TEXT + len(CUT_TEXT)


def test_a_paper_with_a_long_name_keeps_its_counts() -> None:
    (paper,) = items(answer.reply(imported(**SAMPLE["long papers"]), "documents"))
    assert "(1 bản chính, 2 bản sao)" in paper


@pytest.mark.parametrize(
    ("changes", "aspect"),
    [("many papers", "documents"), ("long steps", "steps"), ("many laws", "legal_basis")],
)
def test_long_lists_end_early_and_say_so(changes: str, aspect: Aspect) -> None:
    reply = answer.reply(imported(**SAMPLE[changes]), aspect)
    assert len(items(reply)) == MOST_ITEMS
    assert CUT_LIST in texts(reply)


def test_what_people_wrote_is_never_shortened() -> None:
    papers = [{"name": f"{n}. {'giấy ' * 80}"} for n in range(20)]
    reply = answer.reply(Procedure.model_validate(record(documents=papers)), "documents")
    assert [item + " " for item in items(reply)] == [paper["name"] for paper in papers]


@given(st.text(alphabet="aă1.,/ ", max_size=900))
def test_a_shortened_text_is_a_beginning_with_whole_words_and_figures(text: str) -> None:
    said = short(text)
    if said != text:
        begun = said.removesuffix(CUT_TEXT)
        assert len(text) > LONGEST_TEXT >= len(begun)
        assert text.startswith(begun)
        assert figures(begun) <= figures(text)


def test_a_need_about_an_imported_procedure_goes_to_the_fallback_department() -> None:
    assert PROVINCE.department_of(imported().field) == "mot_cua"


def figures(text: str) -> set[str]:
    return {figure.rstrip(".,/") for figure in re.findall(r"\d[\d.,/]*", text)}
