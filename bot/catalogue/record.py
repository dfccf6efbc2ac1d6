"""What a procedure record holds.

A fact that nobody has sourced is the literal ``unknown``; it is never left out and never guessed.
"""

import hashlib
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, StringConstraints

Unknown = Literal["unknown"]
UNKNOWN: Unknown = "unknown"

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Code = Annotated[str, StringConstraints(pattern=r"^\d\.\d{6}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]

Level = Literal["commune", "province", "ministry", "other"]
Way = Literal["in_person", "online", "post"]
OnlineLevel = Literal["full", "partial", "none", "unknown"]
Origin = Literal["curated", "national"]
Compared = Literal["name", "level", "ways", "time", "fee", "documents", "legal_basis"]

# What tells when somebody looked, and nothing of the procedure itself.
DAYS: Mapping[str, Any] = {
    "valid_from": True,
    "valid_to": True,
    "sources": {"__all__": {"checked"}},
}


class Part(BaseModel):
    """Base of every part of a record: no unknown keys, never changed after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Fee(Part):
    """One fee line. ``amount`` is in đồng; 0 is free; ``unknown`` is set by the
    province or unsourced.

    ``when`` lists the situation options under which the line holds; empty means always.
    """

    text: Text
    amount: Annotated[int, Field(ge=0)] | Unknown = UNKNOWN
    when: tuple[Slug, ...] = ()


class Submission(Part):
    """One way of handing in the papers, with its own time and fee."""

    way: Way
    where: Text | Unknown
    time: Text | Unknown
    fees: tuple[Fee, ...] | Unknown


class Document(Part):
    """One paper. ``bring`` is shown and given back, ``submit`` is kept by the office."""

    name: Text
    handling: Literal["submit", "bring"] = "submit"
    originals: Annotated[int, Field(ge=0, le=20)] | Unknown = UNKNOWN
    copies: Annotated[int, Field(ge=0, le=20)] | Unknown = UNKNOWN
    form: Text | None = None
    form_url: HttpUrl | None = None
    when: tuple[Slug, ...] = ()
    note: Text | None = None


class Option(Part):
    """One possible answer to a situation question; ``id`` is what ``when`` lists refer to."""

    id: Slug
    label: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    phrases: tuple[Text, ...] = ()
    note: Text | None = None


class Situation(Part):
    """A fact about the citizen that changes the answer, and how to ask for it."""

    id: Slug
    question: Text
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=6)]


class Deadline(Part):
    """The citizen's own deadline. ``days`` are calendar days unless the text says otherwise."""

    text: Text
    days: Annotated[int, Field(gt=0)] | None = None


class Online(Part):
    """How far the procedure can be done online, and where its form is."""

    level: OnlineLevel
    url: HttpUrl


class Law(Part):
    """One legal document, by its official number."""

    number: Text
    title: Text


class Source(Part):
    """Where the facts come from and when somebody last checked them."""

    title: Text
    url: HttpUrl
    decision: Text | None = None
    checked: date


class KnownDifference(Part):
    """Why the record differs from the national portal, for officers; citizens never read it.

    It holds while both say what ``motcua catalogue check --against`` printed: ``ours``, ``portal``.
    """

    field: Compared
    way: Way | None = None
    ours: Text
    portal: Text
    reason: Text


class Procedure(Part):
    """One administrative procedure as the catalogue knows it.

    Attributes:
        origin: ``curated`` is written by hand in YAML; ``national`` is imported as published on the
            national portal, and gives way to a curated record of the same code.
        topic: the portal's own name for what we call a field.
        learnt: what people were found to call it while the system ran; no file holds it.
    """

    origin: Origin = "curated"
    code: Code
    name: Text
    official_name: Text
    field: Slug
    topic: Text | None = None
    level: Annotated[tuple[Level, ...], Field(min_length=1)]
    authority: Text | Unknown
    audience: tuple[Text, ...] = ()
    summary: Text
    aliases: tuple[Text, ...] = ()
    life_events: tuple[Text, ...] = ()
    questions: tuple[Text, ...] = ()
    learnt: tuple[Text, ...] = ()
    situations: Annotated[tuple[Situation, ...], Field(max_length=2)] = ()
    submissions: tuple[Submission, ...] | Unknown
    documents: tuple[Document, ...] | Unknown
    steps: tuple[Text, ...] | Unknown
    conditions: tuple[Text, ...] | Unknown
    result: tuple[Text, ...] | Unknown
    deadline: Deadline | None | Unknown
    online: Online
    legal_basis: tuple[Law, ...] | Unknown
    related: tuple[Code, ...] = ()
    differences: tuple[KnownDifference, ...] = ()
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    valid_from: date
    valid_to: date | None = None

    @cached_property
    def version(self) -> str:
        """Eight hexadecimal digits that change whenever anything that citizens are told does.

        An imported record is imported again and again, so its days do not count. Why a record
        differs from the portal tells citizens nothing: nobody was told otherwise before.
        """
        return self._curated_version() if self.origin == "curated" else self.content

    @cached_property
    def content(self) -> str:
        """The same for what the record says, whenever somebody looked or imported it."""
        left_out = {**DAYS, "differences": True, "learnt": True}
        return _digest(self.model_dump_json(exclude=left_out, exclude_defaults=True))

    def _curated_version(self) -> str:
        """Stored turns cite it: what came to the record type later may not change it."""
        later = {"origin", "differences", "learnt"} | (set() if self.topic else {"topic"})
        return _digest(self.model_dump_json(exclude=later))

    @property
    def checked(self) -> date:
        """The day on which the facts were last checked."""
        return max(source.checked for source in self.sources)


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()[:8]
