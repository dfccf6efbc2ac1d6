"""Questions that a department has answered once, and an editor has let the bot answer since.

Only a question that surely asks the same gets that answer; all others go to the engine.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from bot.catalogue.catalogue import Catalogue
from bot.conversation.ports import Stored, Understood
from bot.reply import ProcedureRef, Reply, SourceRef, TextBlock

LEARNT: Final = "learnt"  # the intent of a turn that is answered here
SHORTEST = 3  # words; a shorter message may mean anything


@dataclass(frozen=True, slots=True)
class LearntAnswer:
    """What a department said to a question, about the procedure ``code``."""

    text: str
    code: str
    department: str
    day: date


class Answers(Protocol):
    """The answers that the bot may repeat. Called in threads."""

    def to(self, question: str) -> LearntAnswer | None:
        """Return the answer to a question that surely asks the same."""
        ...


class Learnt:
    """Answers what departments have answered before."""

    def __init__(self, answers: Answers, catalogue: Callable[[], Catalogue]) -> None:
        self._answers, self._catalogue = answers, catalogue

    def taken(self, message: Stored, said: str) -> Understood | None:
        """Return the turn of a message that was answered before, else ``None``.

        ``said`` is what the conversation made of the message: the payload of what was chosen.
        """
        if message.kind != "text" or said.startswith("/") or len(said.split()) < SHORTEST:
            return None
        answer = self._answers.to(said)
        procedure = self._catalogue().get(answer.code) if answer else None
        if answer is None or procedure is None:  # its record may have gone
            return None
        title = f"{answer.department} trả lời ngày {answer.day:%d/%m/%Y}"
        reply = Reply(
            outcome="answered",
            procedure=ProcedureRef(
                code=procedure.code, name=procedure.name, version=procedure.version
            ),
            blocks=(TextBlock(text=answer.text),),
            sources=(SourceRef(title=title, url=f"/thu-tuc/{procedure.code}", checked=answer.day),),
        )
        state = {**message.state, "procedure_code": procedure.code}
        return Understood([reply], LEARNT, 1.0, [], [], state)
