"""Which procedure is a message about? The catalogue's search, with the context of the talk."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from actions.message import Message
from bot.catalogue.catalogue import Catalogue
from bot.catalogue.find import Found, Match
from bot.catalogue.record import Procedure
from bot.understanding.aspect_words import subject
from bot.understanding.clauses import clauses
from bot.understanding.fold import fold

FAR = 0.15  # nearness below which a procedure is no candidate
LIKE = 0.40  # nearness from which a general word, such as “chứng thực”, is worth a choice
SHOWN = 3  # procedures to choose from; more are not read
HINT = 0.05  # chance from which the next best is shown beside an answer
BEHIND = 0.15  # of the first chance; what is further behind is not worth showing
NAMED = 0.7  # nearness from which a part of a message names a procedure
ALIKE = 0.25  # nearness to the talk's procedure from which a message of its own is about it
SUBJECT = 4  # words; a follow-up says less beside what it asks
FOLLOWS = 11  # words that a follow-up may have when nothing in them names a procedure

_ORDINALS = {"nhat": 1, "mot": 1, "dau": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "cuoi": 0}
_ORDINAL = re.compile(r"\b(?:(?:so|thu|cai|muc|dong)\s+)+(\d|\w+)\b|^\W*(\d)\W*$")


@dataclass(frozen=True, slots=True)
class Resolution:
    """One procedure, or several to choose from, or neither.

    Attributes:
        candidates: without a procedure, what to choose from; beside one, what else may be meant.
        inherited: the procedure is the talk's and not the message's.
        several: the message asks for all of the candidates.
    """

    procedure: Procedure | None = None
    candidates: Sequence[Match] = ()
    inherited: bool = False
    several: bool = False


def resolve(catalogue: Catalogue, message: Message) -> Resolution:
    """Find out which procedure ``message`` is about."""
    named = catalogue.get(message.code or _chosen(message))
    if named:
        return Resolution(named)
    context = catalogue.get(message.context) if message.intent != "correct" else None
    alone = Found() if message.is_button else catalogue.find(message.text)
    found = _in_talk(catalogue, message, context, alone) if context else alone
    if not found.matches:
        return Resolution(context if message.aspect else None, inherited=True)
    if context and _follows(message, alone, catalogue.thresholds.ask):
        return Resolution(context, inherited=True)
    near = tuple(m for m in found.matches if m.nearness >= FAR or m.features.context)
    return _both(catalogue, message) or _decided(catalogue, message, near)


def _in_talk(catalogue: Catalogue, message: Message, context: Procedure, alone: Found) -> Found:
    """What the message may mean in the talk about ``context``, or ``alone`` if it leaves it."""
    if message.is_button:
        return alone
    found = catalogue.find(message.text, context.code)
    own = not message.aspect or len(subject(message.text).folded.split()) >= SUBJECT
    return alone if own and found.near(context.code) < ALIKE else found


def _follows(message: Message, alone: Found, likely: float) -> bool:
    """Whether a message asks for one thing and names no procedure: “có thu đồng nào không chú”.

    Who wants something names it, though the catalogue may not have it: “muốn nuôi chim bồ câu”.
    """
    said = fold(message.text).split()
    if message.aspect in (None, "overview") or "muon" in said or len(said) > FOLLOWS:
        return False
    return alone.best is None or alone.best.chance < likely


def _decided(catalogue: Catalogue, message: Message, matches: Sequence[Match]) -> Resolution:
    if not matches:
        return Resolution()
    best, thresholds = matches[0], catalogue.thresholds
    second = matches[1].chance if len(matches) > 1 else 0.0
    chosen = best.procedure.code in message.candidates and best.chance >= thresholds.ask
    if chosen or thresholds.answers(best.chance, second):
        inherited = best.procedure.code == message.context
        others = [m for m in matches[1:SHOWN] if m.chance >= HINT]
        return Resolution(best.procedure, others, inherited)
    shown = matches[:SHOWN]
    if sum(m.chance for m in shown) < thresholds.ask and best.nearness < LIKE:
        return Resolution()
    return Resolution(candidates=[m for m in shown if m.chance >= best.chance * BEHIND])


def _both(catalogue: Catalogue, message: Message) -> Resolution | None:
    """Several procedures, when each of some parts of the message surely means one, by its name.

    What is only like a name is told beside it: “nhà diện thương binh, được bớt thuế đất không”.
    """
    parts = clauses(message.text)
    if len(parts) < 2:
        return None
    found = [catalogue.find(part).best for part in parts]
    named = [m for m in found if m and m.nearness >= NAMED]
    sure = {m.procedure.code: m for m in named if catalogue.thresholds.answers(m.chance)}
    return Resolution(candidates=list(sure.values()), several=True) if len(sure) > 1 else None


def _chosen(message: Message) -> str | None:
    """The code of the offered candidate that “cái thứ hai”, “số 1” or “2” points at."""
    found = _ORDINAL.search(fold(message.text)) if message.candidates else None
    if not found:
        return None
    word = found[1] or found[2]
    number = int(word) if word.isdigit() else _ORDINALS.get(word, -1)
    inside = 0 <= number <= len(message.candidates)
    return message.candidates[number - 1] if inside else None
