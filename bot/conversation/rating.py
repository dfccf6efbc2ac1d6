"""When citizens are asked whether an answer helped: two buttons under some of the answers.

What has to be remembered stands in the conversation's state, so that it costs no query.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.clock import LOCAL
from bot.conversation.ports import Stored, Understood
from bot.reply import Button, Reply

RATE = "rate"  # the intent of a turn that says what an answer was like
RATING = "rating"  # in a conversation's state: a ``Memory``
EVERY = 3  # answers from one time to the next
HURRY = 20.0  # seconds; who asks on faster than that is not to be interrupted
MOST_BUTTONS = 3  # of the answer itself, since Zalo shows five
ANSWERS = ("answered", "partial")

UP = Button(title="👍 Đúng ý tôi", payload=f'/{RATE}{{"r":"up"}}')
DOWN = Button(title="👎 Chưa đúng", payload=f'/{RATE}{{"r":"down"}}')
_QUESTION = 300  # characters that are kept of what was asked


class Memory(BaseModel):
    """What a conversation remembers of ratings.

    Attributes:
        since: answers given after the last one with the two buttons; ``None`` before the first.
        at: when the last answer was given, in seconds.
        day, codes: the procedures whose answers had the buttons on that day.
        question, code: what the last answer was asked, and about which procedure.
        called: the day on which a person was asked for; that person counts then.
        fresh: whether the last answer has the two buttons.
        offered: titles and payloads of what a reply about the rating offers now.
        why: the reason, while a word about it is awaited.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    since: int | None = None
    at: float = 0.0
    day: str = ""
    codes: tuple[str, ...] = ()
    question: str = ""
    code: str = ""
    called: str = ""
    fresh: bool = False
    offered: tuple[tuple[str, str], ...] = ()
    why: str | None = None


def memory(state: Mapping[str, Any]) -> Memory:
    """Return what the state of a conversation remembers."""
    return Memory.model_validate(state.get(RATING, {}))


def with_memory(state: Mapping[str, Any], kept: Memory) -> Mapping[str, Any]:
    """Return the state with what is remembered in it."""
    changed = kept.model_dump(mode="json", exclude_defaults=True)
    return {**state, RATING: changed} if changed else state


def asking(understood: Understood, message: Stored, now: datetime) -> Understood:
    """Put the two buttons under what the engine answered, if this is the moment for them."""
    (reply,), kept = understood.replies, memory(message.state)
    kept = kept.model_copy(update={"fresh": False, "offered": (), "why": None})
    if reply.wants_person:
        kept = kept.model_copy(update={"called": _day(now)})
    if reply.outcome in ANSWERS:
        is_moment = _is_moment(reply, understood.state, kept, now)
        kept = _after(kept, reply, message, now, is_moment)
        if is_moment:
            reply = reply.model_copy(update={"buttons": (*reply.buttons, UP, DOWN)})
    return replace(understood, replies=[reply], state=with_memory(understood.state, kept))


def _is_moment(reply: Reply, state: Mapping[str, Any], kept: Memory, now: datetime) -> bool:
    """After an answer about one procedure that asks nothing itself, and not too often."""
    if reply.procedure is None or reply.candidates or state.get("asked"):
        return False
    if len(reply.buttons) > MOST_BUTTONS or now.timestamp() - kept.at < HURRY:
        return False
    often = kept.since is not None and kept.since + 1 < EVERY
    called = reply.wants_person or kept.called == _day(now)
    return not often and not called and reply.procedure.code not in _asked_on(kept, now)


def _after(kept: Memory, reply: Reply, message: Stored, now: datetime, is_asked: bool) -> Memory:
    code = reply.procedure.code if reply.procedure else ""
    changes: dict[str, Any] = {"at": now.timestamp(), "code": code}
    changes["question"] = _question(reply, message)
    changes["since"] = None if kept.since is None else kept.since + 1
    if is_asked:
        changes |= {"since": 0, "fresh": True, "day": _day(now)}
        changes["codes"] = (*_asked_on(kept, now), code)
    return kept.model_copy(update=changes)


def _question(reply: Reply, message: Stored) -> str:
    """What was asked, so that somebody else understands it."""
    said = message.label or message.text
    if message.kind == "button" and reply.procedure:
        said = f"{message.label or reply.aspect}: {reply.procedure.name}"
    return said[:_QUESTION]


def _asked_on(kept: Memory, now: datetime) -> tuple[str, ...]:
    return kept.codes if kept.day == _day(now) else ()


def _day(now: datetime) -> str:
    return now.astimezone(LOCAL).date().isoformat()
