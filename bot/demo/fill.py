"""Fills an empty database with two months of an invented help desk."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from random import Random

from sqlalchemy import Engine, select

from actions.desk import Desk
from bot.clock import LOCAL, utc_now
from bot.conversation.bulletin import Bulletin
from bot.conversation.reception import Reception
from bot.demo.agenda import Agenda, Clock
from bot.demo.crew import Crew
from bot.demo.furniture import furnish
from bot.demo.officers import Officers
from bot.demo.people import BY, hire
from bot.demo.reviewers import Reviewers
from bot.demo.sayings import Sayings
from bot.demo.stage import DEMO, Chat, Parts, Stage
from bot.demo.stories import Step, Stories, Story
from bot.demo.takeovers import Takeovers
from bot.places.communes import communes
from bot.province.duty import Duty
from bot.records.messages.inbox import KeepWhole
from bot.records.operations.board import SqlBoard
from bot.records.read import reading
from bot.records.staff.accounts import SqlStaff
from bot.records.staff.links import SqlLinks
from bot.records.staff.passwords import Passwords
from bot.records.tables import Conversation
from bot.records.takeover.helpdesk import SqlHelpdesk

FOR_SHOW = "Dữ liệu minh họa"
NOTICE = f"{FOR_SHOW}: người, việc và số trong các cuộc trò chuyện này đều do máy dựng lên."
CHANNELS = ("web", "telegram", "zalo")
_HOURS = (7, 8, 8, 9, 9, 9, 10, 10, 11, 13, 14, 14, 15, 15, 16, 17, 19, 20, 20, 21, 22)
_ELSEWHERE = "tỉnh Thái Nguyên"  # whose communes stand in where no province is chosen
_LETTERS = (
    ("telegram", '{"update_id": 7, "poll": {"id": "minh-hoa"}}', "poll: not a message"),
    ("zalo", '{"event_name": "user_send_text", "sender": {}}', "sender.id: Field required"),
    ("zalo", '{"event_name": "user_send_text"', "Invalid JSON: EOF while parsing"),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is made up: by ``seed``, over ``days`` until ``now``."""

    seed: int = 1
    conversations: int = 300
    days: int = 60
    now: datetime | None = None


class OnDuty(SqlHelpdesk):
    """A help desk that never closes, so that there is something to see at any hour."""

    def is_open(self, _now: datetime) -> bool:
        """Whether somebody may be asked for."""
        return True


def is_demo(database: Engine) -> bool:
    """Whether all conversations of ``database`` are invented ones."""
    other = select(Conversation.id).where(Conversation.chat.not_like(f"{DEMO}%"))
    with reading(database) as db:
        return db.execute(other.limit(1)).first() is None


def fill(
    database: Engine,
    desk: Desk,
    password: str,
    plan: Plan | None = None,
    whole: KeepWhole | None = None,
    passwords: Passwords | None = None,
) -> None:
    """Fill ``database``, whose tables are empty; everybody's password is ``password``."""
    season = _Season(database, desk, plan or Plan(), whole)
    season.open(password, passwords or Passwords())
    asyncio.run(season.agenda.run())


class _Season:
    """Two months of a help desk, put down in an agenda."""

    def __init__(self, database: Engine, desk: Desk, plan: Plan, whole: KeepWhole | None) -> None:
        self._database, self._desk, self._plan = database, desk, plan
        self._end = plan.now or utc_now()
        self._start = self._end - timedelta(days=plan.days)
        self._chance = Random(plan.seed)  # noqa: S311 - nothing depends on it but looks
        self._clock = Clock(self._start - timedelta(days=1))
        self.agenda = Agenda(self._clock)
        here = communes(desk.province.unit) or communes(_ELSEWHERE)
        self._communes = tuple(self._chance.sample(here, 4))
        self._parts = Parts(
            database,
            desk,
            self._clock,
            self._chance,
            Reception(OnDuty(database, Duty()), self._clock),
            Bulletin(notice=NOTICE, number=1),
            whole,
        )
        self._stage = Stage(self._parts)
        self._count = 0

    def open(self, password: str, passwords: Passwords) -> None:
        """Hire the staff and put down all that will happen."""
        staff = SqlStaff(self._database, passwords, self._clock)
        links = SqlLinks(self._database, passwords, self._clock)
        people = hire(staff, links, self._desk.province, self._communes[0], password)
        SqlBoard(self._database, self._clock).tell(NOTICE, None, BY)
        crew = Crew(self._database, people, self._desk, self._clock, self._chance)
        furnish(crew)
        self._put_stories(Takeovers(crew))
        self._put_reviews(Reviewers(crew))
        self._put_answers(Officers(crew, self._stage))
        self._put_mishaps()

    def _put_stories(self, takeovers: Takeovers) -> None:
        stories = Stories(Sayings(self._chance), self._chance, self._communes)
        with_staff = [*self._with_staff(stories, takeovers)]
        for story in with_staff:
            self._put(story, self._moment(until=timedelta(hours=3)))
        for number, story in enumerate(self._open_ones(stories, takeovers)):
            length = sum(step.after for step in story)
            self._put(story, self._end - timedelta(seconds=length, minutes=3 + 4 * number))
        while self._count < self._plan.conversations:
            self._put(stories.one(), self._moment(until=timedelta(minutes=30)))

    def _with_staff(self, stories: Stories, takeovers: Takeovers) -> Iterator[Story]:
        """Takeovers that ended, one in twenty-five conversations or so."""
        owner = self._desk.province.department_of("ho_tich")
        name = next(d.name for d in self._desk.province.departments if d.id == owner)
        for _ in range(max(2, self._plan.conversations // 25)):
            yield [*stories.calls(), *takeovers.ended()]
        for _ in range(2):
            yield [*stories.calls(), *takeovers.handed_over(name)]
            yield [*stories.calls(), *takeovers.in_vain()]
            yield from (stories.sent_on(), stories.sent_on())

    def _open_ones(self, stories: Stories, takeovers: Takeovers) -> Iterator[Story]:
        """Those who wait for a person now, and those who talk with one."""
        for _ in range(3):
            yield stories.calls()
        for login in ("truc1", "truc2"):
            yield [*stories.calls(), *takeovers.begun(login, with_number=login == "truc1")]

    def _put(self, story: Story, begin: datetime) -> None:
        self._count += 1
        channel = self._chance.choices(CHANNELS, (45, 30, 25))[0]
        chat, at = Chat(channel, f"{DEMO}{self._count:03}"), begin
        for step in story:
            at += timedelta(seconds=step.after)
            self.agenda.put(at, partial(_do, step, self._stage, chat))

    def _moment(self, until: timedelta) -> datetime:
        """Return when a conversation begins: by day, on working days more often."""
        day = (self._start + timedelta(days=self._chance.uniform(0, self._plan.days))).date()
        if day.weekday() > 4 and self._chance.random() < 0.5:
            return self._moment(until)
        hour = time(self._chance.choice(_HOURS), self._chance.randrange(60))
        moment = datetime.combine(day, hour, LOCAL)
        return moment if self._start < moment < self._end - until else self._moment(until)

    def _put_reviews(self, reviewers: Reviewers) -> None:
        for number in range(1, self._plan.days):
            day = (self._start + timedelta(days=number)).astimezone(LOCAL)
            if day.weekday() < 5:
                at = day.replace(hour=16, minute=10)
                self.agenda.put(min(at, self._end), reviewers.a_day)

    def _put_answers(self, officers: Officers) -> None:
        for number in range(1, self._plan.days):
            day = (self._start + timedelta(days=number)).astimezone(LOCAL)
            if day.weekday() < 5:
                self.agenda.put(day.replace(hour=15, minute=30), officers.a_day)
        self.agenda.put(self._end - timedelta(hours=2), officers.join_two)

    def _put_mishaps(self) -> None:
        self.agenda.put(self._end - timedelta(days=7), self._begin_mishaps)
        for number, letter in enumerate(_LETTERS):
            at = self._end - timedelta(hours=30 - 7 * number)
            self.agenda.put(at, partial(self._bury, *letter))

    async def _begin_mishaps(self) -> None:
        self._parts.mishaps = True

    async def _bury(self, channel: str, body: str, why: str) -> None:
        self._stage.bury(channel, body, why)


async def _do(step: Step, stage: Stage, chat: Chat) -> None:
    await step.act(stage, chat)
