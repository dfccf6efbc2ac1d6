"""What staff do with a conversation: take it over, talk, hand it over, give it back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, select

from bot.conversation import handing
from bot.errors import HandoffRefused
from bot.records.audit import Deed, note
from bot.records.messages.inbox import utc_now
from bot.records.messages.telling import Told, tell, told_before
from bot.records.read import reading
from bot.records.staff.accounts import Staff, staff_of
from bot.records.staff.colleagues import TALK
from bot.records.staff.scope import may_see
from bot.records.staff.tables import StaffMember
from bot.records.takeover.rows import begin, change, close, locked, newest_turn
from bot.records.takeover.tables import Handoff
from bot.records.takeover.views import Takeover, Waiting, open_one, takeovers, waiting_for
from bot.records.text import clean, storable

LONGEST = 4_096  # of one message, where a channel takes most; the console knows what each takes
LONGEST_KEY = 100
LONGEST_SUMMARY = 2_000

NOT_THERE = "Không có cuộc trò chuyện này."
NOTHING_SAID = "Người dân chưa nhắn gì, nên chưa có gì để tiếp nhận."
YOURS = "Anh/chị đang nói chuyện ở đây rồi."
TAKEN = "{} đã tiếp nhận cuộc trò chuyện này."
NOT_YOURS = "Cuộc trò chuyện này không còn ở chỗ anh/chị; hãy tải lại trang."
EMPTY = "Hãy viết nội dung rồi gửi."
TOO_LONG = "Tin dài quá {} ký tự; hãy chia thành nhiều tin."
NO_TARGET = "Hãy chọn một đồng nghiệp, một phòng hoặc một xã, phường để chuyển đến."
NO_COLLEAGUE = "Người này không nhận được cuộc trò chuyện: {}."


@dataclass(frozen=True, slots=True)
class Target:
    """Whom a conversation is handed to: a colleague, or else the queue of a department or commune.

    ``name`` is what the citizen is told of a department.
    """

    staff_id: int | None = None
    department: str = ""
    commune: str = ""
    name: str = ""


class SqlHandoffs:
    """What becomes of conversations with a person, for any number of processes."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self._engine, self._clock = engine, clock

    def open(self, conversation: str) -> Takeover | None:
        """Return the takeover that is not closed."""
        with reading(self._engine) as db:
            return open_one(db, conversation)

    def history(self, conversation: str) -> list[Takeover]:
        """Return all takeovers of a conversation, the newest first."""
        query = takeovers().where(Handoff.conversation_id == conversation)
        with reading(self._engine) as db:
            return [Takeover(*row) for row in db.execute(query.order_by(Handoff.id.desc()))]

    def queue(self, staff: Staff) -> Sequence[Waiting]:
        """Return who waits for ``staff`` or for everybody, the longest first."""
        with reading(self._engine) as db:
            return waiting_for(db, staff)

    def mine(self, staff: Staff) -> list[Takeover]:
        """Return those in which ``staff`` talk, first those whose citizen waits longest."""
        query = takeovers().where(Handoff.status == "talking", Handoff.staff_id == staff.id)
        with reading(self._engine) as db:
            found = [Takeover(*row) for row in db.execute(query.order_by(Handoff.citizen_at))]
        return sorted(found, key=lambda one: not one.citizen_waits)

    def claim(self, staff: Staff, conversation: str, deed: Deed) -> Told:
        """Speak from now on instead of the bot, asked for or not.

        Raises:
            HandoffRefused: somebody else was quicker, or there is nothing to take over.
        """
        now = self._clock()
        with self._engine.begin() as db:
            talk = _seen(db, staff, conversation)
            before, turn = open_one(db, conversation), newest_turn(db, conversation)
            if turn is None:
                raise HandoffRefused(NOTHING_SAID)
            if not begin(db, conversation, turn, staff.id, now):
                raise HandoffRefused(_why_taken(before, staff))
            note(db, now, deed, "conversation taken over", conversation, asked=bool(before))
            return tell(db, talk, handing.claimed(staff.name, staff.province), now)

    def say(self, staff: Staff, conversation: str, text: str, key: str) -> Told:
        """Send a message; the same ``key`` twice is one message.

        Raises:
            HandoffRefused: it is empty or too long, or ``staff`` no longer speak there.
        """
        now, key = self._clock(), clean(key, LONGEST_KEY)
        with self._engine.begin() as db:
            talk = _seen(db, staff, conversation)
            if key and (before := told_before(db, talk, key)):
                return before
            reply = handing.word_of(staff.name, _checked(text))
            if not change(db, conversation, *_talks(staff), staff_at=now):
                raise HandoffRefused(NOT_YOURS)
            return tell(db, talk, reply, now, staff_id=staff.id, key=key)

    def hand_over(
        self, staff: Staff, conversation: str, to: Target, reason: str, place: str = ""
    ) -> Told:
        """Hand over to a colleague, or back into the queue of a department or commune.

        Raises:
            HandoffRefused: there is nobody to hand it to, or it is not theirs.
        """
        now = self._clock()
        with self._engine.begin() as db:
            talk = _seen(db, staff, conversation)
            values, reply = _handed(db, staff, to, now)
            if not change(db, conversation, *_talks(staff), **values):
                raise HandoffRefused(NOT_YOURS)
            where = {"department": to.department, "commune": to.commune, "staff": to.staff_id}
            deed = Deed(staff.login, reason, place)
            note(db, now, deed, "conversation handed over", conversation, **where)
            return tell(db, talk, reply, now)

    def give_back(
        self,
        staff: Staff,
        conversation: str,
        summary: str,
        ending: str = "returned",
        place: str = "",
    ) -> Told:
        """End the takeover: the bot speaks again, and the citizen is asked how it was.

        Raises:
            HandoffRefused: it is not theirs.
        """
        now, kept = self._clock(), storable(summary.strip(), LONGEST_SUMMARY)
        with self._engine.begin() as db:
            talk = _seen(db, staff, conversation)
            if not close(db, conversation, ending, now, *_talks(staff), summary=kept):
                raise HandoffRefused(NOT_YOURS)
            deed = Deed(staff.login, "", place)
            note(db, now, deed, "conversation given back", conversation, ending=ending)
            reply = handing.returned(staff.name)
            return tell(db, talk, reply, now, state=handing.ASKED)


def _seen(db: Connection, staff: Staff, conversation: str) -> Row[Any]:
    talk = locked(db, conversation)
    if talk is None or not may_see(db, staff, conversation):
        raise HandoffRefused(NOT_THERE)
    return talk


def _talks(staff: Staff) -> tuple[Any, ...]:
    return Handoff.status == "talking", Handoff.staff_id == staff.id


def _why_taken(before: Takeover | None, staff: Staff) -> str:
    if before and before.staff_id == staff.id:
        return YOURS
    return TAKEN.format(before.staff_name if before else "")


def _checked(text: str) -> str:
    said = clean(text, 2 * LONGEST).strip()
    if not said:
        raise HandoffRefused(EMPTY)
    if len(said) > LONGEST:
        raise HandoffRefused(TOO_LONG.format(f"{LONGEST:,}".replace(",", ".")))
    return storable(said)


def _handed(db: Connection, staff: Staff, to: Target, now: datetime) -> tuple[dict[str, Any], Any]:
    """Return what changes in the row, and what the citizen is told."""
    common = {"staff_at": None, "citizen_at": now, "department": to.department}
    if to.staff_id is not None:
        other = _colleague(db, staff, to.staff_id)
        values = {**common, "commune": to.commune, "staff_id": other.id, "claimed_at": now}
        return values, handing.passed_to(staff.name, other.name)
    if not (to.department or to.commune):
        raise HandoffRefused(NO_TARGET)
    queued = {"status": "waiting", "staff_id": None, "claimed_at": None, "commune": to.commune}
    return {**common, **queued}, handing.queued_again(staff.name, to.name or to.commune)


def _colleague(db: Connection, staff: Staff, staff_id: int) -> Staff:
    row = db.execute(select(StaffMember.__table__).where(StaffMember.id == staff_id)).first()
    other = staff_of(row) if row else None
    if other is None or other.disabled or not TALK & set(other.roles) or other.id == staff.id:
        raise HandoffRefused(NO_COLLEAGUE.format(other.name if other else "không có tài khoản"))
    return other
