"""One verdict a person and turn, that fits the turn, and that colleagues do not read too early."""

import pytest
from sqlalchemy import Engine

from bot.catalogue.catalogue import Catalogue
from bot.errors import ReviewRefused
from bot.records.audit import audited
from bot.records.reviews import draft as draft
from bot.records.reviews.draft import VERDICTS, Draft
from bot.records.reviews.labels import TAKEN, SqlReviewLabels
from bot.records.reviews.verdicts import SqlReviews
from bot.records.talks.words import facet
from tests.integration.records_kit import in_threads
from tests.integration.review_kit import DEED, OTHER_PROCEDURE, asked, hired, kept, reviewed
from tests.integration.test_records_words import found
from tests.records import DRAGON, UNICORN

FITTING = {
    "right": Draft("right"),
    "wrong_procedure": OTHER_PROCEDURE,
    "wrong_aspect": Draft("wrong_aspect", aspect="time"),
    "unmet": Draft("unmet"),
    "wrong_fact": Draft("wrong_fact", comment="Lệ phí là 20.000 đồng."),
}
UNFIT: list[tuple[Draft, str]] = [
    (Draft(""), draft.NO_VERDICT),
    (Draft("splendid"), draft.NO_VERDICT),
    (Draft("wrong_procedure"), draft.NO_PROCEDURE),
    (Draft("wrong_procedure", "9.999999"), draft.UNKNOWN_PROCEDURE),
    (Draft("wrong_procedure", DRAGON.code), draft.SAME_PROCEDURE),
    (Draft("wrong_procedure", UNICORN.code, "colour"), draft.UNKNOWN_ASPECT),
    (Draft("wrong_aspect"), draft.NO_ASPECT),
    (Draft("wrong_aspect", aspect="fee"), draft.SAME_ASPECT),
    (Draft("wrong_aspect", UNICORN.code, "time"), draft.ONLY_ASPECT),
    (Draft("right", UNICORN.code), draft.NOT_CORRECTED),
    (Draft("unmet", aspect="time"), draft.NOT_CORRECTED),
    (Draft("wrong_fact", comment="  "), draft.NO_COMMENT),
    (Draft("right", labels=("unheard of",)), draft.RETIRED_LABEL),
]


def test_there_is_a_fitting_review_for_every_verdict(database: Engine) -> None:
    staff = hired(database, "lan")
    assert set(FITTING) == set(VERDICTS)
    for said in FITTING.values():
        turn = asked(database)
        assert reviewed(database, staff, turn, said)
        sheet = SqlReviews(database).sheet(staff, turn)
        assert sheet
        assert sheet.mine
        assert sheet.mine.draft == said


@pytest.mark.parametrize(("said", "sentence"), UNFIT)
def test_what_does_not_fit_the_turn_is_refused_in_a_sentence(
    sqlite_tables: Engine, said: Draft, sentence: str
) -> None:
    staff, turn = hired(sqlite_tables, "lan"), asked(sqlite_tables)
    with pytest.raises(ReviewRefused) as refused:
        reviewed(sqlite_tables, staff, turn, said)
    assert str(refused.value) == sentence
    assert kept(sqlite_tables, "reviews") == []


def test_what_was_not_answered_can_be_neither_wrong_nor_should_it_not_have_been(
    database: Engine,
) -> None:
    staff, turn = hired(database, "lan"), asked(database, outcome="unmet")
    for said in (Draft("unmet"), Draft("wrong_fact", comment="sai")):
        with pytest.raises(ReviewRefused):
            reviewed(database, staff, turn, said)
    assert reviewed(database, staff, turn, Draft("wrong_procedure", DRAGON.code, "fee"))


def test_the_same_review_posted_twice_is_one_and_noted_once(database: Engine) -> None:
    staff, turn = hired(database, "lan"), asked(database)
    for _ in range(2):
        assert reviewed(database, staff, turn)
    assert len(kept(database, "reviews")) == 1
    assert len(kept(database, "proposals")) == 1
    assert [done.action for done in audited(database)].count("turn reviewed") == 1


def test_the_same_review_posted_at_once_is_one(database: Engine) -> None:
    staff, turn = hired(database, "lan"), asked(database)
    assert all(in_threads(4, lambda: reviewed(database, staff, turn)))
    assert len(kept(database, "reviews")) == len(kept(database, "proposals")) == 1


def test_two_reviewers_at_once_have_each_their_own(database: Engine) -> None:
    people = [hired(database, "lan"), hired(database, "minh")]
    turn, left = asked(database), list(people)
    assert all(in_threads(2, lambda: reviewed(database, left.pop(), turn)))
    assert {row.staff_id for row in kept(database, "reviews")} == {one.id for one in people}


def test_a_reviewer_may_change_their_mind_and_the_audit_has_both(database: Engine) -> None:
    staff, turn = hired(database, "lan"), asked(database)
    reviewed(database, staff, turn)
    reviewed(database, staff, turn, Draft("right", comment="em nhầm 0912345678"))
    (row,) = kept(database, "reviews")
    assert (row.verdict, row.procedure_code, row.aspect) == ("right", "", "")
    assert row.comment == "em nhầm [số điện thoại]"
    newest = audited(database)[0]
    assert (newest.subject, newest.detail) == (
        f"turn {turn}",
        {"verdict": "right", "before": "wrong_procedure"},
    )


def test_nobody_reads_what_colleagues_think_before_saying_what_they_think(
    database: Engine,
) -> None:
    lan, minh, turn = hired(database, "lan"), hired(database, "minh"), asked(database)
    reviewed(database, lan, turn)
    before = SqlReviews(database).sheet(minh, turn)
    assert before
    assert (before.mine, before.others) == (None, ())
    reviewed(database, minh, turn, Draft("right"))
    after = SqlReviews(database).sheet(minh, turn)
    assert after
    assert [(given.by, given.draft) for given in after.others] == [("Lan", OTHER_PROCEDURE)]


def test_a_reviewed_turn_leaves_the_queue_and_is_found_as_reviewed(database: Engine) -> None:
    staff = hired(database, "lan")
    turn, _answered = asked(database, outcome="unmet"), asked(database)
    reviews = SqlReviews(database)
    assert [one.id for one in reviews.wanted(staff, 50, DEED)] == [turn]
    reviewed(database, staff, turn, Draft("right"))
    assert reviews.wanted_numbers(staff, 50) == []
    assert found(database, facet("review", "done")) == [turn]


def test_what_one_may_not_see_one_can_neither_read_nor_review(database: Engine) -> None:
    staff = hired(database, "lan", department="Phòng tư pháp")
    turn = asked(database, outcome="unmet")
    reviews = SqlReviews(database)
    assert reviews.sheet(staff, turn) is None
    assert reviews.wanted_numbers(staff, 50) == []
    assert not reviewed(database, staff, turn, Draft("right"))
    assert kept(database, "reviews") == []


def test_where_the_bot_was_quiet_there_is_nothing_to_review(database: Engine) -> None:
    staff, turn = hired(database, "lan"), asked(database, is_quiet=True)
    assert SqlReviews(database).sheet(staff, turn) is None
    assert not reviewed(database, staff, turn, Draft("right"))


def test_a_procedure_that_has_left_the_catalogue_cannot_be_given_but_stays_where_it_was(
    database: Engine,
) -> None:
    staff, turn = hired(database, "lan"), asked(database)
    reviewed(database, staff, turn)
    less, reviews = Catalogue([DRAGON]), SqlReviews(database)
    with pytest.raises(ReviewRefused) as refused:
        reviews.write(staff, turn, Draft("wrong_procedure", UNICORN.code, "time"), less, DEED)
    assert str(refused.value) == draft.UNKNOWN_PROCEDURE
    sheet = reviews.sheet(staff, turn)
    assert sheet
    assert sheet.mine
    assert sheet.mine.draft == OTHER_PROCEDURE


def labelled(database: Engine, *names: str) -> SqlReviewLabels:
    labels = SqlReviewLabels(database)
    for name in names:
        labels.add("theme", name, DEED)
    return labels


def test_a_retired_label_stays_where_it_was_given_and_is_given_no_more(database: Engine) -> None:
    lan, minh, turn = hired(database, "lan"), hired(database, "minh"), asked(database)
    labels = labelled(database, "đất đai")
    said = Draft("right", labels=("đất đai",))
    reviewed(database, lan, turn, said)
    labels.retire(labels.all()[0].id, DEED)
    with pytest.raises(ReviewRefused):
        reviewed(database, minh, turn, said)
    assert reviewed(database, lan, turn, Draft("right", comment="xem lại", labels=("đất đai",)))
    assert kept(database, "reviews")[0].labels == ["đất đai"]


def test_a_label_is_retired_once_and_offered_again_when_it_is_added_again(
    database: Engine,
) -> None:
    labels = labelled(database, "đất đai")
    (label,) = labels.all()
    labels.retire(label.id, DEED)
    with pytest.raises(ReviewRefused):
        labels.retire(label.id, DEED)
    labels.add("theme", " đất  đai ", DEED)
    assert [(one.id, one.is_retired) for one in labels.all()] == [(label.id, False)]


@pytest.mark.parametrize("again", [("quality", "đất đai"), ("theme", "Đất đai")])
def test_no_two_labels_share_a_name(database: Engine, again: list[str]) -> None:
    labels = labelled(database, "đất đai")
    with pytest.raises(ReviewRefused) as refused:
        labels.add(again[0], again[1], DEED)
    assert str(refused.value) == TAKEN


@pytest.mark.parametrize("given", [("theme", " "), ("colour", "đỏ")])
def test_a_label_has_a_name_and_a_kind(sqlite_tables: Engine, given: list[str]) -> None:
    with pytest.raises(ReviewRefused):
        SqlReviewLabels(sqlite_tables).add(given[0], given[1], DEED)
