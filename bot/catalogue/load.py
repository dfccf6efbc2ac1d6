"""Reads records from YAML. Every problem names file, line, field and what was expected."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from bot.catalogue.record import Procedure

FIELDS_FILE = "fields.yml"
# The C loader is ten times as fast and marks lines just as well.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 12  # a record needs seven levels; an alias inside itself has no end
Location = tuple[int | str, ...]
Lines = dict[Location, int]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in one file; ``line`` counts from 1."""

    file: Path
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        """As compilers print it, so that editors can jump to the line."""
        return f"{self.file}:{self.line}: {self.field}: {self.message}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A record together with where it stands."""

    file: Path
    procedure: Procedure
    lines: Lines

    def problem(self, location: Location, message: str) -> Problem:
        return Problem(self.file, line_of(self.lines, location), dotted(location), message)


@dataclass(slots=True)
class Loaded:
    """What a folder gave: the entries that can be used, and every problem."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    fields: Mapping[str, str] = field(default_factory=dict)


def load(folder: Path) -> Loaded:
    """Read every record below ``folder``; a broken file never takes the others down."""
    loaded = Loaded(fields=read_fields(folder))
    for file in sorted(folder.glob("*/*.yml")):
        _load_file(file, loaded)
    return loaded


def read_fields(folder: Path) -> Mapping[str, str]:
    """Return the fields' names by slug; none when the file is missing or broken."""
    try:
        content = yaml.safe_load((folder / FIELDS_FILE).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return {}
    named = content if isinstance(content, dict) else {}
    return {str(key): str(value) for key, value in named.items()}


def files_state(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return what changes whenever a file below ``folder`` does: name, time and size of each."""
    found = ((file, file.stat()) for file in sorted(folder.glob("**/*.yml")))
    return tuple((file.name, stat.st_mtime_ns, stat.st_size) for file, stat in found)


def line_of(lines: Lines, location: Location) -> int:
    """Return the line of ``location``, or of the nearest part that is written in the file."""
    while location and location not in lines:
        location = location[:-1]
    return lines.get(location, 1)


def dotted(location: Location) -> str:
    """Return a location as people write it, such as ``documents.0.name``."""
    return ".".join(str(part) for part in location) or "(record)"


def parse(file: Path) -> tuple[Any, Lines, list[Problem]]:
    """Return what a YAML file holds, where its parts stand, and why it cannot be read."""
    try:
        node = yaml.compose(file.read_text("utf-8"), Loader=LOADER)
        lines = dict(_lines(node, ())) if node else {}
        return LOADER("").construct_document(node) if node else None, lines, []
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return None, {}, [Problem(file, line, "(YAML)", str(error.problem))]
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        return None, {}, [Problem(file, 1, "(YAML)", str(error).replace("\n", " "))]


def invalid(
    file: Path, error: ValidationError, lines: Lines, within: Location = ()
) -> Iterator[Problem]:
    """Yield what is wrong with a part of a file, the one at ``within``."""
    for e in _telling(error.errors()):
        location = (*within, *_in_file(e["loc"]))
        yield Problem(file, line_of(lines, location), dotted(location), _expected(e))


def _load_file(file: Path, loaded: Loaded) -> None:
    content, lines, problems = parse(file)
    loaded.problems += problems
    if problems:
        return
    try:
        procedure = Procedure.model_validate(content)
    except ValidationError as error:
        loaded.problems += invalid(file, error, lines)
    else:
        loaded.entries.append(Entry(file, procedure, lines))


def _in_file(location: Location) -> Location:
    """Leave out what Pydantic adds to tell the branches of a union apart."""
    keys = (p for p in location if isinstance(p, int) or (p.isidentifier() and p.islower()))
    return tuple(p for p in keys if p not in ("int", "str"))


def _telling(errors: Sequence[Any]) -> Iterator[Any]:
    """Leave out “is not the word unknown” where another error tells more of the same part."""
    for error in errors:
        *part, last = error["loc"] or ("",)
        others = (e for e in errors if e is not error and list(e["loc"][: len(part)]) == part)
        if last != "literal['unknown']" or not any(others):
            yield error


def _expected(error: Any) -> str:
    got = error.get("input")
    short = "" if isinstance(got, (dict, list)) or error["type"] == "missing" else f" (got {got!r})"
    return f"{error['msg']}{short}"


def _lines(node: yaml.Node, location: Location) -> Iterator[tuple[Location, int]]:
    if len(location) > DEEPEST:
        raise yaml.MarkedYAMLError(problem="nested too deep", problem_mark=node.start_mark)
    yield location, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        yield from _mapping_lines(node, location)
    elif isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            yield from _lines(child, (*location, index))


def _mapping_lines(node: yaml.MappingNode, location: Location) -> Iterator[tuple[Location, int]]:
    seen: set[str] = set()
    for key, child in node.value:
        if key.value in seen:
            raise yaml.MarkedYAMLError(
                problem=f"key “{key.value}” twice", problem_mark=key.start_mark
            )
        seen.add(key.value)
        yield from _lines(child, (*location, key.value))
        yield (*location, key.value), key.start_mark.line + 1
