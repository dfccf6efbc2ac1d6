"""Stands in for Rasa: the script knows each intent, all else is decided by the real actions."""

import json
from collections.abc import Callable, Mapping
from random import Random
from typing import Any, get_args

from actions.answering import decide
from actions.desk import Decision, Desk
from actions.finishing import finished
from actions.message import Message
from actions.needing import decline, pass_on
from actions.talking import LIMITS, TALK, limits, talk
from bot.conversation.ports import Understood
from bot.errors import EngineUnavailable
from bot.reply import Aspect
from bot.understanding.aspect_cues import cued_aspects

ASPECTS: tuple[Aspect, ...] = get_args(Aspect)


class ScriptedEngine:
    """``Engine`` that hears ``intent`` in what it is asked next; an empty one means it is down."""

    def __init__(self, desk: Desk, chance: Random) -> None:
        self._desk, self._chance = desk, chance
        self.intent = ""

    async def ask(self, _conversation: str, text: str, state: Mapping[str, Any]) -> Understood:
        """Answer as the actions do."""
        if not self.intent:
            raise EngineUnavailable("the script wants it so")
        intent, entities = _pressed(text) if text.startswith("/") else (self.intent, {})
        sure = 1.0 if text.startswith("/") else round(self._chance.uniform(0.55, 0.99), 3)
        message = _message(text, intent, sure, entities, state)
        decision = finished(self._desk, self._decide(message), message)
        ranking = [{"name": intent, "confidence": sure}]
        found = [{"entity": name, "value": value} for name, value in entities.items()]
        return Understood([decision.reply], intent, sure, ranking, found, _slots(state, decision))

    def _decide(self, message: Message) -> Decision:
        choices: dict[str, Callable[[Desk, Message], Decision]] = {
            "pass_on": pass_on,
            "affirm": pass_on,
            "deny": lambda desk, _: decline(desk),
            **dict.fromkeys(TALK, talk),
            **dict.fromkeys(LIMITS, limits),
        }
        return choices.get(message.intent, decide)(self._desk, message)


def _pressed(payload: str) -> tuple[str, dict[str, str]]:
    name, brace, rest = payload[1:].partition("{")
    return name, json.loads(brace + rest) if rest else {}


def _message(
    text: str, intent: str, sure: float, entities: Mapping[str, str], state: Mapping[str, Any]
) -> Message:
    last = state.get("aspect")
    return Message(
        text=text,
        intent=intent,
        code=entities.get("code"),
        option=entities.get("option"),
        context=state.get("procedure_code"),
        last_aspect=last if last in ASPECTS else "overview",
        situations=state.get("situations") or {},
        candidates=tuple(one["code"] for one in state.get("candidates") or ()),
        offer=state.get("offer"),
        aspects=() if text.startswith("/") else _cued(text),
        confidence=sure,
        asked=state.get("asked"),
        trail=tuple((code, aspect) for code, aspect in state.get("trail") or ()),
    )


def _cued(text: str) -> tuple[Aspect, ...]:
    return tuple(a for name in cued_aspects(text) for a in ASPECTS if a == name)


def _slots(state: Mapping[str, Any], decision: Decision) -> dict[str, Any]:
    kept = {name: state[name] for name in _SLOTS if name in state}
    return {name: value for name, value in {**kept, **decision.slots}.items() if value is not None}


_SLOTS = ("procedure_code", "aspect", "situations", "candidates", "offer", "asked", "trail")
