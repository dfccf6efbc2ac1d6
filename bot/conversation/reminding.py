"""“Nhắc tôi …”: a reminder of a legal deadline or of an appointment, kept, listed and cancelled.

A deadline is counted from the day that the citizen names (“sinh ngày 3/11”) by the days that the
record states; where it states none, the citizen is asked for the day to be reminded on.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Protocol

from bot.catalogue.answer import payload
from bot.catalogue.catalogue import Catalogue
from bot.catalogue.record import Deadline, Procedure
from bot.catalogue.wording import ASPECT_LABELS
from bot.clock import LOCAL
from bot.conversation.ports import Stored, Understood
from bot.needs import words
from bot.needs.when import MORNING, When, since, when
from bot.needs.words import short
from bot.reply import Button, ReminderDraft, Reply, TextBlock
from bot.understanding.fold import fold

REMINDERS: Final = "reminders"  # the intent of a turn that is about reminders, and made here
CANCEL = "reminder_cancel"
MOST = 10  # reminders of one conversation at a time
LEAD = timedelta(days=7)  # before a legal deadline; a day when less time is left
FARTHEST = timedelta(days=2 * 366)
CODE = "procedure_code"  # the slot: which procedure the talk is about

_ASKS = re.compile(
    r"\b(?:nhac|nho nhac|hen nhac|dat lich nhac|nhac nho)(?: lich| hen)?"
    r" (?:toi|em|minh|chi|anh|co|chu|bac|ba|ong|gium|giup|ho)\b"
)
_LISTS = re.compile(
    r"(?:(?:cho )?(?:toi |em )?(?:xem|liet ke)(?: cac| nhung)? (?:lich|loi|viec) nhac(?: hen)?"
    r"(?: cua (?:toi|em|minh))?|(?:lich|loi) nhac(?: hen)? (?:cua (?:toi|em|minh)|da dat))"
)
_CANCELS = re.compile(r"(?:huy|xoa|bo|thoi) (?:lich |loi )?nhac(?: hen| nho)?(?: so)? ?(\d{1,9})?")
_PRESSED = re.compile(rf'/{CANCEL}\{{"n":(\d{{1,9}})\}}')
_SINCE = re.compile(
    r"\b(?:sinh|de|mat|cuoi|chuyen den|den o|ke tu|tu)(?: \w+){0,2}? "
    r"(?:ngay|hom|tuan|\d{1,2}/|\d{1,3} (?:ngay|tuan))"
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One reminder that is still to come."""

    number: int
    text: str
    due_at: datetime


class Reminders(Protocol):
    """The reminders of a conversation. Called in threads."""

    def of(self, conversation: str) -> Sequence[Waiting]:
        """Return those that are still to come, the next one first."""
        ...


class Reminding:
    """Takes what is said about reminders."""

    def __init__(
        self,
        reminders: Reminders,
        catalogue: Callable[[], Catalogue],
        clock: Callable[[], datetime] = lambda: datetime.now(LOCAL),
    ) -> None:
        self._reminders, self._catalogue, self._clock = reminders, catalogue, clock

    def taken(self, message: Stored, said: str) -> Understood | None:
        """Return the turn of a message about reminders, else ``None``.

        ``said`` is what the conversation made of the message: the payload of what was chosen.
        """
        if found := _PRESSED.fullmatch(said):
            return self._cancelled(message, int(found[1]))
        if message.kind != "text":
            return None
        plain = fold(message.text)
        if found := _CANCELS.search(plain):
            return self._cancelled(message, int(found[1] or 0))
        if _LISTS.fullmatch(plain.strip(" ?.!")):
            return self._listed(message)
        return self._asked(message, plain) if _ASKS.search(plain) else None

    def _asked(self, message: Stored, plain: str) -> Understood:
        if len(self._reminders.of(message.conversation)) >= MOST:
            return _turn(message, words.TOO_MANY)
        procedure = self._procedure(message)
        today = self._clock().astimezone(LOCAL).date()
        days = _days_of(procedure)
        tells_since = bool(_SINCE.search(plain))
        begun = since(message.text, today) if days and tells_since else None
        if procedure and days and begun:
            return self._before(message, procedure, begun, begun + timedelta(days=days))
        found = None if tells_since else when(message.text, today)
        return self._at(message, procedure, found) if found else _which_day(message, procedure)

    def _at(self, message: Stored, procedure: Procedure | None, found: When) -> Understood:
        at, now = found.moment, self._clock()
        if at <= now:
            return _turn(message, words.PAST.format(at=_said(at)))
        if at - now > FARTHEST:
            return _turn(message, words.TOO_FAR)
        text = short(message.text)
        code = procedure.code if procedure else ""
        draft = ReminderDraft(text=text, due_at=at, procedure=code)
        return _turn(message, words.REMINDER_KEPT.format(at=_said(at), text=text), draft)

    def _before(self, message: Stored, procedure: Procedure, begun: date, last: date) -> Understood:
        """Remind a week before the deadline ends, tomorrow if that is past."""
        now = self._clock()
        until = datetime.combine(last, MORNING, LOCAL)
        if until <= now:
            return _turn(
                message, words.OVERDUE.format(name=procedure.name, until=f"{last:%d/%m/%Y}")
            )
        at = until - LEAD if until - LEAD > now else min(now + timedelta(days=1), until)
        text = f"{procedure.name}: hạn cuối {last:%d/%m/%Y}"
        draft = ReminderDraft(text=text, due_at=at, procedure=procedure.code)
        told = words.KEPT_DEADLINE.format(
            deadline=_stated(procedure),
            since=f"{begun:%d/%m/%Y}",
            until=f"{last:%d/%m/%Y}",
            at=_said(at),
        )
        return _turn(message, told, draft)

    def _listed(self, message: Stored) -> Understood:
        waiting = self._reminders.of(message.conversation)
        if not waiting:
            return _turn(message, words.NO_REMINDER)
        lines = [f"Số {one.number}, {_said(one.due_at)}: {one.text}" for one in waiting]
        buttons = tuple(
            Button(title=f"Hủy lời nhắc số {one.number}", payload=f'/{CANCEL}{{"n":{one.number}}}')
            for one in waiting[:3]
        )
        return _turn(message, "\n".join(lines), buttons=buttons)

    def _cancelled(self, message: Stored, number: int) -> Understood:
        waiting = self._reminders.of(message.conversation)
        wanted = next((one for one in waiting if number in (0, one.number)), None)
        if wanted is None:
            return _turn(message, words.NO_REMINDER)
        if not number and len(waiting) > 1:
            return self._listed(message)
        return _turn(message, words.CANCELLED.format(number=wanted.number), cancels=wanted.number)

    def _procedure(self, message: Stored) -> Procedure | None:
        """The one that the message names, else the one that the talk is about."""
        catalogue = self._catalogue()
        best = catalogue.find(message.text).best
        if best and best.chance >= catalogue.thresholds.answer:
            return best.procedure
        return catalogue.get(str(message.state.get(CODE) or ""))


def _which_day(message: Stored, procedure: Procedure | None) -> Understood:
    """Ask for the day; whoever thinks of a deadline may want to know it first."""
    if procedure is None or not isinstance(procedure.deadline, Deadline):
        return _turn(message, words.WHICH_DAY)
    title = f"{ASPECT_LABELS['deadline']}: {procedure.name}"
    button = Button(title=title, payload=payload("ask_deadline", procedure))
    return _turn(message, words.WHICH_DAY, buttons=(button,))


def _days_of(procedure: Procedure | None) -> int | None:
    """Return the legal time limit, if the record states it in days."""
    deadline = procedure.deadline if procedure else None
    return deadline.days if isinstance(deadline, Deadline) else None


def _stated(procedure: Procedure) -> str:
    return procedure.deadline.text if isinstance(procedure.deadline, Deadline) else ""


def _said(at: datetime) -> str:
    return f"{at.astimezone(LOCAL):%H:%M ngày %d/%m/%Y}"


def _turn(
    message: Stored,
    text: str,
    draft: ReminderDraft | None = None,
    cancels: int | None = None,
    buttons: tuple[Button, ...] = (),
) -> Understood:
    blocks = tuple(TextBlock(text=line) for line in text.split("\n"))
    reply = Reply(
        outcome="handoff" if draft or cancels else "clarify",
        blocks=blocks,
        buttons=buttons,
        reminder=draft,
        cancels_reminder=cancels,
    )
    return Understood([reply], REMINDERS, 1.0, [], [], message.state)
