"""Reads files of the portal's records, a JSON object a line, and hands what is sound to a store.

A file is read to its end before anything of it is stored, and stored at once or not at all.
"""

import json
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final, Protocol

from bot.catalogue.national.convert import Problem, to_procedure
from bot.catalogue.national.parse import parse
from bot.catalogue.national.parsed import Parsed
from bot.catalogue.national.survey import Survey
from bot.catalogue.record import Procedure

NEEDED: Final = ("ma_thu_tuc", "ten_thu_tuc")


@dataclass(frozen=True, slots=True)
class Changes:
    """What a store did with some records."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: "Changes") -> "Changes":
        """Count both."""
        return Changes(
            self.new + other.new, self.changed + other.changed, self.unchanged + other.unchanged
        )


class Store(Protocol):
    """Keeps imported records and all their versions."""

    def write(self, source: str, records: Sequence[Procedure]) -> Changes:
        """Keep the records of one file, all of them or none."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line that was left out, and why; ``number`` counts from 1."""

    file: Path
    number: int
    reason: str

    def __str__(self) -> str:
        """As `motcua catalogue check` prints a problem, so that editors can jump to the line."""
        return f"{self.file}:{self.number}: {self.reason}"


@dataclass(slots=True)
class Report:
    """What became of the files so far."""

    changes: Changes = field(default_factory=Changes)
    skipped: list[Skipped] = field(default_factory=list)
    survey: Survey = field(default_factory=Survey)
    codes: dict[str, str] = field(default_factory=dict)  # where each code was read first


@dataclass(frozen=True, slots=True)
class Progress:
    """So many bytes more of a file were read."""

    file: Path
    size: int


class Import:
    """One run over some files; ``report`` grows while it goes on."""

    def __init__(self, store: Store, checked: date) -> None:
        """Store into ``store``; ``checked`` is the day the portal was read."""
        self.report = Report()
        self._store, self._checked = store, checked

    def run(self, files: Iterable[Path]) -> Iterator[Progress]:
        """Read and store file by file, as fast as the progress is taken."""
        for file in files:
            records: list[Procedure] = []
            with file.open("rb") as lines:
                for number, line in enumerate(lines, start=1):
                    records += self._records(file, number, line)
                    yield Progress(file, len(line))
            self.report.changes += self._store.write(file.name, records)

    def _records(self, file: Path, number: int, line: bytes) -> Iterator[Procedure]:
        """Yield the line's record, if it is sound; note what is wrong with it otherwise."""
        if not line.strip():
            return
        try:
            yield self._record(_content(line), f"{file}:{number}")
        except (_Unusable, ValueError, ArithmeticError) as reason:  # figures too long to be figures
            self.report.skipped.append(Skipped(file, number, str(reason)))

    def _record(self, content: Mapping[str, Any], place: str) -> Procedure:
        parsed = parse(content)
        record = to_procedure(parsed, self._checked)
        if isinstance(record, Problem):
            raise _Unusable(f"{record.field}: {record.message}")
        if record.code in self.report.codes:
            raise _Unusable(f"mã {record.code} đã có ở {self.report.codes[record.code]}")
        self.report.codes[record.code] = place
        self.report.survey.add(content, parsed)
        return record


def published(files: Iterable[Path], codes: Container[str]) -> Iterator[Parsed | Skipped]:
    """Yield what the files' lines say of ``codes``, and the lines that cannot be used."""
    for file in files:
        with file.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                try:
                    yield from _wanted(line, codes)
                except (_Unusable, ValueError, ArithmeticError) as reason:
                    yield Skipped(file, number, str(reason))


def _wanted(line: bytes, codes: Container[str]) -> Iterator[Parsed]:
    content = _content(line) if line.strip() else None
    if content and content["ma_thu_tuc"].strip() in codes:
        yield parse(content)


class _Unusable(Exception):
    """The line gives no record."""


def _content(line: bytes) -> Mapping[str, Any]:
    try:
        content = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _Unusable(f"không phải JSON ({error})") from None
    if not isinstance(content, dict):
        raise _Unusable("không phải một bản ghi {…}")
    for key in NEEDED:
        if not isinstance(content.get(key), str) or not content[key].strip():
            raise _Unusable(f"thiếu {key}")
    return content
