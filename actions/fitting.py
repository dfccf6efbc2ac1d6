"""The situation form: at most two questions, then an answer fitted to the citizen's case."""

from collections.abc import Iterator, Mapping
from typing import Any

from actions.answering import remember
from actions.desk import Decision
from actions.message import Message
from actions.situations import as_button, chosen
from bot.catalogue import answer
from bot.catalogue.record import Procedure, Situation
from bot.reply import Reply, TextBlock

FORM = "situation_form"
SLOTS = ("question_1", "question_2")


def progress(procedure: Procedure, known: Mapping[str, str]) -> dict[str, Any]:
    """Return the slots of a form that knows as much: what is left to ask is requested."""
    answers = {slot: known.get(s.id) for slot, s in _questions(procedure)}
    left = [slot for slot, option in answers.items() if option is None]
    return {
        "procedure_code": procedure.code,
        "situations": dict(known),
        **dict.fromkeys(SLOTS),
        **answers,
        "requested_slot": left[0] if left else None,
    }


def said(procedure: Procedure, slot: str | None, message: Message) -> dict[str, str]:
    """Return the answer that a message gives to the question of ``slot``, if it gives one."""
    situation = dict(_questions(procedure)).get(slot or "")
    option = chosen(situation, message) if situation else None
    return {situation.id: option} if situation and option else {}


def ask(procedure: Procedure, slot: str) -> Reply:
    """Ask about one situation, with a button an option."""
    situation = dict(_questions(procedure))[slot]
    return Reply(
        outcome="clarify",
        procedure=answer.ref(procedure),
        blocks=(TextBlock(text=situation.question),),
        buttons=tuple(map(as_button, situation.options)),
    )


def fitted(procedure: Procedure, situations: Mapping[str, str], message: Message) -> Decision:
    """Answer with the papers, fee, place and deadline that hold in the citizen's case."""
    reply = answer.checklist(procedure, situations.values())
    cleared = dict.fromkeys(SLOTS)
    return Decision(reply, {**remember(procedure, "documents", situations, message), **cleared})


def _questions(procedure: Procedure) -> Iterator[tuple[str, Situation]]:
    return zip(SLOTS, procedure.situations, strict=False)
