"""A correction becomes a proposal, follows its review, and is decided once, by who it is for."""

import pytest
from sqlalchemy import Engine

from bot.catalogue.catalogue import Catalogue
from bot.conversation.masking import mask
from bot.errors import ReviewRefused
from bot.records.audit import Deed, audited
from bot.records.reviews import proposal_list as told
from bot.records.reviews.draft import Draft
from bot.records.reviews.proposal_checks import has_personal_tag, twins
from bot.records.reviews.proposal_list import Decision, Proposed, SqlProposals
from bot.records.reviews.samples import SqlSamples
from bot.records.staff.accounts import Staff
from tests.integration.records_kit import Clock, in_threads
from tests.integration.review_kit import (
    DEED,
    OTHER_PROCEDURE,
    asked,
    hired,
    kept,
    reviewed,
    yesterday,
)
from tests.records import CATALOGUE, DRAGON, UNICORN

WRONG = Draft("wrong_fact", comment="Lệ phí là 20.000 đồng.")
WHY = Deed("minh", "câu rõ ràng")
SENTENCE = "nuôi rồng hết bao nhiêu"


@pytest.fixture
def lan(database: Engine) -> Staff:
    return hired(database, "lan")


@pytest.fixture
def analyst(database: Engine) -> Staff:
    return hired(database, "minh", "analyst")


def of(database: Engine, staff: Staff, status: str = "proposed") -> list[Proposed]:
    return list(SqlProposals(database, Clock()).of(staff, status))


def decide(database: Engine, staff: Staff, one: Proposed, answer: str = "accept") -> bool:
    decision = Decision(answer, one.seal)
    return SqlProposals(database, Clock()).decide(staff, one.id, decision, CATALOGUE, WHY)


def test_a_correction_proposes_the_sentence_with_what_it_asks(
    database: Engine, lan: Staff, analyst: Staff
) -> None:
    for said in (
        Draft("wrong_procedure", UNICORN.code),
        OTHER_PROCEDURE,
        Draft("wrong_aspect", aspect="time"),
    ):
        reviewed(database, lan, asked(database), said)
    found = [(p.text, p.procedure, p.aspect) for p in reversed(of(database, analyst))]
    assert found == [
        (SENTENCE, UNICORN.code, "fee"),
        (SENTENCE, UNICORN.code, "fee"),
        (SENTENCE, DRAGON.code, "time"),
    ]


def test_a_wrong_fact_goes_to_the_editor_with_the_version_that_is_wrong(
    database: Engine, lan: Staff, analyst: Staff
) -> None:
    editor = hired(database, "bien", "editor")
    reviewed(database, lan, asked(database), WRONG)
    (fact,) = of(database, editor)
    assert (fact.kind, fact.text, fact.procedure) == ("fact", WRONG.comment, DRAGON.code)
    assert fact.version == DRAGON.version
    assert fact.turn == 0  # an editor sees no conversations
    assert of(database, analyst) == []


@pytest.mark.parametrize("said", [Draft("right"), Draft("unmet")])
def test_other_verdicts_propose_nothing(database: Engine, lan: Staff, said: Draft) -> None:
    reviewed(database, lan, asked(database), said)
    assert kept(database, "proposals") == []


def test_a_button_is_no_sentence(database: Engine, lan: Staff) -> None:
    turn = asked(database, "/ask_fee", kind="button", label="Lệ phí thế nào?")
    reviewed(database, lan, turn)
    assert kept(database, "proposals") == []


def test_a_proposal_follows_its_review_until_it_no_longer_fits(
    database: Engine, lan: Staff, analyst: Staff
) -> None:
    turn = asked(database)
    reviewed(database, lan, turn)
    reviewed(database, lan, turn, Draft("wrong_procedure", UNICORN.code, "time"))
    (one,) = of(database, analyst)
    assert one.aspect == "time"
    reviewed(database, lan, turn, WRONG)
    assert [row.kind for row in kept(database, "proposals")] == ["fact"]
    reviewed(database, lan, turn, Draft("right"))
    assert kept(database, "proposals") == []


def test_what_is_decided_stays_as_it_was_decided(
    database: Engine, lan: Staff, analyst: Staff
) -> None:
    turn = asked(database)
    reviewed(database, lan, turn)
    decide(database, analyst, of(database, analyst)[0])
    reviewed(database, lan, turn, Draft("wrong_procedure", UNICORN.code, "time"))
    reviewed(database, lan, turn, Draft("right"))
    (one,) = of(database, analyst, "accepted")
    assert (one.aspect, one.decided_by, one.reason) == ("fee", "Minh", WHY.reason)


def test_a_decision_needs_a_reason_and_is_made_once(
    database: Engine, lan: Staff, analyst: Staff
) -> None:
    reviewed(database, lan, asked(database))
    (one,) = of(database, analyst)
    proposals = SqlProposals(database)
    for decision, deed, sentence in (
        (Decision("accept", one.seal), Deed("minh", " "), told.NO_REASON),
        (Decision("maybe", one.seal), WHY, told.NO_DECISION),
        (Decision("accept", "another"), WHY, told.CHANGED),
    ):
        with pytest.raises(ReviewRefused) as refused:
            proposals.decide(analyst, one.id, decision, CATALOGUE, deed)
        assert str(refused.value) == sentence
    assert decide(database, analyst, one, "reject")
    with pytest.raises(ReviewRefused) as again:
        decide(database, analyst, one)
    assert str(again.value) == told.DECIDED
    newest = audited(database)[0]
    assert (newest.action, newest.subject) == ("proposal rejected", f"proposal {one.id}")
    assert SENTENCE not in str(audited(database))


def test_of_two_who_decide_at_once_one_does(database: Engine, lan: Staff, analyst: Staff) -> None:
    reviewed(database, lan, asked(database))
    (one,) = of(database, analyst)

    def try_it() -> bool:
        try:
            return decide(database, analyst, one)
        except ReviewRefused:
            return False

    assert sorted(in_threads(3, try_it)) == [False, False, True]


def test_nobody_accepts_a_procedure_that_has_left_the_catalogue(
    database: Engine, lan: Staff, analyst: Staff
) -> None:
    reviewed(database, lan, asked(database))
    (one,) = of(database, analyst)
    less, proposals = Catalogue([DRAGON]), SqlProposals(database)
    with pytest.raises(ReviewRefused) as refused:
        proposals.decide(analyst, one.id, Decision("accept", one.seal), less, WHY)
    assert str(refused.value) == told.LEFT
    assert proposals.decide(analyst, one.id, Decision("reject", one.seal), less, WHY)


def test_sentences_of_conversations_that_one_may_not_see_do_not_exist(
    database: Engine, lan: Staff
) -> None:
    far = hired(database, "far", "analyst", department="Phòng khác")
    reviewed(database, lan, asked(database))
    assert of(database, far) == []
    one = of(database, hired(database, "near", "analyst"))[0]
    assert not decide(database, far, one)
    assert SqlProposals(database).taken_away(far, DEED) == []


def test_only_accepted_sentences_are_taken_away_and_that_is_noted(
    database: Engine, lan: Staff, analyst: Staff
) -> None:
    for _ in range(3):
        reviewed(database, lan, asked(database))
    first, second, _third = reversed(of(database, analyst))
    decide(database, analyst, first)
    decide(database, analyst, second, "reject")
    taken = SqlProposals(database).taken_away(analyst, DEED)
    assert taken == [{"text": SENTENCE, "procedure": UNICORN.code, "aspect": "fee"}]
    assert (audited(database)[0].action, audited(database)[0].detail) == (
        "sentences exported",
        {"count": 1},
    )


def test_a_proposal_does_not_tell_what_colleagues_think_of_ones_own_sample(
    database: Engine, lan: Staff, analyst: Staff
) -> None:
    clock = Clock()
    with yesterday(clock):
        turn = asked(database, clock=clock)
    SqlSamples(database, clock).today(analyst, DEED)
    reviewed(database, lan, turn)
    assert of(database, analyst) == []
    reviewed(database, analyst, turn, Draft("right"))
    assert len(of(database, analyst)) == 1


def test_what_was_proposed_before_is_told_however_it_was_typed(
    database: Engine, lan: Staff, analyst: Staff
) -> None:
    for text in (SENTENCE, "làm thẻ kỳ lân", "Nuoi rong  het bao nhieu"):
        reviewed(database, lan, asked(database, text), Draft("wrong_aspect", aspect="time"))
    first, other, again = SqlProposals(database).sentences(analyst)
    assert {number: twin.id for number, twin in twins((first, other, again)).items()} == {
        again.id: first.id
    }


@pytest.mark.parametrize(
    "text",
    [
        "stk 0123456789012 của em",
        "bảo hiểm HS4010123456789",
        "hộ chiếu C1234567",
        "xe 20A-123.45",
        "mst 0123456789-001",
        "gọi em 0912345678",
        "căn cước 019200000001",
        "cmnd 090123456",
        "số 1234567890",
        "mã 12345678901234",
        "thư a.b@example.com",
    ],
)
def test_every_tag_of_the_mask_is_seen(text: str) -> None:
    assert has_personal_tag(mask(text)), mask(text)


def test_other_brackets_are_no_tag() -> None:
    assert not has_personal_tag("nộp [bản sao] hồ sơ 1.001193 ngày 31/07/2026")
