"""The situation form: at most two questions, then an answer fitted to the citizen's case."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from actions.answering import Decision, remember
from actions.message import Message
from bot.catalogue import answer
from bot.catalogue.record import Option, Procedure, Situation
from bot.reply import Button, Reply, TextBlock
from bot.understanding.fold import fold
from bot.understanding.normalise import normalise

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
        buttons=tuple(_button(o) for o in situation.options),
    )


def chosen(situation: Situation, message: Message) -> str | None:
    """Return the option that a message chooses: by button, number, label, phrase, yes or no."""
    options = situation.options
    ids = [o.id for o in options]
    if message.option in ids:
        return message.option
    text = fold(normalise(message.text))
    if text.isdigit() and 1 <= int(text) <= len(options):
        return ids[int(text) - 1]
    said = [o.id for o in options if _means(o, text)]
    if len(said) == 1:
        return said[0]
    return _by_yes_or_no(options, message.intent)


def fitted(procedure: Procedure, situations: Mapping[str, str]) -> Decision:
    """Answer with the papers, fee, place and deadline that hold in the citizen's case."""
    reply = answer.checklist(procedure, situations.values())
    cleared = dict.fromkeys(SLOTS)
    return Decision(reply, {**remember(procedure, "documents", situations), **cleared})


def _questions(procedure: Procedure) -> Iterator[tuple[str, Situation]]:
    return zip(SLOTS, procedure.situations, strict=False)


def _means(option: Option, text: str) -> bool:
    return any(fold(p) in text for p in (option.label, *option.phrases))


def _by_yes_or_no(options: Sequence[Option], intent: str) -> str | None:
    """“Có” and “không” choose between two options of which exactly one begins with “Không”."""
    no = [o for o in options if fold(o.label).startswith(("khong", "chua"))]
    if len(options) != 2 or len(no) != 1 or intent not in ("affirm", "deny"):
        return None
    return next(o.id for o in options if (o in no) == (intent == "deny"))


def _button(option: Option) -> Button:
    return Button(title=option.label, payload=f'/answer_situation{{"option":"{option.id}"}}')
