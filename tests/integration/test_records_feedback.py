"""What citizens say of answers is kept for the last answer, and read back by the console."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, event

from bot.catalogue.catalogue import Catalogue
from bot.conversation.answer import Answerer
from bot.conversation.bell import Bell
from bot.conversation.dispatch import Dispatcher
from bot.conversation.ports import Understood
from bot.conversation.rated import Rating
from bot.conversation.rating import DOWN, UP
from bot.conversation.safe import SafeReplies
from bot.records.messages.inbox import SqlInbox
from bot.records.read import conversation_of, needs
from bot.records.takeover.tables import Feedback
from bot.records.talks.feedback import Rated, feedback_counts, feedback_of
from bot.reply import Button, ProcedureRef, Reply, TextBlock
from tests.integration.records_kit import Clock, inbox_of, incoming, rows
from tests.records import PROVINCE

WRONG = '/rate{"r":"down","why":"wrong"}'
TO_DEPARTMENT = '/rate{"r":"down","why":"wrong","then":"desk"}'


class Desk:
    """An installation with an engine that always answers, and a clock."""

    def __init__(self, database: Engine) -> None:
        self.database, self.clock = database, Clock()
        self.inbox: SqlInbox = inbox_of(database, self.clock)
        rating = Rating(lambda: Catalogue([]), clock=self.clock)
        answerer = Answerer(self, SafeReplies(PROVINCE), rating=rating)
        self._dispatcher = Dispatcher(
            self.inbox, answerer, Bell(), worker="w", at_once=1, engine_timeout=5
        )

    async def ask(self, conversation: str, text: str, state: Mapping[str, Any]) -> Understood:
        about = ProcedureRef(code="1.000001", name="Nuôi rồng", version="v")
        buttons = (Button(title="Lệ phí", payload="/ask_fee"),)
        blocks = (TextBlock(text="Dạ"),)
        reply = Reply(outcome="answered", procedure=about, blocks=blocks, buttons=buttons)
        return Understood([reply], "ask_fee", 0.9, [], [], {})

    async def say(self, text: str, chat: str = "a") -> None:
        self.clock.skip(60)
        kind = "button" if text.startswith("/") else "text"
        self.inbox.accept(incoming(text, chat, kind=kind))
        assert await self._dispatcher.answer_waiting() == 1

    def said(self, chat: str = "a") -> list[Rated]:
        conversation = conversation_of(self.database, "web", chat)
        assert conversation
        return [*feedback_of(self.database, conversation).values()]


async def test_pressing_twice_and_changing_one_s_mind_leave_one_rating_of_the_answer(
    database: Engine,
) -> None:
    desk = Desk(database)
    await desk.say("nuôi rồng")
    for payload in (UP.payload, UP.payload, DOWN.payload, WRONG):
        await desk.say(payload)
    await desk.say("số của em là 0912345678, em trả lời sai rồi")
    [rated] = desk.said()
    assert (rated.turn, rated.rating, rated.reason) == (1, "down", "wrong")
    assert "sai rồi" in rated.word
    assert "0912345678" not in rated.word
    await desk.say(UP.payload)
    [rated] = desk.said()
    assert (rated.rating, rated.reason, rated.word) == ("up", "", "")


async def test_a_rating_belongs_to_the_last_answer_of_that_conversation(database: Engine) -> None:
    desk = Desk(database)
    for chat in ("a", "b"):
        await desk.say("nuôi rồng", chat)
    await desk.say("nuôi rồng nữa")
    await desk.say(UP.payload)
    assert [rated.turn for rated in desk.said()] == [3]
    assert desk.said("b") == []


async def test_without_an_answer_or_a_day_later_nothing_is_kept(database: Engine) -> None:
    desk = Desk(database)
    await desk.say(UP.payload)
    await desk.say("nuôi rồng")
    desk.clock.skip(25 * 3600)
    await desk.say(DOWN.payload)
    await desk.say(WRONG)
    assert rows(database, Feedback) == 0


async def test_a_question_answered_badly_becomes_a_need_once(database: Engine) -> None:
    desk = Desk(database)
    await desk.say("nuôi rồng")
    for payload in (DOWN.payload, WRONG, TO_DEPARTMENT, TO_DEPARTMENT):
        await desk.say(payload)
    assert [need.question for need in needs(database)] == ["nuôi rồng"]
    assert [rated.reason for rated in desk.said()] == ["wrong"]


async def test_ratings_are_counted_by_reason_within_a_time(database: Engine) -> None:
    desk = Desk(database)
    start = desk.clock.now
    for chat, payload in (("a", UP.payload), ("b", WRONG), ("c", WRONG), ("d", DOWN.payload)):
        await desk.say("nuôi rồng", chat)
        await desk.say(payload, chat)
    end = desk.clock.now
    found = feedback_counts(database, start, end + timedelta(seconds=1))
    assert found == {("up", ""): 1, ("down", "wrong"): 2, ("down", ""): 1}
    assert feedback_counts(database, start, end) == {("up", ""): 1, ("down", "wrong"): 2}


async def test_asking_for_a_rating_costs_no_query(database: Engine) -> None:
    desk, queries, counts = Desk(database), [], []
    event.listen(database, "after_execute", lambda *_: queries.append(1))
    for _ in range(4):  # days; on the first and on the fourth it is asked
        queries.clear()
        desk.clock.skip(24 * 3600)
        await desk.say("nuôi rồng")
        counts.append(len(queries))
    assert counts[1] == counts[2] == counts[3]
