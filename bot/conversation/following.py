"""Citizens follow what they asked: where it is, a word more, withdrawn; and ask a department.

All of it happens without the engine. Words are only taken for this when they can hardly mean
anything else: “phản ánh: …” and “hỏi cơ quan: …” need their colon or a whole sentence behind them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from bot.clock import LOCAL
from bot.conversation.ports import Stored, Understood
from bot.needs import words
from bot.needs.words import ADD, HELPFUL, WITHDRAW, short
from bot.reply import Button, NeedDraft, NeedKind, NeedWord, Reply, TextBlock
from bot.understanding.fold import fold

NEEDS: Final = "needs"  # the intent of a turn that is about needs, and made here
SHORTEST = 3  # words that a question to a department has

_PAYLOAD = re.compile(rf'/({HELPFUL}|{WITHDRAW}|{ADD})\{{"n":(\d{{1,9}})(?:,"v":"(yes|no)")?\}}')
_ASKS_STATE = re.compile(
    r"(?:(?:cac |nhung )?(?:cau hoi|phan anh|gop y|yeu cau|viec)(?: cua)? (?:toi|em|minh|chau|con)"
    r"|(?:cau hoi|phan anh) (?:so )?(?P<n>\d{1,9})|xem (?:lai )?cau hoi da gui)"
    r".{0,25}?(?:toi dau|den dau|sao roi|the nao|tra loi chua|co chua|xong chua|da gui)"
)
_ADDS = re.compile(
    r"\s*(?:bổ sung|bo sung|bổ xung|bo xung)\s*(?:số\s*|so\s*)?(\d{1,9})?\s*[:,-]\s*", re.I
)
_WITHDRAWS = re.compile(
    r"(?:rut|huy|thu hoi)(?: lai)? (?:cau hoi|phan anh|gop y)(?: so)? ?(\d{1,9})?"
)
_OPENS: Sequence[tuple[str, NeedKind]] = (
    (r"phản ánh|phan anh", "complaint"),
    (r"góp ý|gop y|đề xuất|de xuat|kiến nghị|kien nghi", "suggestion"),
    (r"hỏi cơ quan|hoi co quan|hỏi phòng ban|gửi cơ quan|gui co quan", "question"),
    (r"báo link hỏng|bao link hong|link hỏng|link hong|báo lỗi trang|bao loi trang", "broken_link"),
)


@dataclass(frozen=True, slots=True)
class Followed:
    """One need as its citizen may know it."""

    number: int
    question: str
    department: str
    status: str
    due_at: datetime | None
    is_open: bool


class Needs(Protocol):
    """The needs of a conversation. Called in threads."""

    def of(self, conversation: str) -> Sequence[Followed]:
        """Return the newest ones, at most ten, the newest first."""
        ...

    def owner(self, text: str) -> str:
        """Return the name of the department that a question goes to."""
        ...


class Following:
    """Takes what is said about needs."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def taken(self, message: Stored, said: str) -> Understood | None:
        """Return the turn of a message about needs, else ``None``; asks the records only then.

        ``said`` is what the conversation made of the message: the payload of what was chosen.
        """
        if found := _PAYLOAD.fullmatch(said):
            return self._pressed(message, found)
        if message.kind != "text":
            return None
        for take in (self._adds, self._withdraws, self._asks_state, self._opens):
            if made := take(message):
                return made
        return None

    def _pressed(self, message: Stored, found: re.Match[str]) -> Understood | None:
        intent, number, helps = found[1], int(found[2]), found[3]
        need = self._mine(message, number)
        if need is None:
            return _turn(message, words.NONE)
        if intent == WITHDRAW:
            return self._withdrawn(message, need)
        if intent == ADD:
            return _turn(message, words.WRITE.format(example=f"bổ sung {number}"))
        if helps == "yes":
            return _turn(message, words.THANKED, NeedWord(number=number, word="helpful"))
        text = words.NOT_CLEAR.format(department=need.department, number=number)
        return _turn(message, text, NeedWord(number=number, word="not_helpful"))

    def _asks_state(self, message: Stored) -> Understood | None:
        found = _ASKS_STATE.search(fold(message.text))
        if not found:
            return None
        known = self._needs.of(message.conversation)
        wanted = [n for n in known if not found["n"] or n.number == int(found["n"])]
        if not wanted:
            return _turn(message, words.NONE)
        lines = "\n".join(map(_line, wanted[:5]))
        return _turn(message, lines, buttons=tuple(_buttons(wanted)))

    def _adds(self, message: Stored) -> Understood | None:
        found = _ADDS.match(message.text)
        need = self._meant(message, found) if found else None
        if not found or need is None:
            return None
        text = message.text[found.end() :].strip()
        if not text:
            return _turn(message, words.WRITE.format(example=f"bổ sung {need.number}"))
        word = NeedWord(number=need.number, word="add", text=text)
        return _turn(message, words.ADDED.format(number=need.number), word)

    def _withdraws(self, message: Stored) -> Understood | None:
        found = _WITHDRAWS.match(fold(message.text).strip())
        need = self._meant(message, found) if found else None
        return self._withdrawn(message, need) if need else None

    def _withdrawn(self, message: Stored, need: Followed) -> Understood:
        if not need.is_open:
            return _turn(message, words.CLOSED.format(number=need.number))
        word = NeedWord(number=need.number, word="withdraw")
        return _turn(message, words.WITHDRAWN.format(number=need.number), word)

    def _opens(self, message: Stored) -> Understood | None:
        for said, kind in _OPENS:
            found = re.match(
                rf"\s*(?:tôi muốn |em muốn |cho em )?(?:{said})\s*(?:[:：]\s*|[.!?]*$)",
                message.text,
                re.I,
            )
            if not found:
                continue
            question = message.text[found.end() :].strip()
            if len(question.split()) < SHORTEST:
                return _turn(message, words.WRITE.format(example=found[0].strip(" :.!?")))
            return self._opened(message, question, kind)
        return None

    def _opened(self, message: Stored, question: str, kind: NeedKind) -> Understood:
        text = words.OPENED.format(question=short(question), department=self._needs.owner(question))
        blocks = [TextBlock(text=text + words.FOLLOW)]
        blocks += [TextBlock(text=words.LEGAL)] if kind == "complaint" else []
        draft = NeedDraft(question=question, kind=kind)
        reply = Reply(outcome="handoff", blocks=tuple(blocks), need=draft)
        return Understood([reply], NEEDS, 1.0, [], [], message.state)

    def _meant(self, message: Stored, found: re.Match[str]) -> Followed | None:
        """The need of that number, or else the newest one that is open."""
        known = self._needs.of(message.conversation)
        if found[1]:
            return next((n for n in known if n.number == int(found[1])), None)
        return next((n for n in known if n.is_open), None)

    def _mine(self, message: Stored, number: int) -> Followed | None:
        known = self._needs.of(message.conversation)
        return next((n for n in known if n.number == number), None)


def _line(need: Followed) -> str:
    due = need.due_at.astimezone(LOCAL) if need.due_at and need.is_open else None
    until = f", hạn trả lời {due:%H:%M ngày %d/%m/%Y}" if due else ""
    status = words.STATUS.get(need.status, need.status)
    return (
        f"Câu hỏi số {need.number}, “{short(need.question)}”: {status}{until} ({need.department})."
    )


def _buttons(needs: Sequence[Followed]) -> list[Button]:
    newest = next((need for need in needs if need.is_open), None)
    if newest is None:
        return []
    n = newest.number
    return [
        Button(title=f"Bổ sung câu số {n}", payload=f'/{ADD}{{"n":{n}}}'),
        Button(title=f"Rút câu số {n}", payload=f'/{WITHDRAW}{{"n":{n}}}'),
    ]


def _turn(
    message: Stored, text: str, word: NeedWord | None = None, buttons: tuple[Button, ...] = ()
) -> Understood:
    blocks = tuple(TextBlock(text=line) for line in text.split("\n"))
    reply = Reply(outcome="handoff", blocks=blocks, buttons=buttons, need_word=word)
    return Understood([reply], NEEDS, 1.0, [], [], message.state)
