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

# Set by hand, on the project's own questions and for few wrong answers; the probabilities are
# fitted, see `bot/catalogue/confidence.py`.
SURE = 0.75
MAYBE = 0.12
LIKELY = 0.40  # for EXACTly what a record says people call it
EXACT = 0.93
ALMOST_CERTAIN = 0.95  # for FEW other words, which may mean any of several
FEW = 4
FAR = 0.15  # nearness below which nothing is worth asking
LIKE = 0.40  # nearness from which it is worth asking, also when several are as near
ALIKE = 0.25  # nearness to the talk's own procedure from which a message is still about it
BEHIND = 0.4  # of the first score
SHORT = 2  # words; a follow-up says no more than this beside what it asks
LONGER = 4  # words; as long as this when it asks for one certain thing, such as the fee

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
    if matches and matches[0].confidence >= _needed(matches[0], message):
        return Resolution(matches[0].procedure)
    context = catalogue.get(message.context)
    if context and _continues(message, matches, context):
        return Resolution(context, inherited=True)
    return Resolution(candidates=_worth_asking(matches))


def _needed(match: Match, message: Message) -> float:
    """How sure one must be: less of what a record lists just so, more of a few other words."""
    if match.nearness >= EXACT:
        return LIKELY
    return ALMOST_CERTAIN if len(subject(message.text).folded.split()) <= FEW else SURE


def _worth_asking(matches: Sequence[Match]) -> Sequence[Match]:
    """The best three, if the first may be it; one that is far behind it is left out."""
    if not matches or matches[0].nearness < FAR:
        return []
    if matches[0].confidence < MAYBE and matches[0].nearness < LIKE:
        return []
    return [m for m in matches[:3] if m.score >= matches[0].score * BEHIND]


def _continues(message: Message, matches: Sequence[Match], context: Procedure) -> bool:
    """Whether the message goes on about the talk's procedure: it brings no new subject."""
    words = [] if message.is_button else subject(message.text).folded.split()
    if matches and matches[0].procedure.code == context.code:
        return matches[0].nearness >= ALIKE
    most = SHORT if message.aspect in ("overview", "steps") else LONGER
    return message.aspect is not None and len(words) <= most and not _worth_asking(matches)


def _chosen(message: Message) -> str | None:
    """The code of the offered candidate that “cái thứ hai”, “số 1” or “2” points at."""
    found = _ORDINAL.search(fold(message.text)) if message.candidates else None
    if not found:
        return None
    word = found[1] or found[2]
    number = int(word) if word.isdigit() else _ORDINALS.get(word, -1)
    inside = 0 <= number <= len(message.candidates)
    return message.candidates[number - 1] if inside else None
