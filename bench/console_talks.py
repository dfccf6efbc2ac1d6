"""Invented conversations, as skewed as real ones: the same for the same number of messages."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

from bot.catalogue.load import load
from bot.catalogue.record import Procedure
from bot.places.names import names
from bot.records.talks.words import facet, words_of
from bot.settings import load_settings

T = TypeVar("T")
NEWEST = datetime(2026, 10, 1, tzinfo=UTC)
DAYS = 365
TURNS = 6  # of a conversation, on average
HOME = "tỉnh Thái Nguyên"
CHANNELS = {"web": 62, "telegram": 23, "zalo": 15}
OUTCOMES = {
    "answered": 580, "clarify": 120, "smalltalk": 100, "unmet": 70, "partial": 60,
    "off_topic": 35, "handoff": 20, "refused": 12, "error": 3,
}  # fmt: skip
ASPECTS = {
    "documents": 30, "overview": 20, "fee": 14, "place": 11, "time": 9, "steps": 6, "online": 5,
    "form": 3, "conditions": 1, "result": 0.5, "legal_basis": 0.3, "deadline": 0.2,
}  # fmt: skip
DEPARTMENTS = {
    "Phòng Tư pháp": 40, "Công an": 30, "Sở Xây dựng": 15, "Sở Nông nghiệp": 10, "Sở Y tế": 4,
    "Sở Ngoại vụ": 0.05,
}  # fmt: skip
ABOUT = frozenset({"answered", "partial", "unmet"})  # outcomes of a question about a procedure
ASKS = (
    "{}", "em muốn {}", "cho em hỏi {} ạ", "{} cần giấy tờ gì", "{} hết bao nhiêu tiền",
    "{} ở đâu vậy ạ", "{} mất mấy ngày", "thủ tục {} thế nào", "{} online được không",
)  # fmt: skip
CHATTER = ("dạ vâng", "cảm ơn ạ", "xin chào", "có", "không", "thế thì sao ạ", "mai có làm không")


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation; ``last`` is its newest turn."""

    number: int
    channel: str
    commune: str
    department: str
    began: datetime
    ended: datetime
    last: int


@dataclass(frozen=True, slots=True)
class Made:
    """One turn."""

    id: int
    talk: Talk
    at: datetime
    text: str
    outcome: str
    aspect: str | None
    procedure: Procedure | None
    rating: str

    @property
    def document(self) -> str:
        """What ``bot.records.talks.words`` writes of it."""
        name = self.procedure.name if self.procedure else ""
        said = [*_words(self.text), *_words(name)]
        return " ".join(dict.fromkeys((*said, *self._facets())))

    def _facets(self) -> Iterator[str]:
        named = ("channel", self.talk.channel), ("outcome", self.outcome), ("aspect", self.aspect)
        code = self.procedure.code if self.procedure else ""
        more = ("commune", self.talk.commune), ("rating", self.rating), ("procedure", code)
        yield from (_facet(name, value) for name, value in (*named, *more) if value)
        if self.outcome in ("unmet", "error") or self.rating == "down":
            yield _facet("review", "wanted")

    @property
    def reply(self) -> str:
        """A reply of the usual length."""
        return _reply(self.outcome, self.procedure, self.aspect)


class Talks:
    """So many messages in conversations of some six turns, over a year."""

    def __init__(self, messages: int) -> None:
        self._random, self.messages = Random(7), messages
        self.procedures = [e.procedure for e in load(load_settings().catalogue_dir).entries]
        self._random.shuffle(self.procedures)
        self.communes = communes()
        self._procedure = _Skewed(self.procedures, [1 / (n + 3) for n in range(283)])
        self._commune = _Skewed(self.communes, [1 / (n + 2) for n in range(len(self.communes))])

    @cached_property
    def talks(self) -> Sequence[Talk]:
        """All conversations."""
        ends: dict[int, tuple[int, datetime, datetime]] = {}
        for turn, (at, number) in enumerate(self._times, 1):
            ends[number] = (turn, ends[number][1] if number in ends else at, at)
        return [self._talk(n, *ends[n]) for n in sorted(ends)]

    def turns(self) -> Iterator[Made]:
        """Yield all turns in their order."""
        talks = {talk.number: talk for talk in self.talks}
        for turn, (at, number) in enumerate(self._times, 1):
            yield self._turn(turn, talks[number], at)

    @cached_property
    def _times(self) -> Sequence[tuple[datetime, int]]:
        random, times, number = self._random, list[tuple[datetime, int]](), 0
        while len(times) < self.messages:
            at, number = NEWEST - timedelta(days=random.uniform(1, DAYS)), number + 1
            for _ in range(min(1 + int(random.expovariate(1 / (TURNS - 1))), 60)):
                times.append((at, number))
                again = timedelta(days=random.uniform(1, 60))
                at += again if random.random() < 0.02 else timedelta(seconds=random.uniform(15, 90))
        return sorted(times[: self.messages])

    def _talk(self, number: int, last: int, began: datetime, ended: datetime) -> Talk:
        commune = self._commune.one(self._random) if self._random.random() < 0.4 else ""
        of = _CHANNEL.one(self._random), commune, _DEPARTMENT.one(self._random)
        return Talk(number, *of, began, ended, last)

    def _turn(self, number: int, talk: Talk, at: datetime) -> Made:
        random = self._random
        outcome = _OUTCOME.one(random)
        about = self._procedure.one(random) if outcome in ABOUT else None
        rating = ""
        if outcome in ("answered", "partial") and random.random() < 0.04:
            rating = "down" if random.random() < 0.3 else "up"
        aspect = _ASPECT.one(random) if about else None
        return Made(number, talk, at, self._text(about), outcome, aspect, about, rating)

    def _text(self, about: Procedure | None) -> str:
        random = self._random
        if about is None and random.random() < 0.5:
            return random.choice(CHATTER)
        asked = about or self._procedure.one(random)
        phrases = asked.questions + asked.life_events + asked.aliases or (asked.name,)
        text = random.choice(ASKS).format(random.choice(phrases))
        return f"{text}, hồ sơ H{random.randrange(40_000)}" if random.random() < 0.03 else text


class _Skewed(Generic[T]):
    """Gives some values more often than others."""

    def __init__(self, values: Sequence[T], weights: Sequence[float]) -> None:
        self._values = values
        self._weights = list(accumulate(weights[: len(values)]))

    def one(self, random: Random) -> T:
        return random.choices(self._values, cum_weights=self._weights)[0]


def _skewed(weights: Mapping[str, float]) -> "_Skewed[str]":
    return _Skewed(list(weights), list(weights.values()))


_CHANNEL, _OUTCOME = _skewed(CHANNELS), _skewed(OUTCOMES)
_ASPECT, _DEPARTMENT = _skewed(ASPECTS), _skewed(DEPARTMENTS)


def communes() -> list[str]:
    """Return the communes that are named, the most frequent first."""
    units = (unit for found in names().present.values() for unit in found)
    return sorted({u.full for u in units if u.level == "commune" and u.province == HOME})


@cache
def _words(said: str) -> Sequence[str]:
    return words_of(said)


@cache
def _facet(name: str, value: str) -> str:
    return facet(name, value)


@cache
def _reply(outcome: str, about: Procedure | None, aspect: str | None) -> str:
    told = about.summary if about else "Dạ, anh/chị cho em biết rõ hơn mình cần làm gì ạ."
    blocks = [{"kind": "text", "text": told} for _ in range(3 if about else 1)]
    portal = "https://dichvucong.gov.vn/"
    source = {"title": "Cổng Dịch vụ công", "url": portal, "checked": "2026-07-31"}
    return json.dumps(
        {
            "outcome": outcome,
            "procedure": about and about.model_dump(include={"code", "name"}) | {"version": "1"},
            "candidates": [],
            "aspect": aspect,
            "situations": {},
            "blocks": blocks,
            "buttons": [{"title": "Lệ phí thế nào?", "payload": "/ask_fee"}] if about else [],
            "sources": [source] if about else [],
            "need": None,
        },
        ensure_ascii=False,
    )
