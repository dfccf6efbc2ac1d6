"""An answer goes out to everybody who asked, in the transaction in which it is given."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row

from bot.errors import NeedRefused
from bot.needs.plain import Remark, remarks
from bot.needs.words import answer_of, question_to
from bot.province.province import Department
from bot.records.messages.inbox import utc_now
from bot.records.messages.telling import Told, tell
from bot.records.needs.moves import NOT_THERE
from bot.records.needs.opening import Rules
from bot.records.needs.rows import OPEN, change, followers, happened, need_row
from bot.records.needs.seen import may_handle
from bot.records.staff.accounts import Staff
from bot.records.takeover.rows import locked
from bot.records.text import clean, storable

LONGEST = 2_000
EMPTY = "Hãy viết câu trả lời rồi gửi."
TOO_LONG = f"Câu trả lời dài quá {LONGEST} ký tự; hãy viết ngắn lại."
CONFIRM = "Câu trả lời khác với danh mục; hãy xem lại rồi đánh dấu xác nhận."
NOT_YOUR_OWN = "Câu trả lời này do chính anh/chị viết; cần một người khác duyệt."
ANSWERED_ALREADY = "Việc này đã có câu trả lời hoặc đã đóng; hãy tải lại trang."


@dataclass(frozen=True, slots=True)
class Answer:
    """What an officer writes; ``confirmed`` says that it is meant to differ from the record."""

    text: str
    confirmed: bool = False


class SqlAnswers:
    """Answers on their way to citizens; ``procedure_of`` gives a record by its code, or nothing."""

    def __init__(
        self,
        engine: Engine,
        rules: Rules,
        procedure_of: Callable[[str], Any],
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._engine, self._rules, self._clock = engine, rules, clock
        self._procedure_of = procedure_of

    def advice(self, text: str, procedure: str = "") -> list[Remark]:
        """Return what could be better in an answer."""
        return remarks(text, self._procedure_of(procedure) if procedure else None)

    def answer(self, staff: Staff, need: int, answer: Answer) -> list[Told]:
        """Answer a need, or draft the answer where another one has to approve it.

        Exactly one of two who answer at once gets through. Nothing is returned for a draft.

        Raises:
            NeedRefused: it cannot be sent as it is, or the need is answered already.
        """
        text, now = _checked(answer.text), self._clock()
        with self._engine.begin() as db:
            row = _theirs(db, staff, need)
            self._confirmed(text, row, answer)
            department = self._department(row.department)
            kept = {"answer": text, "answered_by": staff.id, "owner_id": staff.id}
            if department.approval:
                change(db, need, ("new", "accepted", "reopened"), {**kept, "status": "drafted"})
                happened(db, need, now, staff.login, "drafted", text)
                return []
            change(db, need, ("new", "accepted", "reopened"), kept)
            return self._give(db, need, department, staff, now)

    def approve(self, staff: Staff, need: int) -> list[Told]:
        """Let a drafted answer go out.

        Raises:
            NeedRefused: it is the approver's own, or no draft.
        """
        now = self._clock()
        with self._engine.begin() as db:
            row = _theirs(db, staff, need)
            if row.status != "drafted":
                raise NeedRefused(ANSWERED_ALREADY)
            if row.answered_by == staff.id:
                raise NeedRefused(NOT_YOUR_OWN)
            return self._give(db, need, self._department(row.department), staff, now)

    def send_back(self, staff: Staff, need: int, reason: str) -> None:
        """Give a draft back to who wrote it.

        Raises:
            NeedRefused: it is no draft.
        """
        with self._engine.begin() as db:
            _theirs(db, staff, need)
            change(db, need, ("drafted",), {"status": "accepted"})
            happened(db, need, self._clock(), staff.login, "sent back", reason)

    def ask(self, staff: Staff, need: int, question: str) -> Told | None:
        """Ask the citizen for what is missing; the due time stands still until they write.

        Raises:
            NeedRefused: it is not open.
        """
        text, now = _checked(question), self._clock()
        with self._engine.begin() as db:
            row = _theirs(db, staff, need)
            values = {"status": "waiting", "paused_at": now, "owner_id": staff.id}
            change(db, need, ("new", "accepted", "reopened"), values)
            happened(db, need, now, staff.login, "asked the citizen", text)
            reply = question_to(need, self._department(row.department).name, text)
            return _told(db, row, reply, staff, now, f"need-{need}-ask-{now.timestamp():.0f}")

    def _give(
        self, db: Connection, need: int, department: Department, staff: Staff, now: datetime
    ) -> list[Told]:
        row = need_row(db, need)
        if row is None:
            raise NeedRefused(NOT_THERE)
        late = bool(row.due_at and now > row.due_at) if row.was_late is None else row.was_late
        times = {"answered_at": row.answered_at or now, "was_late": late}
        change(db, need, OPEN, {"status": "answered", "closed_at": now, **times})
        happened(db, need, now, staff.login, "answered")
        waiting = followers(db, need)
        for one in waiting:
            if one.merged_into:  # its citizen was answered just as late
                change(db, one.id, ("merged",), times)
        told = [_answered(db, one, department, str(row.answer), staff, now) for one in waiting]
        return [one for one in told if one]

    def _confirmed(self, text: str, row: Row[Any], answer: Answer) -> None:
        grave = [one for one in self.advice(text, row.procedure_code) if one.is_grave]
        if grave and not answer.confirmed:
            raise NeedRefused(f"{CONFIRM} {grave[0].sentence}")

    def _department(self, wanted: str) -> Department:
        departments = self._rules.province.departments
        return next((one for one in departments if one.id == wanted), departments[0])


def _theirs(db: Connection, staff: Staff, need: int) -> Row[Any]:
    row = need_row(db, need)
    if row is None or not may_handle(staff, row.department):
        raise NeedRefused(NOT_THERE)
    return row


def _answered(
    db: Connection, row: Row[Any], department: Department, text: str, staff: Staff, now: datetime
) -> Told | None:
    reply = answer_of(row.id, department.name, row.question, text)
    return _told(db, row, reply, staff, now, f"need-{row.id}-{row.reopened}")


def _told(
    db: Connection, row: Row[Any], reply: Any, staff: Staff, now: datetime, key: str
) -> Told | None:
    talk = locked(db, row.conversation_id)
    return tell(db, talk, reply, now, staff_id=staff.id, key=key) if talk else None


def _checked(text: str) -> str:
    said = clean(text, 2 * LONGEST).strip()
    if not said:
        raise NeedRefused(EMPTY)
    if len(said) > LONGEST:
        raise NeedRefused(TOO_LONG)
    return storable(said)
