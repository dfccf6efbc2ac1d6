"""What the invented reviewers say of turns, to each other, and of what is proposed."""

from datetime import timedelta

from sqlalchemy import insert, select

from bot.clock import LOCAL
from bot.demo.crew import Crew, by
from bot.demo.furniture import LABELS
from bot.records.read import reading
from bot.records.reviews.draft import Draft
from bot.records.reviews.proposal_list import Decision, Proposed, SqlProposals
from bot.records.reviews.verdicts import SqlReviews
from bot.records.tables import Turn
from bot.records.takeover.tables import SampledTurn
from bot.records.talks.marks import mark
from bot.records.talks.notes import add_note

NOTES = (
    "Trợ lý trả lời đúng nhưng hơi dài, người dân phải hỏi lại.",
    "@{} xem giúp trường hợp này, câu trả lời thiếu phần ủy quyền.",
    "Người dân ở xa, nên gợi ý nộp trực tuyến trước.",
)
WRONG = "Mức lệ phí hình như đã đổi, cần xem lại với quyết định mới."
REVIEWERS = ("phantich", "truc1")
EDITOR = "giamsat"
A_DAY = 4  # turns
DECIDED = 0.04  # of what is proposed, each day
_REVIEWED = ("answered", "partial", "unmet", "clarify", "error")
_OTHERS = ("1.001193", "1.000894", "1.014064", "1.004194", "1.013831")
_ASPECTS = ("documents", "fee", "place", "online")


class Reviewers:
    """Two who look at turns of the last day, partly at the same, and one who decides."""

    def __init__(self, crew: Crew) -> None:
        self._crew, self._chance = crew, crew.chance
        self._reviews = SqlReviews(crew.database, crew.clock)
        self._proposals = SqlProposals(crew.database, crew.clock)

    async def a_day(self) -> None:
        """Do the work of one day."""
        for number, conversation, outcome, code, aspect in self._turns():
            draft = self._verdict(outcome, code, aspect)
            for login in self._who():
                differs = self._chance.random() < 0.2
                other = self._verdict(outcome, code, aspect) if differs else draft
                self._review(login, number, other)
            self._remark(conversation)
        self._decide()

    def _who(self) -> tuple[str, ...]:
        return REVIEWERS if self._chance.random() < 0.5 else (self._chance.choice(REVIEWERS),)

    def _turns(self) -> list[tuple[int, str, str, str, str]]:
        since = self._crew.clock.now - timedelta(days=1)
        columns = (Turn.id, Turn.conversation_id, Turn.outcome, Turn.procedure_code, Turn.aspect)
        rows = select(*columns).where(Turn.created_at > since, Turn.outcome.in_(_REVIEWED))
        with reading(self._crew.database) as db:
            found = db.execute(rows.order_by(Turn.id)).all()
        known = [(row[0], row[1], row[2], row[3] or "", row[4] or "") for row in found]
        return self._chance.sample(known, min(A_DAY, len(known)))

    def _review(self, login: str, number: int, draft: Draft) -> None:
        crew = self._crew
        crew.clock.skip(self._chance.uniform(30, 120))
        who, day = crew.people[login], crew.clock.now.astimezone(LOCAL).date()
        with crew.database.begin() as db:
            db.execute(insert(SampledTurn).values(day=day, turn_id=number, staff_id=who.id))
        self._reviews.write(who, number, draft, crew.desk.catalogue, by(login))

    def _verdict(self, outcome: str, code: str, aspect: str) -> Draft:
        feeling, labels = self._chance.random(), self._labels()
        if outcome in ("answered", "partial") and code:
            if feeling > 0.95:
                return Draft("wrong_fact", comment=WRONG, labels=labels)
            if feeling > 0.9:
                other = self._chance.choice([one for one in _ASPECTS if one != aspect])
                return Draft("wrong_aspect", aspect=other, labels=labels)
            if feeling > 0.86:
                return Draft("unmet", labels=labels)
        others = [c for c in _OTHERS if c != code and self._crew.desk.catalogue.get(c)]
        if feeling < 0.1 and outcome != "error" and others:
            return Draft("wrong_procedure", self._chance.choice(others), labels=labels)
        return Draft("right", labels=labels)

    def _labels(self) -> tuple[str, ...]:
        return (self._chance.choice(LABELS)[1],) if self._chance.random() < 0.3 else ()

    def _remark(self, conversation: str) -> None:
        database, people, now = self._crew.database, self._crew.people, self._crew.clock.now
        feeling = self._chance.random()
        if feeling < 0.2:
            text = self._chance.choice(NOTES).format("truc2")
            add_note(database, people["truc1"], conversation, text, by("truc1"), now)
        elif feeling < 0.3:
            action = self._chance.choice(("flag", "keep"))
            mark(database, people["phantich"], conversation, action, by("phantich"), now)

    def _decide(self) -> None:
        """Have the editor decide on some of what is proposed."""
        who = self._crew.people[EDITOR]
        for one in self._proposals.of(who, "proposed"):
            if self._chance.random() < DECIDED:
                self._answer(one)

    def _answer(self, one: Proposed) -> None:
        answer = self._chance.choice(("accept", "accept", "reject"))
        decision, deed = Decision(answer, one.seal), by(EDITOR)
        who, catalogue = self._crew.people[EDITOR], self._crew.desk.catalogue
        self._proposals.decide(who, one.id, decision, catalogue, deed)
