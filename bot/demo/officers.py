"""What the officers of the invented departments do with needs, once a working day."""

from contextlib import suppress
from typing import Literal

from sqlalchemy import select

from bot.demo.crew import Crew, by
from bot.demo.stage import Stage
from bot.errors import NeedRefused
from bot.records.needs.answering import Answer, SqlAnswers
from bot.records.needs.citizens import write_word
from bot.records.needs.keeping import SqlKeeper
from bot.records.needs.lessons import Draft, SqlLessons
from bot.records.needs.moves import SqlMoves
from bot.records.read import reading
from bot.records.tables import Need
from bot.reply import NeedWord

ANSWERS = (
    "Dạ anh/chị mang giấy tờ tùy thân đến quầy một cửa trong giờ làm việc, chúng tôi xem giúp ạ.",
    "Dạ trường hợp này phòng đã xem; anh/chị nộp như bình thường, không cần thêm giấy tờ gì ạ.",
    "Dạ mức cụ thể do tỉnh quy định; anh/chị xem bảng niêm yết tại quầy hoặc gọi số của phòng ạ.",
)
LEARNT = "làm giấy cưới"
MARRIAGE = "1.000894"
LEFT = 5  # of so many needs one is left to become late
WHO = "quantri"  # may handle the needs of every department


class Officers:
    """They take needs up, answer, merge, and are told by citizens whether it helped."""

    def __init__(self, crew: Crew, stage: Stage) -> None:
        self._crew, self._stage, self._count, self._newest = crew, stage, 0, 0
        database, rules, clock = crew.database, crew.rules, crew.clock
        self._moves = SqlMoves(database, rules, clock)
        self._answers = SqlAnswers(database, rules, crew.desk.catalogue.get, clock)
        self._keeper = SqlKeeper(database, rules, clock)
        self._lessons = SqlLessons(
            database, lambda code: bool(crew.desk.catalogue.get(code)), clock
        )

    async def a_day(self) -> None:
        """Do the work of one day."""
        self._keeper.join()
        self._keeper.alert()
        for number in self._new():
            if number <= self._newest:
                continue
            self._count, self._newest = self._count + 1, number
            self._crew.clock.skip(60)
            with suppress(NeedRefused):
                self._handle(number, self._count % LEFT)

    async def join_two(self) -> None:
        """Have the newest need follow the one before it, as somebody who reads both would."""
        *_, first, second = [0, 0, *self._new()]
        if first:
            with suppress(NeedRefused):
                self._moves.merge(self._crew.people[WHO], second, first)

    def _new(self) -> list[int]:
        rows = select(Need.id).where(Need.status == "new").order_by(Need.id)
        with reading(self._crew.database) as db:
            return list(db.execute(rows).scalars())

    def _handle(self, number: int, turn: int) -> None:
        if not turn:
            return
        who = self._crew.people[WHO]
        self._moves.accept(who, number)
        if turn == LEFT - 1:
            return
        text = ANSWERS[turn % len(ANSWERS)]
        for told in self._answers.answer(who, number, Answer(text, confirmed=True)):
            self._stage.deliver(told.channel)
        if self._count == 1:
            self._lessons.propose(number, Draft("alias", LEARNT, MARRIAGE), by(WHO))
        self._judge(number, "not_helpful" if turn == 2 else "helpful")

    def _judge(self, number: int, word: Literal["helpful", "not_helpful"]) -> None:
        mine = select(Need.conversation_id).where(Need.id == number)
        with self._crew.database.begin() as db:
            conversation = str(db.execute(mine).scalar_one())
            said = NeedWord(number=number, word=word)
            write_word(db, self._crew.rules, conversation, said, self._crew.clock.now)
