"""A conversation is read as the citizen saw it, by who may see it and by nobody else."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, update

from bot.conversation.answer import quiet
from bot.records.audit import Deed, audited
from bot.records.staff.accounts import Staff
from bot.records.tables import OutboxReply
from bot.records.talks.news import news_of
from bot.records.talks.transcripts import READ_AGAIN, SHOWN, keep_read, transcript_of
from bot.records.talks.understood import understood
from bot.records.talks.visits import PAUSE
from bot.reply import FeedbackDraft, Reply, TextBlock
from tests.integration.records_kit import claimed, inbox_of, incoming, turn_for
from tests.integration.takeover_kit import HelpDesk, desk_of, does


@pytest.fixture
def desk(database: Engine) -> HelpDesk:
    return desk_of(database)


def lan_of(desk: HelpDesk) -> Staff:
    return desk.office.staff.named("lan")


def read(desk: HelpDesk, talk: str, **which: int) -> Any:
    found = transcript_of(desk.database, lan_of(desk), talk, **which)
    assert found
    return found


def numbers(desk: HelpDesk, talk: str, **which: int) -> list[int]:
    return [turn.id for turn in read(desk, talk, **which).turns]


def test_a_button_reads_as_it_was_labelled_and_media_as_what_they_were(desk: HelpDesk) -> None:
    talk = desk.writes("a", "xin chào")
    inbox = inbox_of(desk.database, desk.clock)
    pressed = incoming("/ask_fee", "a", kind="button", label="Lệ phí?")
    for message in (pressed, incoming("", "a", kind="media", media="photo")):
        inbox.accept(message)
        assert inbox.finish("w", turn_for(claimed(inbox)))
    said = [(turn.message.text, turn.message.media) for turn in read(desk, talk).turns]
    assert said == [("xin chào", ""), ("Lệ phí?", ""), ("", "photo")]


def test_a_persons_replies_have_their_name_and_silence_is_no_reply(desk: HelpDesk) -> None:
    talk, lan = desk.asks("a"), desk.logged_in("lan")
    does(lan, talk, "claim")
    does(lan, talk, "say", text="Dạ, em nghe ạ", key="k")
    inbox = inbox_of(desk.database, desk.clock)
    inbox.accept(incoming("cảm ơn", "a"))
    assert inbox.finish("w", quiet(claimed(inbox)))
    first, last = read(desk, talk).turns
    assert [reply.by for reply in first.replies] == ["", "", "Lan"]
    assert last.replies == ()


def test_the_state_of_a_reply_changes_the_stamp_of_its_turn(desk: HelpDesk) -> None:
    talk = desk.writes("a", "xin chào", "telegram")
    before = read(desk, talk).turns[0]
    assert before.replies[0].status == "waiting"
    assert news_of(desk.database, lan_of(desk), talk, before.id, [before.stamp]).changed == []  # type: ignore[union-attr]
    with desk.database.begin() as db:
        db.execute(update(OutboxReply).values(status="failed", error="blocked"))
    news = news_of(desk.database, lan_of(desk), talk, before.id, [before.stamp])
    assert news
    assert [turn.replies[0].status for turn in news.changed] == ["failed"]
    assert news.turns == []


def test_what_waits_for_an_answer_is_shown_after_the_turns(desk: HelpDesk) -> None:
    talk = desk.writes("a", "xin chào")
    inbox_of(desk.database, desk.clock).accept(incoming("còn đó không", "a"))
    assert [message.text for message in read(desk, talk).unanswered] == ["còn đó không"]


def test_a_long_pause_begins_another_visit_and_a_short_one_does_not(desk: HelpDesk) -> None:
    talk = desk.writes("a", "một")
    for pause in (PAUSE, PAUSE + timedelta(seconds=1)):
        desk.clock.skip(pause.total_seconds())
        desk.writes("a", "nữa")
    found = read(desk, talk)
    assert [visit.turn for visit in found.visits] == [1, 3]
    assert [turn.begins_visit for turn in found.turns] == [True, False, True]


def test_of_a_long_talk_the_newest_turns_are_shown_and_the_others_a_page_before(
    desk: HelpDesk,
) -> None:
    for _ in range(SHOWN + 50):
        talk = desk.writes("a", "nữa")
    assert numbers(desk, talk) == list(range(51, 151))
    assert read(desk, talk).has_earlier
    assert numbers(desk, talk, before=51) == list(range(1, 51))
    assert not read(desk, talk, before=51).has_earlier
    assert 7 in numbers(desk, talk, turn=7)
    assert numbers(desk, talk, turn=149) == list(range(51, 151))


def test_feedback_stands_with_the_answer_that_it_is_about(desk: HelpDesk) -> None:
    talk = desk.writes("a", "lệ phí bao nhiêu")
    said = FeedbackDraft(rating="down", reason="missing", word="thiếu mức phí")
    thanks = Reply(outcome="smalltalk", blocks=(TextBlock(text="Dạ"),), feedback=said)
    desk.writes("a", "👎", reply=thanks)
    first, last = read(desk, talk).turns
    assert (first.rating, first.reason, first.word) == ("down", "missing", "thiếu mức phí")
    assert last.rating == ""


def test_the_times_with_a_person_are_told_in_order(desk: HelpDesk) -> None:
    talk, lan = desk.asks("a"), desk.logged_in("lan")
    does(lan, talk, "claim")
    does(lan, talk, "give-back", summary="đã hướng dẫn")
    desk.asks("a")
    first, second = read(desk, talk).handoffs
    assert (first.by, first.status, first.summary) == ("Lan", "closed", "đã hướng dẫn")
    assert (second.by, second.status) == ("", "waiting")


def test_what_was_understood_is_told_of_turns_of_that_talk_only(desk: HelpDesk) -> None:
    talk, other = desk.writes("a", "một"), desk.writes("b", "hai")
    facts = understood(desk.database, lan_of(desk), talk, 1)
    assert facts
    assert (facts.intent, facts.procedure_version) == ("ask_fee", "2026-07-01")
    assert understood(desk.database, lan_of(desk), other, 1) is None


def test_who_may_not_see_a_talk_reads_nothing_of_it(desk: HelpDesk) -> None:
    talk = desk.writes("a", "một")
    elsewhere = replace(lan_of(desk), id=99, commune="phường Khác")
    assert transcript_of(desk.database, elsewhere, talk) is None
    assert understood(desk.database, elsewhere, talk, 1) is None
    assert news_of(desk.database, elsewhere, talk, 0, []) is None
    assert transcript_of(desk.database, lan_of(desk), "none") is None


def test_reading_is_noted_once_in_a_while(desk: HelpDesk) -> None:
    talk, again = desk.writes("a", "một"), READ_AGAIN.total_seconds()

    def times(who: str, after: float = 0) -> int:
        desk.clock.skip(after)
        keep_read(desk.database, Deed(who, ""), talk, desk.clock())
        done = audited(desk.database)
        return sum((d.action, d.who) == ("conversation read", who) for d in done)

    assert times("lan") == times("lan", after=again / 2) == 1
    assert times("minh") == 1
    assert times("lan", after=again) == 2
