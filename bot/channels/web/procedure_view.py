"""A record as its page shows it: all of it, grouped by when one needs what."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bot.catalogue.listing import Listing
from bot.catalogue.papers import TITLES, Papers, papers
from bot.catalogue.record import UNKNOWN, Procedure, Submission
from bot.catalogue.wording import NOT_KNOWN, WAYS
from bot.understanding.fold import fold

LEVELS = {
    "commune": "Cấp xã",
    "province": "Cấp tỉnh",
    "ministry": "Cấp bộ",
    "other": "Cơ quan khác",
}
ONLINE = {
    "full": "Làm trực tuyến toàn bộ",
    "partial": "Làm trực tuyến một phần",
    "none": "Chưa làm trực tuyến được",
    "unknown": f"Làm trực tuyến: {NOT_KNOWN}",
}
TO_SUBMIT = TITLES["submit"]


@dataclass(frozen=True, slots=True)
class Fee:
    """One fee line, and in which cases it holds; always when that is empty."""

    text: str
    cases: str


@dataclass(frozen=True, slots=True)
class Way:
    """One way of handing in; no fees means that they are not known."""

    title: str
    where: str
    time: str
    fees: tuple[Fee, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """The papers that are needed in some cases; in all of them when ``cases`` is empty."""

    cases: str
    groups: tuple[Papers, ...]


def has_longer_name(procedure: Procedure) -> bool:
    """Whether the official name says more than “Thủ tục” and the name."""
    return fold(procedure.official_name).removeprefix("thu tuc ") != fold(procedure.name)


def levels(procedure: Procedure) -> tuple[str, ...]:
    """Return who does it, in words."""
    return tuple(LEVELS[level] for level in procedure.level)


def ways(procedure: Procedure) -> tuple[Way, ...] | None:
    """Return every way of handing in; ``None`` if not known."""
    if procedure.submissions == UNKNOWN:
        return None
    return tuple(_way(submission, procedure) for submission in procedure.submissions)


def papers_by_case(procedure: Procedure) -> tuple[Case, ...] | None:
    """Return the papers that all need, then those of each case; ``None`` if not known."""
    groups = papers(procedure, ())
    if groups is None:
        return None
    cases = dict.fromkeys(paper.cases for group in groups for paper in group.items)
    return tuple(Case(case, tuple(_only(case, groups))) for case in sorted(cases, key=bool))


def related(procedure: Procedure, listing: Listing) -> tuple[Procedure, ...]:
    """Return the related procedures that have a page."""
    return tuple(found for found in map(listing.get, procedure.related) if found)


def is_partial(procedure: Procedure) -> bool:
    """Whether the page has to say of something that it is not known."""
    facts = (
        procedure.authority,
        procedure.documents,
        procedure.steps,
        procedure.conditions,
        procedure.result,
        procedure.legal_basis,
        procedure.deadline,
        procedure.online.level,
    )
    shown = ways(procedure)
    said = () if shown is None else (text for way in shown for text in (way.where, way.time))
    no_fees = shown is None or not all(way.fees for way in shown)
    return UNKNOWN in facts or no_fees or NOT_KNOWN in said


def _way(submission: Submission, procedure: Procedure) -> Way:
    fees = () if submission.fees == UNKNOWN else submission.fees
    return Way(
        title=WAYS[submission.way],
        where=_known(submission.where),
        time=_known(submission.time),
        fees=tuple(Fee(fee.text, _cases(fee.when, procedure)) for fee in fees),
    )


def _only(case: str, groups: Collection[Papers]) -> Iterator[Papers]:
    for group in groups:
        fitting = tuple(paper for paper in group.items if paper.cases == case)
        if fitting:
            yield Papers(group.title, fitting)


def _cases(when: Collection[str], procedure: Procedure) -> str:
    """Say of which answers to the questions something depends."""
    labels = (
        " hoặc ".join(option.label for option in situation.options if option.id in when)
        for situation in procedure.situations
    )
    return " và ".join(filter(None, labels))


def _known(text: str) -> str:
    return NOT_KNOWN if text == UNKNOWN else text
