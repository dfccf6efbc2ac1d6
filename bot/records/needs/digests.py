"""Digests are sent once a working day and means, whatever dies and whoever runs beside."""

from collections.abc import Callable, Iterator
from datetime import datetime, time
from uuid import uuid4

from sqlalchemy import Connection, Engine, delete, select

from bot.clock import LOCAL
from bot.needs.digest import Due, Letter, digest
from bot.province.province import Department
from bot.records.insert import insert
from bot.records.messages.inbox import utc_now
from bot.records.messages.telling import tell
from bot.records.needs.opening import Rules
from bot.records.needs.rows import RUNNING
from bot.records.needs.tables import DigestSent
from bot.records.read import reading
from bot.records.tables import Conversation, Need
from bot.records.takeover.rows import locked
from bot.reply import Reply, TextBlock

AT = time(8)  # the hour from which on they are sent, on working days
Mail = Callable[[str, Letter], None]  # an address and what to send; raises OSError if it fails


class SqlDigests:
    """Sends what each department has to know."""

    def __init__(
        self,
        engine: Engine,
        rules: Rules,
        mail: Mail | None,
        board: str = "",
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        """Without ``mail`` only groups get it."""
        self._engine, self._rules, self._mail = engine, rules, mail
        self._board, self._clock = board, clock

    def send(self) -> int:
        """Send what is to be sent this morning; return how many went out.

        Raises:
            OSError: a mail server failed; the digest is tried again at the next call.
        """
        now = self._clock()
        local = now.astimezone(LOCAL)
        if local.time() < AT or not self._rules.work.calendar.is_working_day(local.date()):
            return 0
        sent = [self._tried(one, means) for one in self._departments() for means in _means(one)]
        if faults := [fault for fault in sent if isinstance(fault, OSError)]:
            raise faults[0]  # after all others have got theirs
        return sum(bool(one) for one in sent)

    def _tried(self, department: Department, means: str) -> bool | OSError:
        try:
            return self._sent(department, means)
        except OSError as error:
            return error

    def _sent(self, department: Department, means: str) -> bool:
        now = self._clock()
        if means == "mail" and self._mail is None:
            return False
        letter = digest(department.name, self._due(department.id), now, self._board)
        if letter is None or not self._begin(department.id, means, now):
            return False
        if means == "mail" and self._mail:
            self._post(department, letter)
        return True

    def _post(self, department: Department, letter: Letter) -> None:
        """Marked before it goes, so that it never goes twice; taken back when it did not go."""
        try:
            if self._mail:
                self._mail(department.email, letter)
        except OSError:
            mine = (DigestSent.department == department.id, DigestSent.means == "mail")
            with self._engine.begin() as db:
                db.execute(delete(DigestSent).where(*mine, DigestSent.day == self._day()))
            raise

    def _begin(self, department: str, means: str, now: datetime) -> bool:
        mark = insert(self._engine, DigestSent).values(
            day=self._day(), department=department, means=means, at=now
        )
        fresh = mark.on_conflict_do_nothing().returning(DigestSent.means)
        with self._engine.begin() as db:
            if db.execute(fresh).first() is None:
                return False
            if means == "telegram":
                self._into_group(db, department, now)
        return True

    def _into_group(self, db: Connection, department: str, now: datetime) -> None:
        """A group's digest is a reply like any other: stored with its mark, sent by the channel."""
        one = next(d for d in self._departments() if d.id == department)
        letter = digest(one.name, self._due(department), now, self._board)
        talk = locked(db, _group(db, one.telegram_group, now))
        if letter and talk:
            tell(db, talk, Reply(outcome="handoff", blocks=(TextBlock(text=letter.text),)), now)

    def _due(self, department: str) -> list[Due]:
        columns = (Need.id, Need.question, Need.due_at)
        mine = (Need.department == department, Need.status.in_(RUNNING))
        with reading(self._engine) as db:
            rows = db.execute(select(*columns).where(*mine).order_by(Need.due_at, Need.id))
            return [Due(*row) for row in rows]

    def _departments(self) -> tuple[Department, ...]:
        return self._rules.province.departments

    def _day(self) -> str:
        return f"{self._clock().astimezone(LOCAL).date()}"


def _means(department: Department) -> Iterator[str]:
    if department.email:
        yield "mail"
    if department.telegram_group:
        yield "telegram"


def _group(db: Connection, chat: str, now: datetime) -> str:
    """Return the conversation of a department's group, made when it is first needed."""
    row = insert(db, Conversation).values(
        id=uuid4().hex, channel="telegram", chat=chat, state={}, created_at=now, last_at=now
    )
    kept = row.on_conflict_do_update(index_elements=["channel", "chat"], set_={"chat": chat})
    return str(db.execute(kept.returning(Conversation.id)).scalar_one())
