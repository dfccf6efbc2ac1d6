"""What happens when an invented citizen is taken over by a person."""

from collections.abc import Callable
from datetime import datetime
from itertools import count

from bot.demo.crew import Crew, by
from bot.demo.stage import Chat, Stage
from bot.demo.stories import Step, Story
from bot.errors import HandoffRefused
from bot.province.duty import Duty
from bot.records.staff.accounts import Staff
from bot.records.takeover.handoffs import SqlHandoffs, Target
from bot.records.takeover.helpdesk import SqlHelpdesk
from bot.records.takeover.time import SqlKeeper

HELLO = "Chào anh/chị, em là {}, cán bộ trực. Anh/chị cần em hỗ trợ việc gì ạ?"
ASKED = (
    "em nộp từ tuần trước mà tra trên cổng vẫn ghi đang xử lý",
    "em không có giấy chứng sinh thì phải làm sao ạ",
    "em ở xa, nhờ em gái đi nộp thay được không",
    "em nộp online bị báo lỗi thiếu chữ ký số",
)
NUMBER = "dạ số của em là 0900000123, cần gì anh gọi giúp em"
ANSWERED = (
    "Dạ anh/chị cho em biết nộp ngày nào và lĩnh vực gì, em xem giúp ạ.",
    "Dạ phần này em ghi lại, hỏi phòng chuyên môn rồi trả lời anh/chị trong hôm nay ạ.",
    "Dạ anh/chị tải lại trang, kiểm tra mục ký số rồi nộp lại giúp em ạ. Chưa được thì nhắn em.",
)
SUMMARIES = (
    "Đã hướng dẫn nộp lại qua Cổng, người dân hiểu.",
    "Hỏi về giấy tờ còn thiếu; đã giải thích.",
    "Cần phòng chuyên môn xem thêm, đã chuyển câu hỏi.",
)

Act = Callable[[SqlHandoffs, Chat], object]


class NobodyThere(SqlHelpdesk):
    """A help desk that has just closed."""

    def is_open(self, _now: datetime) -> bool:
        """Whether somebody may be asked for."""
        return False


class Takeovers:
    """Makes up what staff and citizen say to each other."""

    def __init__(self, crew: Crew) -> None:
        self._crew, self._chance, self._number = crew, crew.chance, count()

    def ended(self, login: str = "") -> Story:
        """Return one that somebody ends, or the citizen leaves."""
        login = login or self._chance.choice(("truc1", "truc2"))
        talk = [*self.begun(login), self._says(90, login, self._chance.choice(ANSWERED))]
        if next(self._number) % 4 == 1:
            return [*talk, _writes(40, "quay lại trợ lý")]
        summary = self._chance.choice(SUMMARIES)
        verdict = self._chance.choices(("rồi ạ", "chưa ạ"), (3, 1))[0]
        return [
            *talk,
            _writes(50, "dạ em cảm ơn ạ"),
            self._does(60, lambda desk, chat: self._give_back(desk, chat, login, summary)),
            _writes(30, verdict),
        ]

    def begun(self, login: str, with_number: bool = False) -> Story:
        """Return the beginning of one, in which the citizen has written last."""
        number = [_writes(50, NUMBER)] if with_number else []
        return [
            self._does(
                self._chance.uniform(40, 400),
                lambda desk, chat: desk.claim(self._who(login), chat.conversation, by(login)),
            ),
            self._says(20, login, HELLO.format(self._crew.people[login].name)),
            _writes(60, self._chance.choice(ASKED)),
            *number,
        ]

    def handed_over(self, name: str) -> Story:
        """Return one that goes on to the department ``name`` and ends there."""
        target = Target(department=self._who("hotich").department, name=name)
        return [
            *self.begun("truc2"),
            self._does(60, lambda desk, chat: self._hand_over(desk, chat, target)),
            *self.ended("hotich"),
        ]

    def in_vain(self) -> Story:
        """Return that nobody comes before the desk closes."""
        return [Step(2400, self._close)]

    def _give_back(self, desk: SqlHandoffs, chat: Chat, login: str, summary: str) -> None:
        desk.give_back(self._who(login), chat.conversation, summary)

    def _hand_over(self, desk: SqlHandoffs, chat: Chat, target: Target) -> None:
        desk.hand_over(self._who("truc2"), chat.conversation, target, "Việc của phòng chuyên môn")

    def _says(self, after: float, login: str, text: str) -> Step:
        def say(desk: SqlHandoffs, chat: Chat) -> None:
            key = f"{login} {self._crew.clock.now.timestamp()}"
            desk.say(self._who(login), chat.conversation, text, key)

        return self._does(after, say)

    def _does(self, after: float, act: Act) -> Step:
        """Do something if it can still be done: the desk may have closed meanwhile."""

        async def deed(stage: Stage, chat: Chat) -> None:
            try:
                act(SqlHandoffs(self._crew.database, self._crew.clock), chat)
            except HandoffRefused:
                return
            stage.deliver(chat.channel)

        return Step(after, deed)

    async def _close(self, stage: Stage, chat: Chat) -> None:
        nobody = NobodyThere(self._crew.database, Duty())
        SqlKeeper(self._crew.database, nobody, self._crew.rules).keep(self._crew.clock.now)
        stage.deliver(chat.channel)

    def _who(self, login: str) -> Staff:
        return self._crew.people[login]


def _writes(after: float, text: str) -> Step:
    return Step(after, lambda stage, chat: stage.say(chat, text, "smalltalk"))
