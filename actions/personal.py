"""The answer about one procedure in the case of the citizen who asks."""

from collections.abc import Mapping, Sequence

from actions.message import Message
from actions.situations import as_button
from bot.catalogue import answer
from bot.catalogue.late import overdue
from bot.catalogue.record import Procedure, Situation
from bot.reply import Aspect, Reply, WarningBlock

# What the checklist says besides the papers.
IN_CHECKLIST = frozenset({"documents", "fee", "place", "time", "deadline"})
LATE = (
    "Nghe anh/chị kể thì có thể đã quá hạn này: {}. "
    "Anh/chị nên đi làm sớm và hỏi nơi nộp giúp em ạ."
)


def personal(
    procedure: Procedure,
    aspects: Sequence[Aspect],
    known: Mapping[str, str],
    message: Message,
    question: Situation | None,
) -> Reply:
    """Answer ``aspects`` as far as the case is known, and ask ``question`` at the end.

    Once the last such question is answered, the reply is the checklist.
    """
    if question is None and _completes(aspects, known, message):
        return _warned(answer.checklist(procedure, known.values()), procedure, message)
    reply = answer.reply(procedure, aspects[0], known.values(), also=aspects[1:])
    warned = _warned(reply, procedure, message)
    if question is None:
        return warned
    return answer.asking(warned, question.question, map(as_button, question.options))


def _completes(aspects: Sequence[Aspect], known: Mapping[str, str], message: Message) -> bool:
    just_said = message.option in known.values()
    return just_said and "documents" in aspects and IN_CHECKLIST.issuperset(aspects)


def _warned(reply: Reply, procedure: Procedure, message: Message) -> Reply:
    """Say it on top when what the citizen tells is past the deadline."""
    deadline = None if message.is_button else overdue(procedure, message.text)
    if deadline is None:
        return reply
    head, *rest = reply.blocks
    warning = WarningBlock(text=LATE.format(deadline.text))
    return reply.model_copy(update={"blocks": (head, warning, *rest)})
