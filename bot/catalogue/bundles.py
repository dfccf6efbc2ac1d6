"""Bundles: what one event in life brings with it, as an ordered list of procedures."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, ValidationError

from bot.catalogue.load import Lines, Location, Problem, dotted, invalid, line_of, parse
from bot.catalogue.record import Code, Part, Slug, Text
from bot.understanding.fold import fold

FILE = "bundles.yml"
FEWEST = 15  # phrases; with fewer the event is not found by how people say it
LONGEST_ID = 24  # so that the payload of its button fits
PREFIX = "bundle:"  # of what stands in place of a procedure's code in a button's payload

# What the records alone may say. “ba việc” is caught by nobody, so notes are read in review too.
Note = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, pattern=r"^\D*$")]


class Step(Part):
    """One procedure of an event; ``note`` says in which case it is needed, and holds no figure."""

    code: Code
    note: Note = ""


class Bundle(Part):
    """An event in life with its procedures in the order people do them.

    Attributes:
        main: the step under whose answers the list is offered; the first unless it is named.
    """

    id: Annotated[Slug, StringConstraints(max_length=LONGEST_ID)]
    title: Text
    phrases: Annotated[tuple[Text, ...], Field(min_length=FEWEST)]
    main: Code | None = None
    steps: Annotated[tuple[Step, ...], Field(min_length=2)]

    @property
    def begins_with(self) -> str:
        """The code of the main step."""
        return self.main or self.steps[0].code

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all steps, in their order."""
        return tuple(step.code for step in self.steps)

    @property
    def button_code(self) -> str:
        """What a button names in place of a procedure's code."""
        return f"{PREFIX}{self.id}"


@dataclass(slots=True)
class LoadedBundles:
    """What a folder gave: the bundles that can be used, where they stand, and every problem."""

    file: Path
    bundles: list[Bundle] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lines: Lines = field(default_factory=dict)

    def problem(self, location: Location, message: str) -> Problem:
        return Problem(self.file, line_of(self.lines, location), dotted(location), message)


def load_bundles(folder: Path) -> LoadedBundles:
    """Read the bundles of a folder of records; none when it has no such file."""
    loaded = LoadedBundles(folder / FILE)
    content = None
    if loaded.file.exists():
        content, loaded.lines, loaded.problems = parse(loaded.file)
    for name, parts in content.items() if isinstance(content, dict) else ():
        _load(str(name), parts, loaded)
    if content is not None and not isinstance(content, dict):
        loaded.problems.append(loaded.problem((), "must name one bundle after the other"))
    return loaded


def check_bundles(loaded: LoadedBundles, codes: Collection[str]) -> list[Problem]:
    """Return every problem of the bundles, given the codes of the records there are."""
    return [
        *loaded.problems,
        *(p for bundle in loaded.bundles for p in _steps(bundle, loaded, codes)),
        *_twice(loaded),
    ]


def _load(name: str, parts: object, loaded: LoadedBundles) -> None:
    named = {"id": name, **parts} if isinstance(parts, dict) else parts
    try:
        loaded.bundles.append(Bundle.model_validate(named))
    except ValidationError as error:
        loaded.problems += invalid(loaded.file, error, loaded.lines, (name,))


def _steps(bundle: Bundle, loaded: LoadedBundles, codes: Collection[str]) -> Iterator[Problem]:
    for index, code in enumerate(bundle.codes):
        if code not in codes:
            yield loaded.problem((bundle.id, "steps", index, "code"), f"no record has code {code}")
        if code in bundle.codes[:index]:
            yield loaded.problem((bundle.id, "steps", index, "code"), f"{code} is a step already")
    if bundle.begins_with not in bundle.codes:
        yield loaded.problem((bundle.id, "main"), f"{bundle.main} is none of the steps")


def _twice(loaded: LoadedBundles) -> Iterator[Problem]:
    """No phrase asks about two events, and no two lists are offered under the same answers."""
    phrases: dict[str, str] = {}
    mains: dict[str, str] = {}
    for bundle in loaded.bundles:
        for index, phrase in enumerate(bundle.phrases):
            if fold(phrase) in phrases:
                where = phrases[fold(phrase)]
                message = f"“{phrase}” stands in {where} already"
                yield loaded.problem((bundle.id, "phrases", index), message)
            phrases[fold(phrase)] = bundle.id
        owner = mains.setdefault(bundle.begins_with, bundle.id)
        if owner != bundle.id:
            message = f"{bundle.begins_with} is the main step of {owner} already"
            yield loaded.problem((bundle.id, "main"), message)
