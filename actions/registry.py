"""The actions by the names that Rasa knows them under."""

from collections.abc import Callable, Mapping
from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from actions import fitting
from actions.answering import Decision, Desk, decide, known_situations
from actions.message import Message, read
from actions.needing import decline, pass_on
from actions.talking import limits, start_over, talk, yes_no
from bot.catalogue.record import Procedure

Decide = Callable[[Desk, Message], Decision]

DECISIONS: Mapping[str, Decide] = {
    "action_answer": decide,
    "action_talk": talk,
    "action_limits": limits,
    "action_pass_on": pass_on,
    "action_decline": lambda desk, _: decline(desk),
    "action_start_over": lambda desk, _: start_over(desk),
    "action_yes_no": yes_no,
}


def executor(desk: Desk) -> ActionExecutor:
    """Return Rasa's executor with every action of the desk."""
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

    def __init__(self, name: str, function: Decide, desk: Desk) -> None:
        """Give ``function`` the name that Rasa calls it by."""
        self._name, self._decide, self._desk = name, function, desk

    def name(self) -> str:
        """Return the name in the domain."""
        return self._name

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Decide and say it."""
        return say(dispatcher, self._decide(self._desk, read(tracker)))


class AskSituation(Action):
    """Asks one question of the situation form."""

    def __init__(self, slot: str, desk: Desk) -> None:
        """Ask for ``slot``."""
        self._slot, self._desk = slot, desk

    def name(self) -> str:
        """Return the name Rasa looks for when the form asks for the slot."""
        return f"action_ask_{self._slot}"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Ask."""
        procedure = _procedure(self._desk, tracker)
        if procedure:
            return say(dispatcher, Decision(fitting.ask(procedure, self._slot)))
        return say(dispatcher, decide(self._desk, read(tracker)))


class FittedAnswer(Action):
    """Answers when the form is complete."""

    def __init__(self, desk: Desk) -> None:
        """Answer from ``desk``."""
        self._desk = desk

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_fitted_answer"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Answer."""
        procedure = _procedure(self._desk, tracker)
        if not procedure:
            return say(dispatcher, decide(self._desk, read(tracker)))
        known = known_situations(procedure, read(tracker))
        return say(dispatcher, fitting.fitted(procedure, {**known, **_answers(procedure, tracker)}))


class ValidateSituationForm(FormValidationAction):
    """Says which questions the form has to ask, and reads the answers."""

    def __init__(self, desk: Desk) -> None:
        """Ask about the situations of the desk's records."""
        self._desk = desk

    def name(self) -> str:
        """Return the name Rasa looks for when the form runs."""
        return "validate_situation_form"

    async def required_slots(
        self,
        domain_slots: list[str],
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[str]:
        """Return one slot for each situation that is not known yet."""
        procedure = _procedure(self._desk, tracker)
        known = known_situations(procedure, read(tracker)) if procedure else {}
        return fitting.open_slots(procedure, known)

    async def extract_question_1(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, str]:
        """Read the answer to the first question."""
        return self._extract("question_1", tracker)

    async def extract_question_2(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, str]:
        """Read the answer to the second question."""
        return self._extract("question_2", tracker)

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Validate, and remember which procedure the form is about."""
        events = await super().run(dispatcher, tracker, domain)
        code = read(tracker).code
        return (
            [SlotSet("procedure_code", code), *events] if self._desk.catalogue.get(code) else events
        )

    def _extract(self, slot: str, tracker: Tracker) -> dict[str, str]:
        procedure = _procedure(self._desk, tracker)
        if not procedure or tracker.get_slot("requested_slot") != slot:
            return {}
        option = fitting.chosen(fitting.situation_of(procedure, slot), read(tracker))
        return {slot: option} if option else {}


def say(dispatcher: CollectingDispatcher, decision: Decision) -> list[EventType]:
    """Send the reply in the contract's form and return the slots as events."""
    dispatcher.utter_message(json_message=decision.reply.model_dump(mode="json"))
    return [SlotSet(name, value) for name, value in decision.slots.items()]


def _procedure(desk: Desk, tracker: Tracker) -> Procedure | None:
    message = read(tracker)
    return desk.catalogue.get(message.code or message.context)


def _answers(procedure: Procedure, tracker: Tracker) -> dict[str, str]:
    pairs = zip(fitting.SLOTS, procedure.situations, strict=False)
    return {s.id: tracker.get_slot(slot) for slot, s in pairs if tracker.get_slot(slot)}
