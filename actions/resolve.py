"""Which procedure is a message about? The catalogue's search, with the context of the talk."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from actions.message import Message
from bot.catalogue.catalogue import Catalogue
from bot.catalogue.find import Match
from bot.catalogue.record import Procedure
from bot.understanding.aspect_words import subject
from bot.understanding.fold import fold

# Chosen on the project's own questions: a wrong answer costs more than a question back.
SURE = 0.55  # with a gap of at least GAP to the second
CLEAR = 0.50  # with a gap of at least CLEAR_GAP
MAYBE = 0.30
GAP = 0.10
CLEAR_GAP = 0.25
FEW = 4  # words of a subject that must be EXACT to be sure
EXACT = 0.90  # likeness to a phrase, or a score beyond CERTAIN
CERTAIN = 0.75
SHORT = 2  # words; a follow-up says no more than this beside what it asks

_ORDINALS = {"nhat": 1, "mot": 1, "dau": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "cuoi": 0}
_ORDINAL = re.compile(r"\b(?:(?:so|thu|cai|muc|dong)\s+)+(\d|\w+)\b|^\W*(\d)\W*$")


@dataclass(frozen=True, slots=True)
class Resolution:
    """Either one procedure, or several to choose from, or neither.

    ``inherited`` says that the procedure is the talk's and not the message's.
    """

    procedure: Procedure | None = None
    candidates: Sequence[Match] = ()
    inherited: bool = False


def resolve(catalogue: Catalogue, message: Message) -> Resolution:
    """Find out which procedure ``message`` is about."""
    named = catalogue.get(message.code or _chosen(message))
    if named:
        return Resolution(named)
    matches = catalogue.find(message.text) if not message.is_button else []
    clear = _clear(matches, message)
    if clear:
        return Resolution(clear)
    context = catalogue.get(message.context)
    if context and _continues(message, matches, context):
        return Resolution(context, inherited=True)
    return Resolution(candidates=_worth_asking(matches))


def _clear(matches: Sequence[Match], message: Message) -> Procedure | None:
    """The best match, if it is good and the second is not close.

    A few words that nobody wrote down just so (“căn cước”, “đăng ký xe”) may mean any of several.
    """
    few = len(subject(message.text).folded.split()) <= FEW
    if not matches or (few and matches[0].nearness < EXACT and matches[0].score < CERTAIN):
        return None
    best, second = matches[0].score, matches[1].score if len(matches) > 1 else 0.0
    sure = best >= SURE and best - second >= GAP
    clear = best >= CLEAR and best - second >= CLEAR_GAP
    return matches[0].procedure if sure or clear else None


def _worth_asking(matches: Sequence[Match]) -> Sequence[Match]:
    """The best three, if the first may be it; the others need not be as near."""
    if not matches or matches[0].score < MAYBE:
        return []
    return [m for m in matches[:3] if m.score >= MAYBE / 2]


def _continues(message: Message, matches: Sequence[Match], context: Procedure) -> bool:
    """Whether the message goes on about the talk's procedure: it brings no new subject."""
    words = subject(message.text).folded.split() if not message.is_button else []
    if matches and matches[0].score >= MAYBE:
        return matches[0].procedure.code == context.code
    return message.aspect is not None and len(words) <= SHORT


def _chosen(message: Message) -> str | None:
    """The code of the offered candidate that “cái thứ hai”, “số 1” or “2” points at."""
    found = _ORDINAL.search(fold(message.text)) if message.candidates else None
    if not found:
        return None
    word = found[1] or found[2]
    number = int(word) if word.isdigit() else _ORDINALS.get(word, -1)
    inside = 0 <= number <= len(message.candidates)
    return message.candidates[number - 1] if inside else None
