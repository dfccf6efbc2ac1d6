"""How much of the portal's records could be read, by field, with examples of what could not."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bot.catalogue.national.parse import parse
from bot.catalogue.national.parsed import Parsed, Unread
from bot.catalogue.national.texts import excerpt, stated, without_furniture
from bot.catalogue.record import UNKNOWN

EXAMPLES: Final = 5
# The survey's fields: how the portal calls them, and how a parsed record does.
FIELDS: Final[Mapping[str, tuple[str, str]]] = {
    "documents": ("thanh_phan_ho_so", "papers"),
    "legal_basis": ("can_cu_phap_ly", "laws"),
    "authority": ("co_quan_thuc_hien", "authority"),
    "conditions": ("yeu_cau_dieu_kien", "conditions"),
    "result": ("ket_qua_xu_ly", "result"),
    "steps": ("trinh_tu_thuc_hien", "steps"),
}


@dataclass(slots=True)
class Tally:
    """One field over all records: how many state it, and in how many all of it was read."""

    stated: int = 0
    parsed: int = 0
    unread: int = 0
    examples: list[tuple[str, Unread]] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The part of the records that state the field in which all of it was read."""
        return self.parsed / self.stated if self.stated else 1.0


@dataclass(slots=True)
class Survey:
    """The tallies by field; ``fragments`` counts texts that begin or end in mid-sentence."""

    records: int = 0
    fragments: int = 0
    tallies: dict[str, Tally] = field(default_factory=dict)

    def add(self, line: Mapping[str, Any], parsed: Parsed) -> None:
        """Count a record: what its line states, and what was read of it."""
        self.records += 1
        self.fragments += any(u.field == "fragment" for u in parsed.unread)
        for name, known in _stated(line, parsed):
            problems = [u for u in parsed.unread if u.field == name]
            if not known and not problems:
                problems = [_nothing(name, line)]
            _count(self.tallies.setdefault(name, Tally()), parsed.code, problems)


def survey(lines: Iterable[Mapping[str, Any]]) -> Survey:
    """Parse every record and count."""
    result = Survey()
    for line in lines:
        result.add(line, parse(line))
    return result


def _stated(line: Mapping[str, Any], parsed: Parsed) -> Iterator[tuple[str, bool]]:
    """Yield each field that the record states, and whether anything of it was read."""
    unread = {u.field for u in parsed.unread}
    for name, known in _in_tables(parsed):
        if known or name in unread:
            yield name, known
    for name, (key, attribute) in FIELDS.items():
        if stated(without_furniture(str(line.get(key, "")))):
            yield name, getattr(parsed, attribute) != UNKNOWN


def _in_tables(parsed: Parsed) -> Iterator[tuple[str, bool]]:
    """Yield the fields that are cells of a table, and whether any of their cells was read."""
    rows = () if parsed.rows == UNKNOWN else parsed.rows
    papers = () if parsed.papers == UNKNOWN else [p for g in parsed.papers for p in g.papers]
    yield "time", any(row.time != UNKNOWN for row in rows)
    yield "fee", any(row.charge != UNKNOWN for row in rows)
    yield "form", any(paper.form_files for paper in papers)


def _nothing(name: str, line: Mapping[str, Any]) -> Unread:
    text = line.get(FIELDS[name][0]) if name in FIELDS else ""
    return Unread(name, excerpt(str(text)), "nothing could be read")


def _count(tally: Tally, code: str, problems: Sequence[Unread]) -> None:
    tally.stated += 1
    tally.parsed += not problems
    tally.unread += bool(problems)
    if problems and len(tally.examples) < EXAMPLES:
        tally.examples.append((code, problems[0]))
