"""The actions by the names that Rasa knows them under."""

from collections.abc import Callable, Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecutionRejected, EventType, SlotSet
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT

from actions import fitting
from actions.again import repeat, shorten
from actions.answering import decide
from actions.desk import Decision, Desk
from actions.finishing import finished
from actions.history import go_back
from actions.message import Message, read
from actions.needing import decline, pass_on
from actions.situations import known_situations
from actions.talking import limits, start_over, talk, yes_no
from bot.catalogue.record import Procedure

Decide = Callable[[Desk, Message], Decision]
OpenDesk = Callable[[], Desk]

DECISIONS: Mapping[str, Decide] = {
    "action_answer": decide,
    "action_talk": talk,
    "action_limits": limits,
    "action_pass_on": pass_on,
    "action_decline": lambda desk, _: decline(desk),
    "action_start_over": lambda desk, _: start_over(desk),
    "action_yes_no": yes_no,
    "action_go_back": go_back,
    "action_repeat": repeat,
    "action_shorten": shorten,
}


def executor(desk: OpenDesk) -> ActionExecutor:
    """Return Rasa's executor with every action; each asks ``desk`` anew what to answer from."""
    found = ActionExecutor()
    found.domain = {}  # the engine keeps its domain to itself; no action of ours needs it
    for name, function in DECISIONS.items():
        found.register_action(DeskAction(name, function, desk))
    for slot in fitting.SLOTS:
        found.register_action(AskSituation(slot, desk))
    found.register_action(FittedAnswer(desk))
    found.register_action(ValidateSituationForm(desk))
    return found


class DeskAction(Action):
    """An action that decides from the message alone."""

    def __init__(self, name: str, function: Decide, desk: OpenDesk) -> None:
        """Give ``function`` the name that Rasa calls it by."""
        self._name, self._decide, self._desk = name, function, desk

    def name(self) -> str:
        """Return the name in the domain."""
        return self._name

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Decide and say it."""
        desk, message = self._desk(), read(tracker)
        return say(dispatcher, finished(desk, self._decide(desk, message), message))


class AskSituation(Action):
    """Asks one question of the situation form."""

    def __init__(self, slot: str, desk: OpenDesk) -> None:
        """Ask for ``slot``."""
        self._slot, self._desk = slot, desk

    def name(self) -> str:
        """Return the name Rasa looks for when the form asks for the slot."""
        return f"action_ask_{self._slot}"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Ask."""
        desk = self._desk()
        procedure = _procedure(desk, tracker)
        if procedure:
            return say(dispatcher, Decision(fitting.ask(procedure, self._slot)))
        message = read(tracker)
        return say(dispatcher, finished(desk, decide(desk, message), message))


class FittedAnswer(Action):
    """Answers when the form is complete."""

    def __init__(self, desk: OpenDesk) -> None:
        """Answer from ``desk``."""
        self._desk = desk

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_fitted_answer"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Answer."""
        desk, message = self._desk(), read(tracker)
        procedure = _procedure(desk, tracker)
        if not procedure:
            return say(dispatcher, finished(desk, decide(desk, message), message))
        known = known_situations(procedure, message)
        return say(dispatcher, finished(desk, fitting.fitted(procedure, known, message), message))


class ValidateSituationForm(Action):
    """Reads the answers of the situation form and says which question comes next."""

    def __init__(self, desk: OpenDesk) -> None:
        """Ask about the situations of the desk's records."""
        self._desk = desk

    def name(self) -> str:
        """Return the name Rasa looks for when the form runs."""
        return f"validate_{fitting.FORM}"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Remember what the message says; a message that says nothing new ends the form."""
        message, procedure = read(tracker), _procedure(self._desk(), tracker)
        if procedure is None:
            return [SlotSet(REQUESTED_SLOT, None)]
        begins = message.intent == "fit_my_case"
        asked = None if begins else tracker.get_slot(REQUESTED_SLOT)
        known = {**known_situations(procedure, message), **fitting.said(procedure, asked, message)}
        if known == message.situations and not begins:
            # Rasa's mappings may already have taken the message for an answer.
            return [ActionExecutionRejected(fitting.FORM), *_events(dict.fromkeys(fitting.SLOTS))]
        return _events(fitting.progress(procedure, known))


def say(dispatcher: CollectingDispatcher, decision: Decision) -> list[EventType]:
    """Send the reply in the contract's form and return the slots as events."""
    dispatcher.utter_message(json_message=decision.reply.model_dump(mode="json"))
    return _events(decision.slots)


def _events(slots: Mapping[str, Any]) -> list[EventType]:
    return [SlotSet(name, value) for name, value in slots.items()]


def _procedure(desk: Desk, tracker: Tracker) -> Procedure | None:
    message = read(tracker)
    return desk.catalogue.get(message.code or message.context)
