"""Which open needs ask the same as a new one? Words and pairs of words, the rare ones weigh more.

Whole questions are compared, not subjects alone: “lịch tiêm ở trạm” and “trạm ở đâu” are two needs.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log, sqrt

from bot.understanding.abbreviations import clean
from bot.understanding.fold import fold

SAME = 0.75  # surely the same: joined without asking; measured by evaluation.needs.measure
ALIKE = 0.45  # maybe the same: proposed to a person
MOST = 5
# What is said around a question, and says nothing of what is asked.
_SAID_AROUND = """
a ad admin ah anh ban bac ben bi boi ca cac cai cam cang cau chau chao chi cho chu co con da dau
de di do duoc em gi giup ha hay hoi i k khong ko la lam len may minh muon nay ngay nha nhe nhi
nhu nhung noi o oi qua ra roi sao se shop thi the thay thu toi tu tui u va vay ve vi voi xin
"""
_AROUND = frozenset(_SAID_AROUND.split())


@dataclass(frozen=True, slots=True)
class Alike:
    """An open need and how much it says the same, 0…1."""

    need: int
    score: float

    @property
    def is_same(self) -> bool:
        """Whether it may be joined without a person's word."""
        return self.score >= SAME


class OpenNeeds:
    """The open needs, ready to be compared; needs come and go one by one."""

    def __init__(self, needs: Iterable[tuple[int, str]] = ()) -> None:
        """Begin with ``needs``: number and text of each."""
        self._features: dict[int, frozenset[str]] = {}
        self._where: dict[str, set[int]] = defaultdict(set)
        for number, text in needs:
            self.add(number, text)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._features)

    def add(self, number: int, text: str) -> None:
        """Take in a need, or its new wording."""
        self.drop(number)
        self._features[number] = features(text)
        for feature in self._features[number]:
            self._where[feature].add(number)

    def drop(self, number: int) -> None:
        """Forget a need that is open no more."""
        for feature in self._features.pop(number, frozenset()):
            self._where[feature].discard(number)

    def like(self, text: str, but: int | None = None) -> list[Alike]:
        """Return the needs that ask the same or nearly, the likest first; ``but`` is left out."""
        asked = features(text)
        shared: Counter[int] = Counter()
        for feature in asked:
            for number in self._where.get(feature, ()):
                shared[number] += self._weight(feature)  # type: ignore[assignment]
        best = [number for number, _ in shared.most_common(10 * MOST) if number != but]
        found = sorted(self._scored(asked, best), key=lambda alike: -alike.score)
        return [alike for alike in found if alike.score >= ALIKE][:MOST]

    def _scored(self, asked: frozenset[str], numbers: Iterable[int]) -> Iterator[Alike]:
        length = self._length(asked)
        for number in numbers:
            theirs = self._features[number]
            both = sum(self._weight(f) ** 2 for f in asked & theirs)
            yield Alike(number, both / (length * self._length(theirs)))

    def _length(self, some: frozenset[str]) -> float:
        return sqrt(sum(self._weight(feature) ** 2 for feature in some)) or 1.0

    def _weight(self, feature: str) -> float:
        known = len(self._where.get(feature, ()))
        return 1.0 + log((len(self._features) + 1) / (known + 1))


@lru_cache(maxsize=4096)
def features(text: str) -> frozenset[str]:
    """Return the words of a question that say what is asked, alone and in pairs.

    >>> sorted(features("Cho em hỏi lịch tiêm chủng ạ"))
    ['chung', 'lich', 'lich tiem', 'tiem', 'tiem chung']
    """
    words = [word for word in fold(clean(text)).split() if word not in _AROUND]
    kept = ["".join(c for c in word if c.isalnum()) for word in words]
    kept = [word for word in kept if word]
    return frozenset((*kept, *(f"{a} {b}" for a, b in pairwise(kept))))
