"""What a tracker says of the citizen's message and of the talk so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from rasa_sdk import Tracker

from bot.reply import Aspect
from bot.understanding.aspect_cues import cued_aspects

ASPECTS: tuple[Aspect, ...] = get_args(Aspect)


@dataclass(frozen=True, slots=True)
class Message:
    """One message with its context.

    Attributes:
        text: as the citizen wrote it; a payload for a pressed button.
        intent: what Rasa made of it.
        code: the procedure code it names.
        option: the situation option that a pressed button stands for.
        context: the code of the procedure the talk is about.
        last_aspect: what was asked last.
        situations: option by question, as far as known.
        candidates: codes that were offered to choose from, in their order.
        offer: the question the bot offered to pass on.
        aspects: what it asks beyond doubt, or several things that it asks.
        confidence: how sure Rasa is of the intent, 0…1.
        asked: the situation that the last reply asked about.
        trail: what was answered before, code and aspect, the latest last.
    """

    text: str
    intent: str = ""
    code: str | None = None
    option: str | None = None
    context: str | None = None
    last_aspect: Aspect = "overview"
    situations: Mapping[str, str] = field(default_factory=dict)
    candidates: tuple[str, ...] = ()
    offer: str | None = None
    aspects: tuple[Aspect, ...] = ()
    asked: str | None = None
    trail: tuple[tuple[str, Aspect], ...] = ()
    confidence: float = 1.0

    @property
    def is_button(self) -> bool:
        return self.text.startswith("/")

    @property
    def aspect(self) -> Aspect | None:
        """The aspect that is asked for first, if any is."""
        by_intent = (a for a in ASPECTS if self.intent == f"ask_{a}")
        return self.aspects[0] if self.aspects else next(by_intent, None)


def read(tracker: Tracker) -> Message:
    """Read what the actions need from a tracker."""
    latest: Mapping[str, Any] = tracker.latest_message or {}
    last = tracker.get_slot("aspect")
    return Message(
        text=latest.get("text") or "",
        intent=(latest.get("intent") or {}).get("name") or "",
        code=_entity(latest, "code"),
        option=_entity(latest, "option"),
        context=tracker.get_slot("procedure_code"),
        last_aspect=last if last in ASPECTS else "overview",
        situations=tracker.get_slot("situations") or {},
        candidates=tuple(c["code"] for c in tracker.get_slot("candidates") or ()),
        offer=tracker.get_slot("offer"),
        aspects=_aspects(latest),
        confidence=float((latest.get("intent") or {}).get("confidence") or 0.0),
        asked=tracker.get_slot("asked"),
        trail=tuple((code, aspect) for code, aspect in tracker.get_slot("trail") or ()),
    )


def _aspects(latest: Mapping[str, Any]) -> tuple[Aspect, ...]:
    """What the engine heard in several clauses, else what certain phrases ask for."""
    text = latest.get("text") or ""
    cued = () if text.startswith("/") else cued_aspects(text)
    heard = _entities(latest, "aspect")
    names = heard if len(heard) > len(cued) else cued
    return tuple(a for name in names for a in ASPECTS if a == name)


def _entity(latest: Mapping[str, Any], name: str) -> str | None:
    return next(iter(_entities(latest, name)), None)


def _entities(latest: Mapping[str, Any], name: str) -> list[Any]:
    found = (e for e in latest.get("entities") or () if e.get("entity") == name)
    return [str(e["value"]) for e in found if e.get("value")]
