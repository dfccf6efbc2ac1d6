"""Answers made from a record."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import answer
from bot.catalogue.catalogue import open_catalogue
from bot.catalogue.record import Procedure
from bot.channels.rendering import as_text
from bot.reply import Aspect, LinkBlock, ListBlock, Reply, WarningBlock
from bot.settings import ROOT
from tests.records import DRAGON, LINK, UNICORN, invented, record

ASPECTS = get_args(Aspect)
OPTIONS = ["winged", "wingless", "fiery", "cold"]


def lines(reply: Reply) -> list[str]:
    return [i for b in reply.blocks if isinstance(b, ListBlock) for i in b.items]


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("procedure", [DRAGON, UNICORN])
def test_every_aspect_is_answered_with_source_version_and_official_link(
    procedure: Procedure, aspect: Aspect
) -> None:
    reply = answer.reply(procedure, aspect)
    assert reply.outcome in ("answered", "partial")
    assert reply.aspect == aspect
    assert reply.procedure
    assert reply.procedure.version == procedure.version
    assert reply.sources
    assert any(isinstance(b, LinkBlock) and b.url == LINK for b in reply.blocks)


def test_what_is_not_known_is_said_and_makes_the_answer_partial() -> None:
    for aspect in ("documents", "fee", "time", "place", "conditions"):
        reply = answer.reply(UNICORN, aspect)
        assert reply.outcome == "partial", aspect
        assert "chưa có thông tin" in as_text(reply)
        assert any(isinstance(b, WarningBlock) for b in reply.blocks)


def test_ways_of_submitting_with_different_times_are_told_apart() -> None:
    assert lines(answer.reply(DRAGON, "time")) == [
        "Nộp trực tiếp: 3 ngày làm việc",
        "Nộp trực tuyến: 2 ngày làm việc",
    ]


def test_ways_that_agree_share_a_line() -> None:
    times = {"in_person": "1 ngày", "online": "2 ngày", "post": "1 ngày"}
    ways = [{"way": w, "where": "x", "time": t, "fees": "unknown"} for w, t in times.items()]
    procedure = Procedure.model_validate(record(submissions=ways))
    assert lines(answer.reply(procedure, "time")) == [
        "Nộp trực tiếp hoặc gửi qua bưu điện: 1 ngày",
        "Nộp trực tuyến: 2 ngày",
    ]


def test_documents_follow_the_citizens_situation() -> None:
    all_cases = " ".join(lines(answer.reply(DRAGON, "documents")))
    assert "Giấy phép bay (1 bản chính, 2 bản sao) [khi: Có cánh]" in all_cases
    winged = " ".join(lines(answer.reply(DRAGON, "documents", ["winged"])))
    assert "Giấy phép bay (1 bản chính, 2 bản sao)" in winged
    assert "[khi" not in winged
    assert "Giấy phép bay" not in " ".join(lines(answer.reply(DRAGON, "documents", ["wingless"])))


def test_papers_to_show_are_kept_apart_from_papers_to_hand_in() -> None:
    titles = [b.title for b in answer.reply(DRAGON, "documents").blocks if isinstance(b, ListBlock)]
    assert titles == ["Giấy tờ phải nộp", "Giấy tờ mang theo để xuất trình"]


def test_the_fee_follows_the_citizens_situation() -> None:
    assert "Nộp trực tiếp: 20.000 đồng" in lines(answer.reply(DRAGON, "fee", ["winged"]))
    assert "Nộp trực tiếp: Miễn phí" in lines(answer.reply(DRAGON, "fee", ["wingless"]))


def test_the_overview_offers_three_next_questions_and_the_personal_one() -> None:
    buttons = answer.reply(DRAGON, "overview").buttons
    assert [b.payload for b in buttons] == [
        '/ask_documents{"code":"1.000001"}',
        '/ask_fee{"code":"1.000001"}',
        '/ask_online{"code":"1.000001"}',
        '/fit_my_case{"code":"1.000001"}',
    ]


def test_a_checklist_holds_papers_fee_place_and_deadline() -> None:
    reply = answer.checklist(DRAGON, ["winged"])
    text = as_text(reply)
    for fact in ("Giấy phép bay", "20.000 đồng", "Trung tâm Phục vụ", "Trong 30 ngày"):
        assert fact in text
    assert reply.situations == {"wings": "winged"}


def test_a_note_that_belongs_to_a_chosen_option_is_shown() -> None:
    reply = answer.reply(DRAGON, "documents", ["wingless"])
    assert WarningBlock(text="Rồng đi bộ thôi.") in reply.blocks


@given(st.sampled_from(ASPECTS), st.sets(st.sampled_from(OPTIONS)))
def test_no_fact_is_stated_that_is_not_in_the_record(aspect: Aspect, options: set[str]) -> None:
    """Every number in an answer stands in the record it cites."""
    assert invented(DRAGON, answer.reply(DRAGON, aspect, options)) == set()


def test_no_answer_from_the_shipped_catalogue_states_a_number_or_link_of_its_own() -> None:
    for procedure in open_catalogue(ROOT / "procedures").all():
        options = [o.id for s in procedure.situations for o in s.options]
        for chosen in ([], *([option] for option in options)):
            for aspect in ASPECTS:
                reply = answer.reply(procedure, aspect, chosen)
                assert invented(procedure, reply) == set(), (procedure.code, aspect)
            assert invented(procedure, answer.checklist(procedure, chosen)) == set()
