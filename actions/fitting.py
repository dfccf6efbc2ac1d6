"""The situation form: at most two questions, then an answer fitted to the citizen's case."""

from collections.abc import Mapping, Sequence

from actions.answering import Decision, remember
from actions.message import Message
from bot.catalogue import answer
from bot.catalogue.record import Option, Procedure, Situation
from bot.reply import Button, Reply, TextBlock
from bot.understanding.fold import fold
from bot.understanding.normalise import normalise

SLOTS = ("question_1", "question_2")


def open_slots(procedure: Procedure | None, known: Mapping[str, str]) -> list[str]:
    """Return the form slots that still have to be asked, one a situation."""
    situations = procedure.situations if procedure else ()
    return [slot for slot, s in zip(SLOTS, situations, strict=False) if s.id not in known]


def situation_of(procedure: Procedure, slot: str) -> Situation:
    """Return the situation that a form slot asks about."""
    return procedure.situations[SLOTS.index(slot)]


def ask(procedure: Procedure, slot: str) -> Reply:
    """Ask about one situation, with a button an option."""
    situation = situation_of(procedure, slot)
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
