"""What answers teach: proposed by whoever answered, decided by an editor, used from then on."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeVar

from sqlalchemy import Engine, func, insert, inspect, select, update
from sqlalchemy.exc import IntegrityError

from bot.errors import NeedRefused
from bot.records.audit import Deed, note
from bot.records.database import exists, open_database, plain_errors
from bot.records.messages.inbox import utc_now
from bot.records.needs.tables import Lesson
from bot.records.read import reading
from bot.records.tables import Need
from bot.records.text import storable

LessonKind = Literal["alias", "faq", "sentence", "fact"]
LONGEST = 300
LONGEST_ANSWER = 2_000
TOO_SHORT = "Hãy viết ít nhất hai chữ."
TWICE = "Việc này đã có đề xuất như vậy."
DECIDED = "Đề xuất này đã được quyết định."
PERSONAL = "Câu này còn số giấy tờ hoặc điện thoại bị che; hãy viết lại cho chung."
NO_PROCEDURE = "Hãy chọn thủ tục có trong danh mục."
NO_ANSWER = "Hãy ghi câu trả lời."


@dataclass(frozen=True, slots=True)
class Draft:
    """What is proposed; see the table for what each kind holds."""

    kind: LessonKind
    text: str
    procedure: str
    aspect: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Taught:
    """An accepted question with its answer."""

    number: int
    text: str
    answer: str
    procedure: str
    department: str
    decided_at: datetime


class SqlLessons:
    """All lessons; ``has`` tells whether the catalogue has a record of a code."""

    def __init__(
        self,
        engine: Engine,
        has: Callable[[str], bool],
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._engine, self._has, self._clock = engine, has, clock

    def propose(self, need: int, draft: Draft, deed: Deed) -> int:
        """Propose something that a need teaches, and return its number.

        Raises:
            NeedRefused: it cannot be used, or is proposed already.
        """
        now, text = self._clock(), self._checked(draft)
        row = insert(Lesson).values(
            need_id=need,
            kind=draft.kind,
            procedure_code=draft.procedure,
            aspect=draft.aspect,
            text=text,
            answer=storable(draft.answer.strip(), LONGEST_ANSWER),
            status="proposed",
            proposed_by=deed.who,
            decided_by="",
            reason="",
            created_at=now,
        )
        try:
            with self._engine.begin() as db:
                number = int(db.execute(row.returning(Lesson.id)).scalar_one())
                note(db, now, deed, "teaching proposed", str(number), kind=draft.kind, need=need)
        except IntegrityError:
            raise NeedRefused(TWICE) from None
        return number

    def decide(self, number: int, deed: Deed, *, accepted: bool) -> None:
        """Accept or reject a proposal; what is accepted holds from the next look on.

        Raises:
            NeedRefused: it is decided already.
        """
        now, status = self._clock(), "accepted" if accepted else "rejected"
        mine = (Lesson.id == number, Lesson.status == "proposed")
        values = {"status": status, "decided_by": deed.who, "decided_at": now}
        with self._engine.begin() as db:
            row = update(Lesson).where(*mine).values(**values, reason=storable(deed.reason, 500))
            if not db.execute(row).rowcount:
                raise NeedRefused(DECIDED)
            note(db, now, deed, f"teaching {status}", str(number))

    def all(self, status: str = "proposed", most: int = 200) -> Sequence[Any]:
        """Return the lessons of a status with their needs' question and department."""
        columns = (Lesson.__table__, Need.question, Need.department)
        query = select(*columns).join(Need, Need.id == Lesson.need_id)
        with reading(self._engine) as db:
            rows = query.where(Lesson.status == status).order_by(Lesson.id.desc()).limit(most)
            return db.execute(rows).all()

    def _checked(self, draft: Draft) -> str:
        text = storable(" ".join(draft.text.split()), LONGEST)
        if len(text.split()) < 2:
            raise NeedRefused(TOO_SHORT)
        if "[" in text:
            raise NeedRefused(PERSONAL)
        if not self._has(draft.procedure):
            raise NeedRefused(NO_PROCEDURE)
        if draft.kind == "faq" and not draft.answer.strip():
            raise NeedRefused(NO_ANSWER)
        return text


def learnt_aliases(engine: Engine) -> Mapping[str, tuple[str, ...]]:
    """Return the accepted aliases by procedure code."""
    query = select(Lesson.procedure_code, Lesson.text).where(
        Lesson.status == "accepted", Lesson.kind == "alias"
    )
    found: dict[str, tuple[str, ...]] = {}
    with reading(engine) as db:
        for row in db.execute(query.order_by(Lesson.id)):
            found[row.procedure_code] = (*found.get(row.procedure_code, ()), row.text)
    return found


def taught(engine: Engine) -> list[Taught]:
    """Return the accepted questions with their answers, the newest first."""
    columns = (Lesson.id, Lesson.text, Lesson.answer, Lesson.procedure_code)
    query = select(*columns, Need.department, Lesson.decided_at).join(Need)
    wanted = (Lesson.status == "accepted", Lesson.kind == "faq")
    with reading(engine) as db:
        rows = db.execute(query.where(*wanted).order_by(Lesson.id.desc()))
        return [Taught(*row[:5], decided_at=row[5] or utc_now()) for row in rows]


def lessons_state(engine: Engine) -> tuple[int, datetime | None]:
    """Return what changes whenever another lesson is accepted."""
    query = select(func.count(), func.max(Lesson.decided_at)).where(Lesson.status == "accepted")
    with reading(engine) as db:
        count, newest = db.execute(query).one()
    return count, newest


Read = TypeVar("Read")


def learnt_in(url: str) -> Mapping[str, tuple[str, ...]]:
    """Return ``learnt_aliases`` of the database at ``url``; none where there is none yet.

    Raises:
        DatabaseUnusable: there is one, and it cannot be read.
    """
    return _read(url, learnt_aliases) or {}


def lessons_state_in(url: str) -> Hashable:
    """Return ``lessons_state`` of the database at ``url``; nothing where there is none yet."""
    return _read(url, lessons_state)


def _read(url: str, read: Callable[[Engine], Read]) -> Read | None:
    if not exists(url):
        return None
    engine = open_database(url)
    try:
        with plain_errors(engine):
            return read(engine) if inspect(engine).has_table(Lesson.__tablename__) else None
    finally:
        engine.dispose()
