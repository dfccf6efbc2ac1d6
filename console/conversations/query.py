"""What is looked for among the conversations, as it stands in the address of the page."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import get_args
from urllib.parse import urlencode

from bot.catalogue.catalogue import Catalogue
from bot.catalogue.record import Procedure
from bot.catalogue.wording import ASPECT_LABELS
from bot.clock import LOCAL
from bot.records.talks.search import Wanted
from bot.records.talks.turn_search import Query
from bot.records.talks.words import facet, words_of
from bot.records.text import storable
from bot.reply import Outcome
from console.words import _

CHANNELS = ("web", "telegram", "zalo", "terminal")
LONGEST = 200
MOST_WORDS = 20
_CODE = re.compile(r"[0-9]+(?:\.[0-9]+)+")
_YEARS = range(2000, 2200)
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "channel": CHANNELS,
    "outcome": get_args(Outcome),
    "aspect": tuple(ASPECT_LABELS),
    "rating": ("up", "down"),
    "review": ("wanted", "done"),
    "handoff": ("waiting", "talking"),
    "flagged": ("yes",),
}
_FACETS = ("channel", "outcome", "aspect", "rating", "review")


@dataclass
class Sought:
    """What is looked for: ``values`` as the form shows them, ``strange`` what made no sense.

    ``procedure`` and ``commune`` are what the words for them were taken to mean; ``others`` are the
    procedures that may be meant besides.
    """

    values: dict[str, str] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)
    procedure: str = ""
    commune: str = ""
    others: list[Procedure] = field(default_factory=list)
    since: datetime | None = None
    until: datetime | None = None

    @property
    def words(self) -> list[str]:
        """The words of the text."""
        return words_of(self.values.get("text", ""))[:MOST_WORDS]

    @property
    def facets(self) -> list[str]:
        """What else a turn must have."""
        named = [(name, self.values[name]) for name in _FACETS if name in self.values]
        named += [("procedure", self.procedure), ("commune", self.commune)]
        return [facet(name, value) for name, value in named if value]

    @property
    def wanted(self) -> Wanted:
        """What the records are asked for."""
        return self.with_words(self.words, is_open=not self.values.get("text", "").endswith(" "))

    def with_words(self, words: list[str], *, is_open: bool = False) -> Wanted:
        """Return the same with other words; the last one of an open text may be a beginning."""
        begins = is_open and words and len(words[-1]) > 1
        whole, beginning = (words[:-1], words[-1]) if begins else (words, "")
        return Wanted(
            query=Query((*whole, *self.facets), beginning),
            since=self.since,
            until=self.until,
            handoff=self.values.get("handoff", ""),
            flagged="flagged" in self.values,
        )

    def address(self, **changed: str) -> str:
        """Return the query of the address, with other values for some names."""
        values = {**self.values, **changed}
        return urlencode({name: value for name, value in values.items() if value})


def read_query(
    sent: Mapping[str, str], catalogue: Callable[[], Catalogue], communes: Callable[[], list[str]]
) -> Sought:
    """Return what is looked for; what makes no sense is left out, and said."""
    sought = Sought()
    if text := storable(sent.get("text", ""), LONGEST).lstrip():
        sought.values["text"] = text
    for name, known in _CHOICES.items():
        if value := sent.get(name, "").strip():
            _take(sought, name, value if value in known else "", value)
    if said := sent.get("procedure", "").strip()[:LONGEST]:
        sought.procedure, sought.others = _procedure(said, catalogue())
        _take(sought, "procedure", sought.procedure, said)
    if said := sent.get("commune", "").strip()[:LONGEST]:
        sought.commune = _commune(said, communes())
        _take(sought, "commune", sought.commune, said)
    sought.since = _day(sought, "from", sent.get("from", "").strip())
    until = _day(sought, "to", sent.get("to", "").strip())
    sought.until = until + timedelta(days=1) if until else None
    return sought


def _take(sought: Sought, name: str, value: str, said: str) -> None:
    if value:
        sought.values[name] = value
    else:
        sought.strange.append(_NAMES[name]() + ": " + storable(said, 60))


_NAMES: Mapping[str, Callable[[], str]] = {
    "channel": lambda: _("Kênh"),
    "outcome": lambda: _("Kết quả"),
    "aspect": lambda: _("Hỏi về"),
    "rating": lambda: _("Người dân đánh giá"),
    "review": lambda: _("Cần xem lại"),
    "handoff": lambda: _("Cán bộ"),
    "flagged": lambda: _("Có cờ"),
    "procedure": lambda: _("Thủ tục"),
    "commune": lambda: _("Xã, phường"),
    "from": lambda: _("Từ ngày"),
    "to": lambda: _("Đến ngày"),
}


def _procedure(said: str, catalogue: Catalogue) -> tuple[str, list[Procedure]]:
    """Return the code that is meant; one that the catalogue has no more is taken as it is."""
    if _CODE.fullmatch(said):
        return said, []
    found = [match.procedure for match in catalogue.find(said).matches] if len(catalogue) else []
    return (found[0].code, found[1:4]) if found else ("", [])


def _commune(said: str, known: list[str]) -> str:
    """Return the commune that is meant: of several that have these words the shortest name."""
    words = facet("commune", said).partition(":")[2]
    fitting = [name for name in known if words and words in facet("commune", name)]
    return min(fitting, key=len, default="")


def _day(sought: Sought, name: str, said: str) -> datetime | None:
    if not said:
        return None
    try:
        day = date.fromisoformat(said)
    except ValueError:
        day = date.min
    _take(sought, name, said if day.year in _YEARS else "", said)
    return datetime.combine(day, time(), LOCAL) if day.year in _YEARS else None
