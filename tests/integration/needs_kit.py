"""A province with two departments, people in them, citizens who ask, and a clock."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import Engine, select

from bot.clock import LOCAL
from bot.needs.routing import Asked
from bot.needs.work import WorkingTime
from bot.province import load_calendar
from bot.province.province import Province
from bot.records.audit import Deed
from bot.records.needs.answering import SqlAnswers
from bot.records.needs.citizens import SqlCitizenNeeds, write_word
from bot.records.needs.keeping import SqlKeeper
from bot.records.needs.moves import SqlMoves
from bot.records.needs.opening import Opened, Rules, open_need
from bot.records.needs.tables import NeedEvent
from bot.records.read import reading
from bot.records.staff.accounts import SqlStaff, Staff
from bot.records.staff.links import Given, SqlLinks
from bot.records.staff.passwords import Passwords
from bot.records.tables import Need, OutboxReply, Turn
from bot.reply import NeedKind, NeedWord
from tests import provinces
from tests.integration.records_kit import Clock, answer_all, inbox_of, incoming

MONDAY = datetime(2026, 7, 6, 9, tzinfo=LOCAL)
HURRIED = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
DEPARTMENTS: list[dict[str, Any]] = [
    {"id": "mot_cua", "name": "Quầy một cửa", "fallback": True},
    {"id": "so_tu_phap", "name": "Sở Tư pháp", "fields": ["ho_tich"]},
    {"id": "so_y_te", "name": "Sở Y tế", "approval": True},
]


@dataclass
class Town:
    """All that the tests of needs work with."""

    database: Engine
    clock: Clock = field(default_factory=lambda: Clock(MONDAY))
    changes: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        made = provinces.province(**{"departments": DEPARTMENTS, **self.changes})
        province = Province.model_validate(made)
        self.rules = Rules(province, WorkingTime(load_calendar(province)))
        database, rules, clock = self.database, self.rules, self.clock
        self.moves = SqlMoves(database, rules, clock)
        self.answers = SqlAnswers(database, rules, lambda _code: None, clock)
        self.citizens = SqlCitizenNeeds(database, rules)
        self.keeper = SqlKeeper(database, rules, clock)

    def staff(self, login: str, department: str = "so_tu_phap", *roles: str) -> Staff:
        links = SqlLinks(self.database, HURRIED, self.clock)
        given = Given(roles or ("officer",), department=department)
        token = links.invite(given, Deed("tests", ""))
        links.follow(token, login, login.title(), "một câu dài dễ nhớ")
        return SqlStaff(self.database, HURRIED, self.clock).named(login)

    def asks(
        self,
        text: str = "khai sinh muộn có bị phạt không",
        chat: str = "a",
        kind: NeedKind = "question",
        channel: str = "web",
        field: str = "ho_tich",
    ) -> int:
        """Have a citizen ask what becomes a need; return its number."""
        inbox = inbox_of(self.database, self.clock)
        number = inbox.accept(incoming(text, chat, channel=channel))
        assert number
        answer_all(inbox)
        with self.database.begin() as db:
            newest = select(Turn.id, Turn.conversation_id).order_by(Turn.id.desc()).limit(1)
            turn, conversation = db.execute(newest).one()
            opened = Opened(Asked(text, field=field), conversation, turn, kind)
            return open_need(db, self.rules, opened, self.clock())

    def says(self, need: int, word: str, text: str = "") -> None:
        """Have the citizen of a need say something of it."""
        said = NeedWord(number=need, word=word, text=text)
        with self.database.begin() as db:
            write_word(db, self.rules, self.need(need).conversation_id, said, self.clock())

    def need(self, number: int) -> Any:
        with reading(self.database) as db:
            return db.execute(select(Need.__table__).where(Need.id == number)).one()

    def events(self, need: int) -> list[str]:
        mine = select(NeedEvent.what).where(NeedEvent.need_id == need).order_by(NeedEvent.id)
        with reading(self.database) as db:
            return list(db.execute(mine).scalars())

    def told(self, need: int) -> list[str]:
        """What the citizen of a need was told by people, the oldest first."""
        theirs = (
            OutboxReply.conversation_id == self.need(need).conversation_id,
            OutboxReply.staff_id.is_not(None),
        )
        with reading(self.database) as db:
            rows = db.execute(select(OutboxReply.reply).where(*theirs).order_by(OutboxReply.id))
            return ["\n".join(b["text"] for b in row.reply["blocks"]) for row in rows]
