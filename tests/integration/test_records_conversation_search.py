"""Conversations are found by what they are and what was said, each once, and only by who may."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from bot.records.talks.few import FEW
from bot.records.talks.search import Wanted
from tests.integration.search_kit import Talks, by, keep, person

PHUONG = "phường Phan Đình Phùng, tỉnh Thái Nguyên"
WAITING, TALKING = Wanted(handoff="waiting"), Wanted(handoff="talking")


@pytest.fixture(params=[FEW, 0], ids=["few", "many"])
def talks(request: pytest.FixtureRequest, database: Engine) -> Talks:
    """On both ways: all conversations in question looked at, and gone back through."""
    return Talks(database, request.param)


def test_the_list_has_the_newest_message_first_and_each_conversation_once(talks: Talks) -> None:
    for chat in "abcdefgab":
        talks.say(chat)
    assert talks.found(Wanted()) == list("bagfedc")


def test_each_filter_finds_what_it_says(talks: Talks) -> None:
    talks.say("a", "làm khai sinh", "unmet", channel="telegram", aspect="documents")
    talks.say("b", "làm KHAI sinh", commune=PHUONG, code="2.000635")
    talks.say("c", "tạm trú")
    talks.say("c", "cảm ơn", "smalltalk", rating="down", aspect=None)
    assert talks.found(by("khai sinh")) == ["b", "a"]
    assert talks.found(by("khai", "si")) == ["b", "a"]
    assert talks.found(by("sinh", "tam")) == []
    assert talks.found(by(outcome="unmet")) == ["a"]
    assert talks.found(by(channel="telegram")) == ["a"]
    assert talks.found(by(aspect="documents")) == ["a"]
    assert talks.found(by(procedure="2.000635")) == ["b"]
    assert talks.found(by(commune=PHUONG)) == ["b"]
    assert talks.found(by(rating="down")) == ["c"]
    assert talks.found(by(review="wanted")) == ["c", "a"]


def test_all_that_is_looked_for_must_be_in_one_turn(talks: Talks) -> None:
    talks.say("a", "làm khai sinh", "unmet")
    talks.say("a", "tạm trú", "answered")
    assert talks.found(by("khai", outcome="unmet")) == ["a"]
    assert talks.found(by("khai", outcome="answered")) == []


def test_dates_are_those_of_turns_and_go_with_all_else(talks: Talks) -> None:
    for chat in "abc":
        talks.say(chat, "khai sinh")
        talks.clock.skip(86_400)
    start = talks.clock.now - timedelta(days=2, hours=12)
    day = Wanted(since=start, until=start + timedelta(days=1))
    assert talks.found(day) == ["b"]
    assert talks.found(replace(day, query=by("khai").query)) == ["b"]
    assert talks.found(Wanted(since=start)) == ["c", "b"]
    assert talks.found(Wanted(until=start)) == ["a"]
    assert talks.found(Wanted(since=talks.clock.now)) == []
    assert talks.found(Wanted(until=start - timedelta(days=9))) == []


def test_who_waits_and_what_is_flagged_is_found_with_and_without_words(talks: Talks) -> None:
    for chat in "abcd":
        talks.say(chat, "khai sinh" if chat in "ac" else "tạm trú")
    talks.hand("a")
    talks.hand("b")
    talks.hand("c", "talking")
    talks.hand("d", "closed")
    talks.flag("d")
    assert talks.found(WAITING) == ["b", "a"]
    assert talks.found(TALKING) == ["c"]
    assert talks.found(Wanted(by("khai").query, handoff="waiting")) == ["a"]
    assert talks.found(Wanted(flagged=True)) == ["d"]
    assert talks.found(Wanted(by("tam").query, flagged=True)) == ["d"]
    assert talks.found(Wanted(flagged=True, handoff="waiting")) == []


def test_an_officer_sees_their_department_and_what_is_handed_to_them(talks: Talks) -> None:
    officer = person("officer", department="Phòng ho_tich")
    talks.say("a", "khai sinh", "unmet", need="ho_tich")
    talks.say("b", "khai sinh", "unmet", need="dat_dai")
    for chat in "cde":
        talks.say(chat, "khai sinh")
    talks.hand("d", department="Phòng ho_tich")
    keep(talks.database, officer)
    talks.hand("e", "talking", officer.id)
    for wanted in (Wanted(), by("khai"), by("khai", "sin", channel="web")):
        assert talks.found(wanted, officer) == ["e", "d", "a"]
        assert talks.found(wanted, person("officer", number=2)) == []
        assert talks.found(wanted) == list("edcba")


def test_who_works_for_a_commune_sees_that_one(talks: Talks) -> None:
    talks.say("a", commune=PHUONG)
    talks.say("b", "xin chào", "unmet", need="ho_tich", commune=PHUONG)
    talks.say("c", "xin chào", "unmet", need="ho_tich")
    for wanted in (Wanted(), by("chao")):
        assert talks.found(wanted, person("helpdesk", commune=PHUONG)) == ["b", "a"]
        both = person("officer", commune=PHUONG, department="Phòng ho_tich")
        assert talks.found(wanted, both) == ["b"]
        assert talks.found(wanted, person("editor", commune=PHUONG)) == []
        assert talks.found(wanted, person("helpdesk", commune="xã Khác")) == []


@pytest.mark.parametrize("wanted", [Wanted(), by("khai")], ids=["all", "search"])
def test_no_conversation_comes_twice_or_is_left_out_while_new_turns_arrive(
    talks: Talks, wanted: Wanted
) -> None:
    for chat in "abcdefgh":
        talks.say(chat, "khai sinh")
        talks.say(chat, "tạm trú")
        talks.say(chat, "khai tử")
    first = talks.page(wanted)
    assert talks.names(first.conversations) == ["h", "g", "f"]
    talks.say("new", "khai sinh")
    talks.say("d", "khai sinh")  # which is on a page to come
    talks.say("h", "khai sinh")  # which was on a page before
    second = talks.page(wanted, older=first.older)
    assert talks.names(second.conversations) == ["e", "d", "c"]
    talks.say("b", "khai sinh")
    third = talks.page(wanted, older=second.older)
    assert talks.names(third.conversations) == ["b", "a"]
    assert third.older == ""


def test_a_search_goes_through_many_turns_of_few_conversations(talks: Talks) -> None:
    for chat in ("a", *"b" * 30, "c", *"d" * 30):
        talks.say(chat, "khai sinh")
    assert talks.found(by("khai"), size=1) == list("dcba")


@pytest.mark.parametrize(
    "older", ["x", "1", "1.2.3.4", "-1.5", "9" * 30, "1." + "9" * 17, "'; DROP TABLE turns", "٣.٣"]
)
def test_a_broken_page_number_does_no_harm(talks: Talks, older: str) -> None:
    talks.say("a", "khai sinh")
    for wanted in (Wanted(), by("khai")):
        found = talks.page(wanted, older=older)
        assert talks.names(found.conversations) in (["a"], [])
