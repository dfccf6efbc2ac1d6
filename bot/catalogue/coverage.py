"""How much the records know of what people need, beside how much the national portal states.

A fact is known when a citizen who asks for it is told something; one way of handing in is enough.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from bot.catalogue.figures import money
from bot.catalogue.national.parsed import Parsed, Row
from bot.catalogue.record import UNKNOWN, Procedure, Submission

Fact = Literal["documents", "time", "fee", "place", "online", "legal_basis"]
FACTS: Final[Mapping[Fact, str]] = {
    "documents": "Giấy tờ",
    "time": "Thời gian",
    "fee": "Phí, lệ phí",
    "place": "Nơi nộp",
    "online": "Nộp trực tuyến",
    "legal_basis": "Căn cứ pháp lý",
}


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one fact: records that know it, that the portal states it of, and both."""

    known: int
    stated: int
    known_of_stated: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The figures of a catalogue.

    Attributes:
        records: those with facts; a record that only leads to the official page is a ``link``.
        whole: records that know every fact.
        compared: records that the portal's files hold too.
        whole_of_compared: of those, the ones that know every fact that the portal states.
        missing: code by code, what the portal states and the record does not know.
    """

    records: int
    links: int
    whole: int
    compared: int
    whole_of_compared: int
    facts: Mapping[Fact, Counts]
    missing: Mapping[str, Sequence[Fact]]


def coverage(procedures: Iterable[Procedure], portal: Mapping[str, Parsed]) -> Coverage:
    """Count what ``procedures`` know, and what ``portal``, by code, states of the same."""
    every = list(procedures)
    full = [procedure for procedure in every if known(procedure) & {"documents", "time", "fee"}]
    pairs = [(known(p), stated(portal[p.code])) for p in full if p.code in portal]
    missing = {p.code: missed(p, portal[p.code]) for p in full if p.code in portal}
    return Coverage(
        records=len(full),
        links=len(every) - len(full),
        whole=sum(known(procedure) == FACTS.keys() for procedure in full),
        compared=len(pairs),
        whole_of_compared=sum(not facts for facts in missing.values()),
        facts={fact: _counts(fact, full, pairs) for fact in FACTS},
        missing={code: facts for code, facts in missing.items() if facts},
    )


def known(procedure: Procedure) -> set[Fact]:
    """Return the facts that a record knows."""
    ways = () if procedure.submissions == UNKNOWN else procedure.submissions
    knows: dict[Fact, bool] = {
        "documents": procedure.documents != UNKNOWN,
        "time": _says(ways, lambda way: way.time),
        "fee": _says(ways, lambda way: way.fees),
        "place": _says(ways, lambda way: way.where),
        "online": procedure.online.level != UNKNOWN or any(way.way == "online" for way in ways),
        "legal_basis": procedure.legal_basis != UNKNOWN,
    }
    return {fact for fact, told in knows.items() if told}


def stated(portal: Parsed) -> set[Fact]:
    """Return the facts that the portal states of a procedure."""
    rows = () if portal.rows == UNKNOWN else portal.rows
    states: dict[Fact, bool] = {
        "documents": portal.papers != UNKNOWN,
        "time": any(row.time != UNKNOWN for row in rows),
        "fee": any(_states_fee(row) for row in rows),
        "place": bool(rows),
        "online": bool(rows),
        "legal_basis": portal.laws != UNKNOWN,
    }
    return {fact for fact, told in states.items() if told}


def missed(procedure: Procedure, portal: Parsed) -> Sequence[Fact]:
    """Return what the portal states and the record does not know, in the order of the table."""
    lacking = stated(portal) - known(procedure)
    return [fact for fact in FACTS if fact in lacking]


def _says(ways: Iterable[Submission], part: Callable[[Submission], object]) -> bool:
    return any(part(way) != UNKNOWN for way in ways)


def _states_fee(row: Row) -> bool:
    """A cell that only names the rules does not say what it costs."""
    if row.charge == UNKNOWN:
        return False
    return row.charge.amount != UNKNOWN or bool(money((row.charge.text, UNKNOWN)))


def _counts(
    fact: Fact, procedures: Iterable[Procedure], pairs: Sequence[tuple[set[Fact], set[Fact]]]
) -> Counts:
    return Counts(
        known=sum(fact in known(procedure) for procedure in procedures),
        stated=sum(fact in states for _, states in pairs),
        known_of_stated=sum(fact in knows & states for knows, states in pairs),
    )
