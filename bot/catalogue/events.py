"""Which event in life does a message ask about, and does it ask for everything at once?

A question about one procedure must stay one. So an event is meant only when a message is nearly
one of its phrases, or asks for everything (“phải làm những giấy tờ gì”, “tất cả thủ tục”) and what
else it says is near what the phrases say of the event. The catalogue's own likeness measures both.
What the thresholds give when each phrase is left out in turn: `tests/unit/test_events.py`.
"""

import re
from collections.abc import Callable, Sequence

from bot.catalogue.bundles import Bundle
from bot.catalogue.index import Index
from bot.understanding.abbreviations import clean
from bot.understanding.fold import fold

SAME = 0.8  # likeness from which a message is one of the phrases
EVENT = 0.5  # likeness of the event's words, where everything is asked for
ROUNDING = 1e-6  # what says the same is equally near
WORDS, SPELLING = 0.6, 0.4  # shares of the likeness

_THINGS = "(?:thu tuc|giay to|giay phep|viec|che do|quyen loi)"
_ALL = re.compile(
    rf"""\b(?:
    (?:nhung|cac|moi|bao[ ]nhieu)(?:[ ]loai)?[ ](?:thu[ ]tuc|giay[ ]phep|viec|che[ ]do|quyen[ ]loi)
    | (?:lam|doi|lo|xin)(?:[ ]\w+)?[ ](?:nhung|cac)(?:[ ]loai)?[ ]giay[ ]to
    | giay[ ]to[ ]phai[ ](?:lam|doi|lo)
    | (?:tat[ ]ca|toan[ ]bo|danh[ ]sach|het[ ](?:nhung|cac))(?:[ ](?:nhung|cac|loai))*[ ]
      {_THINGS.replace(" ", "[ ]")}
    | tu[ ](?:a|anh)[ ](?:den|toi)[ ](?:z|vay)  # abbreviations are spelt out by now
    | tron[ ]goi | tu[ ]dau[ ](?:den|toi)[ ]cuoi | theo[ ]thu[ ]tu
    | con[ ](?:phai|can)(?:[ ]\w+){{0,3}}[ ]gi[ ]nua | gi[ ]truoc[ ](?:\w+[ ])?gi[ ]sau
    )\b""",
    re.VERBOSE,
)
_COURTESY = "a ad anh chi cho da em giup hoi minh muon nhe oi toi vay xin"
_ASKING = frozenset(
    f"""{_COURTESY} biet cac cai can che chinh danh do duoc gi giay gom hanh het huong khi la lam
    lo loai loi moi nao nhung nua phai phep quyen roi sach sau se tat ca thi theo thu to toan bo
    tron goi truoc tuc va ve xong""".split()
)
_POLITE = frozenset(_COURTESY.split())


class Events:
    """Finds the bundle that a message asks for."""

    def __init__(self, bundles: Sequence[Bundle]) -> None:
        """Index the phrases of ``bundles``."""
        owned = [(bundle, _words(phrase)) for bundle in bundles for phrase in bundle.phrases]
        self._owners = [bundle for bundle, _ in owned]
        self._whole = _Near([_without(_POLITE, words) for _, words in owned]) if owned else None
        self._event = _Near([_event(words) for _, words in owned]) if owned else None

    def asked(self, text: str, procedure: Callable[[], float]) -> Bundle | None:
        """Return the bundle of which ``text`` asks for everything.

        ``procedure`` tells how near the text is to a single procedure; what is nearer to that than
        to the event is no question about the event.
        """
        words = _words(text)
        if self._whole is None or self._event is None or not words:
            return None
        best, likeness = self._event.best(_event(words))
        bundle = self._owners[best] if likeness >= EVENT else None
        same, sameness = self._whole.best(_without(_POLITE, words))
        if bundle is None or (sameness >= SAME and self._owners[same] is bundle):
            return bundle
        everything = _ALL.search(words) and likeness >= procedure() - ROUNDING
        return bundle if everything else None


class _Near:
    """The nearest of some phrases, by words and by spelling."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._words = Index("word", (1, 2), texts)
        self._spelling = Index("char_wb", (2, 4), texts)

    def best(self, text: str) -> tuple[int, float]:
        likeness = WORDS * self._words.likeness(self._words.vector(text))
        likeness += SPELLING * self._spelling.likeness(self._spelling.vector(text))
        return int(likeness.argmax()), float(likeness.max())


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(clean(text))))


def _event(words: str) -> str:
    """Leave out what asks; “sinh con xong phải làm những giấy tờ gì” is about “sinh con”."""
    return _without(_ASKING, _ALL.sub(" ", words))


def _without(left_out: frozenset[str], words: str) -> str:
    return " ".join(word for word in words.split() if word not in left_out)
