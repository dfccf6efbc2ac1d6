"""What a tracker says of the citizen's message and of the talk so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from rasa_sdk import Tracker

from bot.reply import Aspect

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

    @property
    def is_button(self) -> bool:
        return self.text.startswith("/")

    @property
    def aspect(self) -> Aspect | None:
        """The aspect that the intent asks for, if it asks for one."""
        return next((a for a in ASPECTS if self.intent == f"ask_{a}"), None)


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
    )


def _entity(latest: Mapping[str, Any], name: str) -> str | None:
    values = (e.get("value") for e in latest.get("entities") or () if e.get("entity") == name)
    return next((str(v) for v in values if v), None)
