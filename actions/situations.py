"""What is known of the citizen's case, and which question about it decides the answer."""

from collections.abc import Collection, Iterator, Mapping

from actions.message import Message
from bot.catalogue.record import UNKNOWN, Option, Procedure, Situation
from bot.reply import Aspect, Button
from bot.understanding.fold import fold
from bot.understanding.normalise import normalise
from bot.understanding.phrases import said, within


def known_situations(procedure: Procedure, message: Message) -> dict[str, str]:
    """Return option by question: said earlier about this procedure, or said in this message."""
    kept = message.situations if message.context == procedure.code else {}
    told = {s.id: option for s in procedure.situations if (option := _told(s, message))}
    return {**kept, **told}


def decisive(
    procedure: Procedure, aspects: Collection[Aspect], known: Mapping[str, str]
) -> Situation | None:
    """Return the first question, not answered yet, that the answer to ``aspects`` turns on."""
    turning = {option for aspect in aspects for option in _turning(procedure, aspect)}
    return next(
        (
            situation
            for situation in procedure.situations
            if situation.id not in known and turning & {o.id for o in situation.options}
        ),
        None,
    )


def turning_on(procedure: Procedure, situation: Situation, asked: Aspect) -> Aspect:
    """Return what the answer to a question is for: of several things that were asked, that one."""
    options = {o.id for o in situation.options}
    aspects: tuple[Aspect, ...] = (asked, "documents", "fee")
    return next((a for a in aspects if options & set(_turning(procedure, a))), asked)


def chosen(situation: Situation, message: Message) -> str | None:
    """Return the option that a message chooses: by button, number, label, phrase, yes or no."""
    options = situation.options
    ids = [o.id for o in options]
    if message.option in ids:
        return message.option
    number = normalise(message.text)
    if number.isdecimal():
        return dict(enumerate(ids, 1)).get(int(number[:3]))
    phrases = {o.id: (o.label, *o.phrases) for o in options}
    found = said(message.text, phrases) or ([] if message.aspect else within(message.text, phrases))
    return found[0] if len(found) == 1 else _by_yes_or_no(options, message.intent)


def as_button(option: Option) -> Button:
    """Return the button that chooses an option."""
    return Button(title=option.label, payload=f'/answer_situation{{"option":"{option.id}"}}')


def _turning(procedure: Procedure, aspect: Aspect) -> Iterator[str]:
    """Yield the options under which some part of what is said of an aspect holds."""
    if aspect == "documents" and procedure.documents != UNKNOWN:
        for document in procedure.documents:
            yield from document.when
    if aspect == "fee" and procedure.submissions != UNKNOWN:
        for submission in procedure.submissions:
            for fee in () if submission.fees == UNKNOWN else submission.fees:
                yield from fee.when


def _told(situation: Situation, message: Message) -> str | None:
    """Return the option that a message names, be it on its way to something else."""
    if message.option in [o.id for o in situation.options]:
        return message.option
    phrases = {o.id: o.phrases for o in situation.options}
    found = [] if message.is_button else said(message.text, phrases)
    return found[0] if len(found) == 1 else None


def _by_yes_or_no(options: Collection[Option], intent: str) -> str | None:
    """“Có” and “không” choose between two options of which exactly one begins with “Không”."""
    no = [o for o in options if fold(o.label).startswith(("khong", "chua"))]
    if len(options) != 2 or len(no) != 1 or intent not in ("affirm", "deny"):
        return None
    return next(o.id for o in options if (o in no) == (intent == "deny"))
