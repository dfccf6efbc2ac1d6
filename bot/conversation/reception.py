"""Brings citizens to a person and back to the bot, and asks how it was; all without the engine."""

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from bot.conversation import handing
from bot.conversation.handing import ASKED, BACK, CLOSING, HUMAN, LEAVE, NO, NOTHING, WORD, YES
from bot.conversation.ports import Helpdesk, Stored, Understood, Verdict
from bot.reply import Reply, TextBlock
from bot.understanding.fold import fold

DESK: Final = "desk"  # the intent of a turn that is about a person, and made here
_FREE = frozenset({"smalltalk", "off_topic"})  # outcomes of what was a word rather than a question

_END = r"(?: (?:a|em|nhe|nha|di|voi|ban|ad))*"
_BACK = re.compile(
    r"(?:cho (?:toi|em|minh) |toi muon )?(?:quay (?:lai|ve)|tro (?:lai|ve)|gap(?: lai)?|hoi lai"
    r"|noi chuyen (?:lai )?voi|chat (?:lai )?voi) (?:voi )?(?:tro ly|may|bot)(?: ao| tu dong)?"
    rf"{_END}"
)
_YES = re.compile(
    r"(?:(?:da|vang|u|uh|thua) )*(?:roi|co|duoc roi|da duoc|co roi|xong roi|on roi|hieu roi|ok|oke"
    rf"|vang|da|duoc|da duoc giai dap|duoc giai dap roi){_END}"
)
_NO = re.compile(
    r"(?:(?:da|thua|van) )*(?:chua|chua duoc|chua ro|chua xong|chua hieu|khong|ko|k|khong duoc"
    rf"|chua duoc giai dap){_END}"
)
_CANCEL = re.compile(rf"(?:da |thoi )*(?:thoi|khong|khong can|ko|k|huy|bo qua){_END}")


def _utc_now() -> datetime:
    return datetime.now(UTC)


def leaves(message: Stored) -> bool:
    """Whether the citizen wants the bot instead of a person."""
    if message.kind == "button":
        return message.text == BACK.payload
    return message.kind == "text" and bool(_BACK.fullmatch(_plain(message.text)))


class Reception:
    """What is said around a talk with a person."""

    def __init__(
        self, helpdesk: Helpdesk | None = None, clock: Callable[[], datetime] = _utc_now
    ) -> None:
        """Ask ``helpdesk`` whether somebody is there; without one nobody is."""
        self._helpdesk, self._clock = helpdesk, clock

    async def taken(self, message: Stored, said: str) -> Understood | None:
        """Return the turn of a message about a person that needs no engine, else ``None``.

        ``said`` is what the conversation made of it: the payload of what was chosen, or a text.
        """
        if leaves(message) or said == BACK.payload:
            return await asyncio.to_thread(self._left, message)
        if said == LEAVE.payload:
            return _turn(message, handing.asks_for_question(), handing.LEAVING)
        if said == NOTHING.payload:
            return _turn(message, handing.thanks())
        if verdict := _verdict(message, said):
            return await asyncio.to_thread(self._judged, message, verdict)
        if message.state.get(CLOSING) == handing.LEAVING[CLOSING] and _is_text(message, said):
            return _question(message)
        return None

    async def offering(self, understood: Understood, message: Stored) -> Understood:
        """Do what the engine's reply asks for: call a person, or offer to."""
        (reply,) = understood.replies
        if reply.wants_person:
            reply = await asyncio.to_thread(self._called, message, reply)
        elif reply.outcome == "unmet" and await asyncio.to_thread(self._is_free, message):
            reply = reply.model_copy(update={"buttons": (*reply.buttons, HUMAN)})
        understood = replace(understood, replies=[reply])
        return _with_word(understood, message)

    def _called(self, message: Stored, reply: Reply) -> Reply:
        """Without a desk the reply stays what it is: where else to turn."""
        now, desk = self._clock(), self._helpdesk
        if place := self._place(message):
            return handing.still_queued(place)
        if desk and desk.is_open(now):
            called = handing.queued(desk.waiting() + 1)
            return called.model_copy(update={"wants_person": True})
        if desk and (opens := desk.opens_next(now)):
            reply = _in_place(reply, handing.closed(opens, now))
            reply = reply.model_copy(update={"buttons": (LEAVE,)})
        return reply.model_copy(update={"wants_person": False})

    def _place(self, message: Stored) -> int | None:
        return self._helpdesk.place(message.conversation) if self._helpdesk else None

    def _is_free(self, message: Stored) -> bool:
        """Whether a person can be asked for who has not been asked for yet."""
        is_open = self._helpdesk is not None and self._helpdesk.is_open(self._clock())
        return is_open and self._place(message) is None

    def _left(self, message: Stored) -> Understood:
        if message.with_person:
            made = _turn(message, handing.left(asks=True), ASKED)
        elif self._place(message):
            made = _turn(message, handing.not_queued())
        else:
            made = _turn(message, handing.left(asks=False))
        return replace(made, leaves_person=True)

    def _judged(self, message: Stored, verdict: Verdict) -> Understood:
        if verdict.answered:
            made = _turn(message, handing.asks_for_word(), WORD)
        else:
            made = _turn(message, handing.not_answered(self._is_free(message)), WORD)
        return replace(made, verdict=verdict)


def _verdict(message: Stored, said: str) -> Verdict | None:
    """Return what is answered to the question at the end of a takeover."""
    if said in (YES.payload, NO.payload):
        return Verdict(answered=said == YES.payload)
    if message.state.get(CLOSING) != ASKED[CLOSING] or not _is_text(message, said):
        return None
    plain = _plain(message.text)
    if _YES.fullmatch(plain):
        return Verdict(answered=True)
    return Verdict(answered=False) if _NO.fullmatch(plain) else None


def _question(message: Stored) -> Understood | None:
    """Make a need of what is left for the department."""
    if _CANCEL.fullmatch(_plain(message.text)):
        return _turn(message, handing.nothing_left())
    if not any(c.isalpha() for c in message.text):
        return None
    return _turn(message, handing.question_left(message.text))


def _with_word(understood: Understood, message: Stored) -> Understood:
    """Keep what is said after “anything else?”, and answer it too if it is a question."""
    if message.state.get(CLOSING) != WORD[CLOSING] or message.kind != "text":
        return understood
    (reply,) = understood.replies
    thanked = handing.thanks() if reply.outcome in _FREE else reply
    return replace(understood, replies=[thanked], verdict=Verdict(word=message.text))


def _turn(message: Stored, reply: Reply, state: Mapping[str, Any] | None = None) -> Understood:
    kept = {key: value for key, value in message.state.items() if key != CLOSING}
    return Understood([reply], DESK, 1.0, [], [], {**kept, **(state or {})})


def _in_place(reply: Reply, text: str) -> Reply:
    """Say ``text`` instead of what the reply says, and keep where else to turn."""
    rest = (block for block in reply.blocks if not isinstance(block, TextBlock))
    return reply.model_copy(update={"blocks": (TextBlock(text=text), *rest)})


def _is_text(message: Stored, said: str) -> bool:
    return message.kind == "text" and not said.startswith("/")


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))
