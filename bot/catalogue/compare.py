"""A curated record beside what the national portal publishes of the same code.

Compared is what can be without judging words: names, levels, ways, spans of time, amounts, the
number of documents and the numbers of laws. Which of the two is right, a person has to say.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.catalogue.figures import by_size, free, money, same_law, same_name, spans
from bot.catalogue.national.parsed import Parsed, Row
from bot.catalogue.record import UNKNOWN, Compared, KnownDifference, Procedure, Submission, Way

NOTHING: Final = "không nêu"
FREE: Final = "miễn phí"
REMARK: Final = re.compile(r"\W*(?:lưu ý|ghi chú|ví dụ)\b", re.I)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the record says one way and the portal another; both in short."""

    field: Compared
    ours: str
    portal: str
    way: Way | None = None

    def is_told_by(self, known: KnownDifference) -> bool:
        """Whether ``known`` gives the reason of this difference; without a way, for all ways."""
        same_place = known.field == self.field and known.way in (None, self.way)
        return same_place and (known.ours, known.portal) == (self.ours, self.portal)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences of one record: without and with a reason; and reasons of none."""

    unexplained: Sequence[Difference]
    explained: Sequence[tuple[Difference, KnownDifference]]
    stale: Sequence[int]


def compare(curated: Procedure, portal: Parsed) -> Comparison:
    """Compare a record with the portal's, and sort what differs by the record's reasons."""
    found = list(differences(curated, portal))
    pairs = [(d, k) for d in found for k in curated.differences if d.is_told_by(k)]
    told = {difference for difference, _ in pairs}
    used = {known for _, known in pairs}
    return Comparison(
        unexplained=[difference for difference in found if difference not in told],
        explained=pairs,
        stale=[n for n, known in enumerate(curated.differences) if known not in used],
    )


def differences(curated: Procedure, portal: Parsed) -> Iterator[Difference]:
    """Yield every difference, in the order of the record's fields."""
    if same_name(curated.official_name) != same_name(portal.name):
        yield Difference("name", curated.official_name, portal.name)
    if set(curated.level) != set(portal.levels):
        yield Difference("level", _list(sorted(curated.level)), _list(sorted(portal.levels)))
    yield from _submissions(curated, portal)
    yield from _documents(curated, portal)
    yield from _laws(curated, portal)


def _submissions(curated: Procedure, portal: Parsed) -> Iterator[Difference]:
    ours = () if curated.submissions == UNKNOWN else curated.submissions
    rows = () if portal.rows == UNKNOWN else portal.rows
    here, there = {submission.way for submission in ours}, {row.way for row in rows}
    if here != there:
        yield Difference("ways", _list(sorted(here)), _list(sorted(there)))
    for submission in ours:
        if its_rows := [row for row in rows if row.way == submission.way]:
            yield from _time(submission, its_rows, portal)
            yield from _fee(submission, its_rows, portal)


def _time(ours: Submission, rows: Sequence[Row], portal: Parsed) -> Iterator[Difference]:
    """All of the cells must be said, and nothing that stands nowhere."""
    said = spans(ours.time)
    cells = spans(*(row.time.text for row in rows if row.time != UNKNOWN))
    if not cells <= said <= cells | spans(*_texts(rows, portal)):
        yield Difference("time", _list(by_size(said)), _list(by_size(cells)), ours.way)


def _fee(ours: Submission, rows: Sequence[Row], portal: Parsed) -> Iterator[Difference]:
    """“Miễn phí” is also what the portal shows when nobody typed a fee, so ours need not say it."""
    lines = () if ours.fees == UNKNOWN else [(fee.text, fee.amount) for fee in ours.fees]
    charges = [row.charge for row in rows if row.charge != UNKNOWN]
    cells = [(charge.text, charge.amount) for charge in charges]
    said, typed = money(*lines), money(*cells)
    told = typed | money(*((text, UNKNOWN) for text in _texts(rows, portal)))
    is_free, may_be_free = free(*lines, in_words=False), free(*cells, in_words=True)
    if not typed <= said <= told or (is_free and not may_be_free):
        yield Difference("fee", _fees(is_free, said), _fees(free(*cells), typed), ours.way)


def _documents(curated: Procedure, portal: Parsed) -> Iterator[Difference]:
    ours = 0 if curated.documents == UNKNOWN else len(curated.documents)
    theirs = _numbers_of_papers(portal)
    if ours not in theirs:
        numbers = " hoặc ".join(map(str, theirs))
        yield Difference("documents", f"{ours} giấy tờ", f"{numbers} giấy tờ")


def _numbers_of_papers(portal: Parsed) -> Sequence[int]:
    """Return how many papers the portal names, with and without rows that nobody counted.

    Such a row is a remark or a paper to show. One that stands in several tables counts once.
    """
    groups = () if portal.papers == UNKNOWN else portal.papers
    rows = [paper for group in groups for paper in group.papers if not REMARK.match(paper.name)]
    counted = {same_name(paper.name) for paper in rows if paper.originals or paper.copies}
    every = {same_name(paper.name) for paper in rows}
    return sorted({len(counted or every), len(every)})


def _laws(curated: Procedure, portal: Parsed) -> Iterator[Difference]:
    """Each side shows what only it has."""
    ours = () if curated.legal_basis == UNKNOWN else curated.legal_basis
    theirs = () if portal.laws == UNKNOWN else portal.laws
    here = {same_law(law.number): law.number for law in ours}
    there = {same_law(law.number): law.number for law in theirs}
    if here.keys() != there.keys():
        only_here = [number for key, number in here.items() if key not in there]
        only_there = [number for key, number in there.items() if key not in here]
        yield Difference("legal_basis", _list(only_here), _list(only_there))


def _texts(rows: Iterable[Row], portal: Parsed) -> Iterator[str]:
    """Yield what the portal says outside its cells: times and fees stand there as well."""
    yield from (row.description for row in rows)
    for texts in (portal.steps, portal.conditions):
        yield from () if texts == UNKNOWN else texts
    for group in () if portal.papers == UNKNOWN else portal.papers:
        yield group.heading or ""
        yield from (paper.name for paper in group.papers)


def _fees(is_free: bool, amounts: Iterable[str]) -> str:
    return _list([*([FREE] if is_free else []), *by_size(amounts)])


def _list(items: Iterable[str]) -> str:
    return ", ".join(items) or NOTHING
